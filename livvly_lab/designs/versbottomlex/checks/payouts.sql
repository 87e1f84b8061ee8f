-- a payout is the sum of its shares, all of one performer and currency and of its days, to an account verified before
-- kind: balance
SELECT p.id AS payout, p.amount_minor, sum(t.performer_minor) AS shares, count(t.id) AS payments
FROM payouts AS p
LEFT JOIN transactions AS t ON t.payout_id = p.id
    AND (t.performer_id, t.currency) = (p.performer_id, p.currency) AND t.status = 'settled' AND NOT t.needs_review
    AND p.period @> (t.settled_at AT TIME ZONE 'UTC')::date
LEFT JOIN payout_accounts AS a ON a.id = p.payout_account_id AND a.performer_id = p.performer_id
GROUP BY p.id, p.amount_minor, a.verified_at, p.created_at
HAVING sum(t.performer_minor) IS DISTINCT FROM p.amount_minor OR a.verified_at IS NULL OR a.verified_at > p.created_at
UNION ALL
SELECT t.payout_id, NULL, t.performer_minor, 1
FROM transactions AS t
JOIN payouts AS p ON p.id = t.payout_id
WHERE (t.performer_id, t.currency) <> (p.performer_id, p.currency) OR NOT p.period @> (t.settled_at AT TIME ZONE 'UTC')::date
