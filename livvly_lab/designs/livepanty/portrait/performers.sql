-- the performers who got most tips, and what is left in their wallets
SELECT u.display_name AS name,
       u.country,
       (SELECT s.title FROM streams AS s WHERE s.host_id = u.id AND s.started_at IS NOT NULL ORDER BY s.started_at DESC LIMIT 1) AS latest_stream,
       (SELECT count(*) FROM streams AS s WHERE s.host_id = u.id) AS streams,
       t.tips,
       t.tokens,
       w.fees_balance AS kept_by_platform,
       w.payouts_balance AS paid_out,
       w.balance
FROM (
  SELECT host_id, count(*) AS tips, sum(tokens) AS tokens
  FROM tips
  WHERE status = 'settled' AND created_at < %(as_of)s
  GROUP BY host_id
  ORDER BY sum(tokens) DESC, host_id
  LIMIT 8
) AS t
JOIN users AS u ON u.id = t.host_id
JOIN wallets AS w ON w.user_id = u.id
ORDER BY t.tokens DESC, u.id
