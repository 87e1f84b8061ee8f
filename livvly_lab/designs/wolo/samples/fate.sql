-- what became of users: suspended, leaving, never came back, not seen for a month or active still
-- distribution: fate of users
-- kind: choices
-- unit: users
-- departs: who signed up last month is not gone for a month, and some who are active are not seen for long
SELECT CASE WHEN u.last_login_at IS NULL THEN 'never came back'
            WHEN l.id IS NOT NULL THEN 'leaving'
            WHEN NOT u.is_active THEN 'suspended'
            WHEN u.last_login_at < %(as_of)s::timestamptz - interval '30 days' THEN 'dormant'
            ELSE 'active' END AS fate,
       count(*)
FROM users AS u
LEFT JOIN audit_logs AS l ON l.resource_id = u.id AND l.action = 'account_deletion_requested'
GROUP BY 1
