-- three users of each of the five largest regions who own a pot, with what came into it
SELECT r.full_name AS name,
       extract(year FROM age(%(as_of)s::timestamptz, r.date_of_birth))::int AS age,
       a.city,
       r.bio,
       p.title AS pot,
       p.status,
       (SELECT count(*) FROM donations AS d WHERE d.pot_id = p.id AND d.confirmed_at IS NOT NULL) AS payments,
       (SELECT coalesce(sum(d.amount_cfa), 0) FROM donations AS d WHERE d.pot_id = p.id AND d.confirmed_at IS NOT NULL)
         AS "paid, F CFA",
       p.target_amount_cfa AS "target, F CFA"
FROM (
  SELECT user_id, city, region,
         row_number() OVER (PARTITION BY region ORDER BY user_id) AS place,
         dense_rank() OVER (ORDER BY in_region DESC, region) AS size
  FROM (
    SELECT a.user_id, a.city, a.region, count(*) OVER (PARTITION BY a.region) AS in_region
    FROM user_addresses AS a
    WHERE EXISTS (SELECT FROM pots WHERE owner_user_id = a.user_id)
  ) AS owners
) AS a
JOIN profiles AS r ON r.user_id = a.user_id
CROSS JOIN LATERAL (SELECT * FROM pots WHERE owner_user_id = a.user_id ORDER BY birthday_date LIMIT 1) AS p
WHERE a.place <= 3 AND a.size <= 5
ORDER BY a.size, a.place
