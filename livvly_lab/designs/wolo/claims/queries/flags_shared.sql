-- users that a hash of flag and user lets in, against the percentage of the flag
SELECT 'users off the percentage' AS name, 'share' AS unit,
       abs(avg(((get_byte(h.hash, 0) * 256 + get_byte(h.hash, 1)) %% 100 < f.rollout_percentage)::int)
           - f.rollout_percentage / 100.0) AS value
FROM {feature_flags} AS f
CROSS JOIN {users} AS u
CROSS JOIN LATERAL (SELECT sha256(convert_to(f.flag_key || u.id, 'UTF8')) AS hash) AS h
GROUP BY f.flag_key, f.rollout_percentage
