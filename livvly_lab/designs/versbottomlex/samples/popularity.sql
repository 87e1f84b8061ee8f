-- the followers of each performer who streams
-- distribution: popularity of performers (rank)
-- kind: ranks
-- unit: followers
-- departs: who came later has had less time to win followers, and nobody follows twice
SELECT count(f.viewer_id)
FROM performer_profiles AS p
LEFT JOIN follows AS f ON f.performer_id = p.user_id
WHERE p.identity_verified_at IS NOT NULL
GROUP BY p.user_id
