"""Claims of sections 3.1 to 3.7: who may be a user, invite, open a pot, pay, redeem and be paid."""

from livvly_lab.designs.wolo.claims.base import at_once, facts, walked
from livvly_lab.domain.claims import AllOf, Claim, Equals, ReadAs, Rule

NONE = 0


def _kept(*names: str) -> Rule:
    """Return the rule that every step of these names went as it should."""
    rules = tuple(Equals(NONE, of=name) for name in names)
    return rules[0] if len(rules) == 1 else AllOf(rules)


def _scenario(key: str, part: tuple[str, dict[str, object]], rule: Rule, remedy: str = "") -> Claim:
    """Return a claim that a scenario decides; where one fails it makes a finding."""
    experiment, arguments = part
    return Claim(key, experiment=experiment, arguments=arguments, rule=rule, level="high", remedy=remedy)


_PEOPLE = (
    _scenario(
        "WOLO-C004",
        walked("contact_methods"),
        ReadAs(
            {
                "as a value that is there": _kept("values that are there"),
                "as one that reaches somebody": _kept("values that reach somebody"),
            }
        ),
        "Check the form of phone and email as well.",
    ),
    _scenario(
        "WOLO-C005",
        walked("minors"),
        ReadAs(
            {
                "by the age in one time zone": _kept("ages"),
                "by the age wherever the session is": _kept("the same birthday in two time zones"),
                "with a guardian who can answer": _kept("guardians who can answer"),
            }
        ),
        "Compare with the date in Africa/Dakar, refuse guardians who are minors by a trigger.",
    ),
)

_INVITATIONS = (
    _scenario(
        "WOLO-C006",
        walked("openings"),
        _kept("days other than J-30", "days too late", "the same moment in two time zones"),
        "Make the opening day a generated column, birthday_date - 30, and compare dates.",
    ),
    _scenario(
        "WOLO-C007",
        at_once("invitations_at_once"),
        ReadAs(
            {
                "as the counter keeps it": _kept("the counter of the day", "the size of a batch"),
                "as invitations and batches that are written": _kept(
                    "invitations beside the counter", "batches of a day"
                ),
            }
        ),
        "Add UNIQUE (daily_limit_id, invitation_order) with a CHECK from 1 to 50, and count in a trigger.",
    ),
    _scenario(
        "WOLO-C008",
        at_once("daily_record_at_once"),
        ReadAs(
            {
                "for a day that is named": _kept("records of one day"),
                "for today in any time zone": _kept("records of one moment in two time zones"),
            }
        ),
        "Let the default be the date in Africa/Dakar.",
    ),
    _scenario(
        "WOLO-C009",
        walked("expiry"),
        ReadAs(
            {
                "as the default": _kept("the default"),
                "for invitations sent later": _kept("invitations sent later"),
                "as a rule": _kept("the end as a rule"),
            }
        ),
        "Compute the end from sent_at, and check accepted_at against it.",
    ),
)

_MONEY = (
    _scenario(
        "WOLO-C010",
        at_once("webhooks_at_once"),
        ReadAs(
            {
                "for an event that comes again": _kept("an event that comes again"),
                "for a payment told again by other events": _kept("a payment told again by other events"),
            }
        ),
        "Change the state of a payment on the condition of the one before, and demand an idempotency key.",
    ),
    Claim(
        "WOLO-C011",
        experiment="boundaries",
        arguments={"ranges": (("donations", "risk_score", 0, 100, 1),)},
        rule=Equals(NONE),
        level="medium",
        remedy="Add CHECK (risk_score BETWEEN 0 AND 100).",
    ),
    Claim(
        "WOLO-C012",
        experiment="boundaries",
        arguments={"ranges": (("partners", "revenue_split_percentage", 0, 100, 0.01),)},
        rule=Equals(NONE),
        level="medium",
        remedy="Add CHECK (revenue_split_percentage BETWEEN 0 AND 100).",
    ),
    _scenario(
        "WOLO-C013",
        walked("boosts"),
        ReadAs(
            {
                "as what a campaign gets that says nothing": _kept("the boost by default", "the ends of the type"),
                "as a boost of points": _kept("boosts that take points away"),
            }
        ),
        "Add CHECK (points_multiplier >= 1).",
    ),
)

_REWARDS = (
    Claim(
        "WOLO-C014",
        experiment="together",
        arguments={"parts": (walked("validity"), facts("codes_loaded"))},
        rule=ReadAs(
            {
                "as the default and the codes there are": _kept(
                    "the validity by default", "codes that end otherwise than their pack says"
                ),
                "as a rule the tables keep": _kept("codes that end otherwise"),
            }
        ),
    ),
    _scenario(
        "WOLO-C015",
        at_once("redemption_at_once"),
        ReadAs(
            {
                "by one statement with the condition": _kept("one statement with the condition"),
                "by reading first, then writing": _kept("reading first, then writing"),
                "in the log of scans": _kept("successes in the log"),
            }
        ),
        "Redeem by UPDATE … WHERE status = 'issued' RETURNING, and nothing else.",
    ),
    Claim(
        "WOLO-C016",
        experiment="together",
        arguments={"parts": (walked("payouts"), facts("payouts_loaded"))},
        rule=ReadAs(
            {
                "as the default and the payments there are": _kept(
                    "the minimum by default", "settlements below the minimum that were paid"
                ),
                "as a rule the tables keep": _kept("payments below the minimum"),
            }
        ),
    ),
)

CONTENTS = (*_PEOPLE, *_INVITATIONS, *_MONEY, *_REWARDS)
