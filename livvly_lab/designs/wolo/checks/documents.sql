-- of an identity document only the last four characters and a hash are kept
-- kind: rule
SELECT p.user_id, p.id_number, p.id_hash
FROM profiles AS p
WHERE p.id_number !~ '^\*{4}.{4}$' OR (p.id_number IS NULL) <> (p.id_hash IS NULL) OR p.id_hash !~ '^[0-9a-f]{64}$'
