-- One of them tips another, at random; some ask for more than they have.
DO $tip$
DECLARE
    giver integer := 1 + floor(random() * 12)::integer;
    taker integer := 1 + (giver + floor(random() * 11)::integer) % 12;
BEGIN
    PERFORM set_config('app.user_id', md5('user ' || giver)::uuid::text, true);
    PERFORM send_tip(md5('stream ' || taker)::uuid, 1 + floor(random() * 900)::bigint);
END
$tip$
