-- Fill the users table on the server: rows of random values, as many as asked for.
INSERT INTO users (
    id, phone, display_name, profile_photo, bio, dob, gender, language, city, state, is_creator, is_active,
    verification_tier, last_active_at, created_at, updated_at, deleted_at)
SELECT
    gen_random_uuid(),
    '+91' || (6000000000 + n),
    (ARRAY['Anu', 'Kavya', 'Ravi', 'Meena', 'Arjun', 'Divya', 'Kumar', 'Priya'])[1 + floor(random() * 8)]
        || ' ' || (ARRAY['Iyer', 'Reddy', 'Sharma', 'Gowda', 'Nair', 'Patel', 'Rao', 'Singh'])[1 + floor(random() * 8)],
    CASE WHEN random() < 0.7 THEN '/photos/' || md5(n::text) || '.jpg' END,
    CASE WHEN random() < 0.65 THEN 'I like music, films and long talks about ' || left(md5(n::text), 8) END,
    date '2008-01-01' - floor(random() * 18000)::integer,
    (ARRAY['female', 'male', 'other', 'undisclosed'])[1 + floor(random() * 4)],
    (ARRAY['ta', 'te', 'hi', 'kn', 'en'])[1 + floor(random() * 5)],
    (ARRAY['Chennai', 'Hyderabad', 'Delhi', 'Bengaluru', 'Madurai', 'Mysuru'])[1 + floor(random() * 6)],
    (ARRAY['Tamil Nadu', 'Telangana', 'Delhi', 'Karnataka'])[1 + floor(random() * 4)],
    random() < 0.02,
    random() < 0.85,
    1 + floor(random() * 4)::integer,
    signup + (timestamptz '2026-11-01 00:00:00Z' - signup) * random(),
    signup,
    signup,
    CASE WHEN random() < 0.02 THEN signup END
FROM (
    SELECT n, timestamptz '2026-11-01 00:00:00Z' - interval '730 days' * random() AS signup
    FROM generate_series(1, %(rows)s) AS n
) AS s
