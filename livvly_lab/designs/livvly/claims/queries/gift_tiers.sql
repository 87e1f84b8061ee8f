-- by price and as stored
SELECT 'gifts' AS name, 'gifts' AS unit, count(*) AS value FROM {gifts}
UNION ALL
SELECT 'gifts of 10 to 50 coins', 'gifts', count(*) FROM {gifts} WHERE coin_price BETWEEN 10 AND 50
UNION ALL
SELECT 'gifts of 100 to 500 coins', 'gifts', count(*) FROM {gifts} WHERE coin_price BETWEEN 100 AND 500
UNION ALL
SELECT 'gifts of 1,000 to 10,000 coins', 'gifts', count(*) FROM {gifts} WHERE coin_price BETWEEN 1000 AND 10000
UNION ALL
SELECT 'categories', 'categories', count(DISTINCT category) FROM {gifts}
