-- A vote is for an answer there is, while the poll is open.

CREATE FUNCTION refuse_stray_votes() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    asked record;
BEGIN
    SELECT cardinality(p.options) AS answers, p.opens_at, p.closes_at INTO asked FROM polls AS p WHERE p.id = NEW.poll_id;
    IF NEW.choice > asked.answers THEN
        RAISE EXCEPTION 'the poll has % answers, not %', asked.answers, NEW.choice USING ERRCODE = 'check_violation';
    ELSIF NEW.created_at NOT BETWEEN asked.opens_at AND asked.closes_at THEN
        RAISE EXCEPTION 'the poll is not open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION refuse_stray_votes() IS 'Trigger: refuse a vote for no answer of the poll, or while it is not open';

CALL attach_trigger('poll_votes', 'refuse_stray_votes', 'BEFORE INSERT OR UPDATE', 'refuse_stray_votes');

CREATE VIEW poll_results WITH (security_invoker = true) AS
SELECT p.id AS poll_id, p.stream_id, p.performer_id, a.choice, a.answer, count(v.voter_id) AS votes
FROM polls AS p
CROSS JOIN LATERAL unnest(p.options) WITH ORDINALITY AS a (answer, choice)
LEFT JOIN poll_votes AS v ON v.poll_id = p.id AND v.choice = a.choice
GROUP BY p.id, p.stream_id, p.performer_id, a.choice, a.answer;

COMMENT ON VIEW poll_results IS 'Votes for each answer of each poll';
