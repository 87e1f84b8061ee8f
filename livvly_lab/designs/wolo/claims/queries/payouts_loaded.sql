-- in the rows of this run
SELECT 'settlements below the minimum that wait' AS name, 'settlements' AS unit,
       count(*) FILTER (WHERE s.status <> 'paid') AS value
FROM {partner_settlements} AS s
JOIN {partners} AS p ON p.id = s.partner_id
WHERE s.partner_share_cfa < p.minimum_payout_cfa
UNION ALL
SELECT 'settlements below the minimum that were paid', 'settlements', count(*) FILTER (WHERE s.status = 'paid')
FROM {partner_settlements} AS s
JOIN {partners} AS p ON p.id = s.partner_id
WHERE s.partner_share_cfa < p.minimum_payout_cfa
