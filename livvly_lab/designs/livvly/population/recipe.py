"""The population of livvly: a stretch of users with all their rows, and what needs everybody's."""

import numpy as np

from livvly_lab.designs.checks import read_checks
from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.calls import call_columns, calls_of
from livvly_lab.designs.livvly.population.community import community
from livvly_lab.designs.livvly.population.crowd import crowd_of
from livvly_lab.designs.livvly.population.gifts import gift_columns, gifts_of
from livvly_lab.designs.livvly.population.ledger import ledger_of, transaction_columns, wallet_columns
from livvly_lab.designs.livvly.population.messages import notification_columns, transcript_columns
from livvly_lab.designs.livvly.population.payouts import kyc_columns, summary, tallies_of
from livvly_lab.designs.livvly.population.profiles import profiles
from livvly_lab.designs.livvly.population.rates import creator_call_rates
from livvly_lab.designs.livvly.population.referrals import referral_columns
from livvly_lab.designs.livvly.population.rooms import participant_columns, room_columns, rooms_of, visits_of
from livvly_lab.designs.livvly.population.vocabulary import POOLS
from livvly_lab.domain.population import Chunk, Population, World

DESIGN = "livvly_lab.designs.livvly"


def chunk(world: World, first: int, last: int) -> Chunk:
    """Return the rows of users first..last-1, and what they bring the creators."""
    crowd = crowd_of(world, first, last)
    calls, rooms, visits = calls_of(crowd), rooms_of(crowd), visits_of(crowd)
    gifts = gifts_of(crowd, calls, visits)
    ledger = ledger_of(crowd, calls, gifts)
    creators = np.arange(*np.searchsorted(crowd.people.creators.ordinals, (first, last)), dtype=np.int64)
    tables = {
        **dict(profiles(crowd)),
        "creator_call_rates": creator_call_rates(crowd, creators),
        "creator_kyc": kyc_columns(crowd, creators),
        "coin_wallets": wallet_columns(crowd, ledger),
        "transactions": transaction_columns(crowd, ledger),
        "calls": call_columns(crowd, calls),
        "gift_transactions": gift_columns(crowd, gifts),
        "rooms": room_columns(crowd, rooms),
        "room_participants": participant_columns(crowd, rooms, visits),
        "referrals": referral_columns(crowd),
        "notifications": notification_columns(crowd, calls, gifts),
        "ai_moderation_transcripts": transcript_columns(crowd, calls, rooms),
        **dict(community(crowd, calls, visits)),
    }
    return Chunk(tables, tallies_of(crowd, calls, gifts))


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
