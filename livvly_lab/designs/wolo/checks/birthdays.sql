-- the birthday of every pot is an anniversary of its owner's birth
-- kind: rule
SELECT p.id AS pot, p.birthday_date, r.date_of_birth
FROM pots AS p
JOIN profiles AS r ON r.user_id = p.owner_user_id
WHERE p.birthday_date
   <> (r.date_of_birth + make_interval(years => (extract(year FROM p.birthday_date) - extract(year FROM r.date_of_birth))::int))::date
