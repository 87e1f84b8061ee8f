-- the catalogue offers
SELECT 'coin packages' AS name, 'packages' AS unit, count(*) AS value FROM {coin_packages}
UNION ALL
SELECT 'gifts', 'gifts', count(*) FROM {gifts}
