-- figures that are kept beside the rows they count
SELECT 'offers whose count drifted', 'offers', count(*)
FROM (
    SELECT o.id FROM {promotions} AS o LEFT JOIN {subscriptions} AS s ON s.promotion_id = o.id
    GROUP BY o.id, o.redemptions HAVING count(s.id) <> o.redemptions
) AS wrong
UNION ALL
SELECT 'streams whose figures drifted', 'streams', count(*)
FROM {performance_metrics} AS p
WHERE p.viewers <> (SELECT count(DISTINCT v.viewer_id) FROM {stream_views} AS v WHERE v.stream_id = p.stream_id)
   OR p.sales <> (SELECT count(*) FROM {transactions} AS t WHERE t.stream_id = p.stream_id AND t.status = 'settled')
