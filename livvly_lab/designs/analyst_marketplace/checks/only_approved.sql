-- only approved analysts write, sell, invite and open channels, and none before the approval
-- kind: rule
SELECT a.in_table, a.id AS row, a.analyst_id, p.verification_status, p.verified_at, a.at
FROM (
  SELECT 'posts' AS in_table, id, analyst_id, created_at AS at FROM posts
  UNION ALL SELECT 'subscriptions', id, analyst_id, start_date FROM subscriptions
  UNION ALL SELECT 'chat_channels', id, analyst_id, created_at FROM chat_channels
  UNION ALL SELECT 'discount_codes', id, analyst_id, created_at FROM discount_codes
  UNION ALL SELECT 'invite_links', id, analyst_id, created_at FROM invite_links
) AS a
LEFT JOIN analyst_profiles AS p ON p.user_id = a.analyst_id
WHERE p.verification_status IS DISTINCT FROM 'approved' OR a.at < p.verified_at
