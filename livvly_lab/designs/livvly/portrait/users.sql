-- two users of each language, who say something of themselves, with what they do
SELECT u.display_name AS name,
       extract(year FROM age(%(as_of)s::timestamptz, u.dob))::int AS age,
       u.city,
       i.native_name AS language,
       u.bio,
       (SELECT string_agg(n.interest, ', ' ORDER BY n.interest) FROM user_interests AS n WHERE n.user_id = u.id) AS interests,
       (SELECT count(*) FROM calls AS c WHERE c.caller_id = u.id) AS calls,
       round(coalesce((SELECT w.balance FROM coin_wallets AS w WHERE w.user_id = u.id), 0))::int AS coins
FROM (
  SELECT users.*, row_number() OVER (PARTITION BY language ORDER BY id) AS place
  FROM users
  WHERE bio IS NOT NULL AND deleted_at IS NULL AND is_active AND last_active_at IS NOT NULL
) AS u
JOIN i18n_metadata AS i ON i.language = u.language
WHERE u.place <= 2
ORDER BY u.language, u.place
