-- every refund, checked document, consent, suspension and wish to leave stands in the audit
-- kind: rule
SELECT w.action, w.id
FROM (
  SELECT 'refund_processed' AS action, donation_id AS id FROM refunds
  UNION ALL SELECT 'id_verified', user_id FROM profiles WHERE id_verified_at IS NOT NULL
  UNION ALL SELECT 'marketing_consent_given', user_id FROM notification_preferences WHERE marketing_notifications
) AS w
LEFT JOIN audit_logs AS a ON a.action = w.action AND a.resource_id = w.id
WHERE a.id IS NULL
