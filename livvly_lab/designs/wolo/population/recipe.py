"""The population of wolo: a stretch of users with all their rows, and what needs everybody's."""

from collections.abc import Iterator, Mapping
from typing import Any

from livvly_lab.designs.checks import read_checks
from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.crowd import crowd_of
from livvly_lab.designs.wolo.population.giving import giving
from livvly_lab.designs.wolo.population.identity import accounts
from livvly_lab.designs.wolo.population.limits import batch_columns, limit_columns
from livvly_lab.designs.wolo.population.messages import message_columns, messages_of
from livvly_lab.designs.wolo.population.office import office
from livvly_lab.designs.wolo.population.points import (
    brought_by,
    conversion_columns,
    conversions_of,
    ledger_columns,
    points_of,
)
from livvly_lab.designs.wolo.population.pots import donations_of, pots_of
from livvly_lab.designs.wolo.population.redemption import code_columns, codes_of, scan_columns
from livvly_lab.designs.wolo.population.referrals import invitations_of, referral_columns
from livvly_lab.designs.wolo.population.sums import sums, tallies_of
from livvly_lab.designs.wolo.population.tracking import assignment_columns, audit_columns, event_columns
from livvly_lab.designs.wolo.population.vocabulary import POOLS
from livvly_lab.domain.population import Chunk, Columns, Population, World

DESIGN = "livvly_lab.designs.wolo"


def chunk(world: World, first: int, last: int) -> Chunk:
    """Return the rows of users first..last-1 and of their pots, and what they add to the sums."""
    crowd = crowd_of(world, first, last)
    donations = donations_of(world, crowd.people, pots_of(world, crowd.people, crowd.ordinals))
    sent, codes = invitations_of(crowd), codes_of(crowd, donations)
    brought = brought_by(crowd, sent)
    points = points_of(crowd, sent, brought)
    converted = conversions_of(crowd, points, donations)
    boosts = catalogue.campaigns(world).boost(sent.accepted_us[sent.accepted])
    messages, counted = message_columns(crowd, messages_of(crowd, sent, boosts, donations, codes))
    events, active = event_columns(crowd, donations)
    tables = {
        **dict(accounts(crowd)),
        "referrals": referral_columns(crowd, sent),
        "sponsor_daily_limits": limit_columns(crowd, sent),
        "sponsor_contact_batches": batch_columns(crowd, sent),
        "points_ledger": ledger_columns(crowd, sent, points, converted),
        "points_conversions": conversion_columns(crowd, converted, donations),
        **dict(giving(crowd, donations)),
        "qr_codes": code_columns(crowd, donations, codes),
        "qr_redemption_logs": scan_columns(crowd, codes),
        "notifications": messages,
        "analytics_events": events,
        "ab_test_assignments": assignment_columns(crowd),
        "audit_logs": audit_columns(crowd, donations),
    }
    return Chunk(tables, tallies_of(crowd, sent, brought, donations, codes, active, counted))


def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Yield what needs the sums over all users, and what does not grow with them."""
    yield from office(world)
    yield from sums(world, tallies)


POPULATION = Population(
    as_of=shapes.AS_OF,
    pools=POOLS,
    ratios=shapes.RATIOS,
    scales_with_activity=shapes.SCALES_WITH_ACTIVITY,
    distributions=shapes.DISTRIBUTIONS,
    chunk=chunk,
    summary=summary,
    checks=read_checks(DESIGN),
)
