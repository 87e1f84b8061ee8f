-- What user_summary shows, written out.
SELECT u.id, u.username, u.role, u.status, u.country, u.created_at,
       w.balance, w.reserved_balance, w.balance - w.reserved_balance, round(w.balance / w.conversion_rate, 2),
       coalesce(k.status, 'none'), k.level, k.expires_at
FROM {users} AS u
LEFT JOIN {wallets} AS w ON w.user_id = u.id
LEFT JOIN LATERAL (
  SELECT v.status, v.level, v.expires_at
  FROM {kyc_verifications} AS v
  WHERE v.user_id = u.id
  ORDER BY v.status = 'approved' DESC, v.level = 'identity' DESC, v.created_at DESC
  LIMIT 1
) AS k ON true
WHERE u.id = %(key)s AND u.deleted_at IS NULL
