-- for whom streams are, of performers who sell tickets
-- distribution: visibility
-- kind: choices
-- unit: streams
SELECT s.visibility, count(*)
FROM streams AS s
WHERE EXISTS (SELECT FROM pricing_plans AS p WHERE p.performer_id = s.performer_id AND p.kind = 'pay_per_view')
GROUP BY 1
