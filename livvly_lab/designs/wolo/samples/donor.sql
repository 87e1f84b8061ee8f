-- donors with an account among all
-- distribution: donor with account
-- kind: choices
-- unit: payments
-- departs: in the first months few have an account yet, and who was drawn and is gone by then pays without one
SELECT CASE WHEN donor_user_id IS NULL THEN 'absent' ELSE 'given' END, count(*) FROM donations GROUP BY 1
