-- the subscriptions to each analyst who sells
-- distribution: popularity of analysts (rank)
-- kind: ranks
-- unit: subscriptions
-- departs: who came later has had less time to win subscribers, and nobody subscribes twice
SELECT p.total_subscribers
FROM analyst_profiles AS p
WHERE p.verification_status = 'approved'
