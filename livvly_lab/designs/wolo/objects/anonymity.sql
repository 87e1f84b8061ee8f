-- "Flexible donor anonymity" (section 3.5): what visitors of a pot may read of the payments into it.

CREATE VIEW pot_donations WITH (security_barrier) AS
SELECT
    d.id,
    d.pot_id,
    CASE WHEN p.show_donor_names AND NOT d.is_anonymous THEN coalesce(d.donor_name, r.full_name) END AS donor_name,
    CASE WHEN d.show_amount THEN d.amount_cfa END AS amount_cfa,
    CASE WHEN p.enable_messages THEN d.donation_message END AS donation_message,
    d.confirmed_at
FROM donations AS d
JOIN pots AS p ON p.id = d.pot_id
LEFT JOIN profiles AS r ON r.user_id = d.donor_user_id
WHERE d.status = 'succeeded'
    AND (
        p.visibility = 'public' OR owns_pot(p.id) OR is_staff()
        OR (p.visibility = 'friends_only' AND gave_to(p.id))
    );

COMMENT ON VIEW pot_donations IS
    'Payments as visitors of a pot see them: no name, amount or message that donor or owner hides';
