"""The population of livepanty: a stretch of users, the performers among them, and everything these do."""

from collections.abc import Iterator, Mapping
from typing import Any

from livvly_lab.designs.checks import read_checks
from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.accounts import (
    crowd_of,
    preference_columns,
    reset_columns,
    session_columns,
    user_columns,
)
from livvly_lab.designs.livepanty.population.books import books_of, ledger_columns, wallet_columns
from livvly_lab.designs.livepanty.population.buying import payment_columns, purchases_of, tip_columns
from livvly_lab.designs.livepanty.population.earning import payout_columns, payouts_of
from livvly_lab.designs.livepanty.population.people import People
from livvly_lab.designs.livepanty.population.safety import (
    flag_columns,
    flags_of,
    kyc_columns,
    proofs_of,
    sanction_columns,
)
from livvly_lab.designs.livepanty.population.streaming import stage_of, stream_columns, streams_of
from livvly_lab.designs.livepanty.population.tipping import giving_of
from livvly_lab.designs.livepanty.population.trail import audit_columns
from livvly_lab.designs.livepanty.population.vocabulary import POOLS
from livvly_lab.designs.livepanty.population.watching import report_columns, visit_columns, visits_of
from livvly_lab.domain.population import Chunk, Columns, Population, World

DESIGN = "livvly_lab.designs.livepanty"


def chunk(world: World, first: int, last: int) -> Chunk:
    """Return the rows of users first..last-1; nothing is left to add up."""
    people = People.of(world)
    crowd, stage, giving = (
        crowd_of(world, people, first, last),
        stage_of(world, people, first, last),
        giving_of(people, world.activity),
    )
    low = int(stage.numbers[0]) if len(stage.numbers) else 0
    given, got = giving.by(first, last), giving.to(low, low + len(stage.numbers))
    purchases, proofs, streams = purchases_of(crowd, given), proofs_of(crowd), streams_of(stage)
    payouts, visits, flags = payouts_of(stage, proofs, got), visits_of(crowd, given), flags_of(streams)
    books = books_of(crowd, given, got, purchases, payouts)
    tables = {
        "users": user_columns(crowd),
        "user_preferences": preference_columns(crowd),
        "auth_sessions": session_columns(crowd),
        "password_reset_tokens": reset_columns(crowd),
        "wallets": wallet_columns(books),
        "ledger": ledger_columns(books),
        "tips": tip_columns(crowd, given),
        "payments": payment_columns(purchases),
        "payouts": payout_columns(payouts),
        "streams": stream_columns(streams),
        "stream_viewers": visit_columns(visits),
        "kyc_verifications": kyc_columns(proofs),
        "moderation_flags": flag_columns(flags),
        "reports": report_columns(visits),
        "user_sanctions": sanction_columns(crowd, flags),
        "audit_logs": audit_columns(crowd, purchases, payouts, proofs),
    }
    return Chunk(tables, {})


def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Yield nothing: both sides of every tip are drawn with those whose wallets they move."""
    del world, tallies
    yield from ()


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
