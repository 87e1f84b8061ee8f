-- marketing goes only to users who had agreed and had not taken it back
-- kind: rule
SELECT n.id AS notification, n.user_id, n.sent_at, given.at AS given_at, taken.at AS taken_at
FROM notifications AS n
JOIN notification_templates AS t ON t.id = n.template_id AND t.template_key = 'marketing_campaign'
LEFT JOIN (SELECT resource_id, min(timestamp) AS at FROM audit_logs WHERE action = 'marketing_consent_given' GROUP BY 1)
  AS given ON given.resource_id = n.user_id
LEFT JOIN (SELECT resource_id, min(timestamp) AS at FROM audit_logs WHERE action = 'marketing_consent_withdrawn' GROUP BY 1)
  AS taken ON taken.resource_id = n.user_id
WHERE n.user_id IS NULL OR given.at IS NULL OR n.created_at < given.at OR n.sent_at > taken.at
