-- how many interests a user names
-- distribution: interests of a user
-- kind: choices
-- unit: users
SELECT named, count(*) FROM (SELECT count(*) AS named FROM user_interests GROUP BY user_id) AS interests GROUP BY named
