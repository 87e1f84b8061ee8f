"""The population of VersBottomLex: a stretch of users, the performers among them, and everything around these."""

from collections.abc import Iterator, Mapping
from typing import Any

from livvly_lab.designs.checks import read_checks
from livvly_lab.designs.versbottomlex.population import (
    accounts,
    audience,
    audit,
    notices,
    performers,
    sales,
    shapes,
    stage,
    talk,
    visits,
)
from livvly_lab.designs.versbottomlex.population import archives as recording
from livvly_lab.designs.versbottomlex.population import payouts as paying
from livvly_lab.designs.versbottomlex.population import streams as streaming
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.designs.versbottomlex.population.vocabulary import POOLS
from livvly_lab.domain.population import Chunk, Columns, Population, World

DESIGN = "livvly_lab.designs.versbottomlex"


def chunk(world: World, first: int, last: int) -> Chunk:
    """Return the rows of users first..last-1, and of the performers among them; nothing is left to add up."""
    people = People.of(world)
    crowd, here = accounts.Crowd(world, people, first, last), stage.stage_of(world, people, first, last)
    streams, follows, offers = streaming.streams_of(here), audience.follows_of(here), stage.offers_of(here)
    sold, archives = audience.subscriptions_of(follows, offers), recording.archives_of(streams)
    watched = visits.visits_of(streams, follows, sold, world.activity)
    paid = sales.sales_of(streams, sold, watched)
    payouts, polls = paying.payouts_of(paid), talk.polls_of(streams)
    reactions, messages = talk.reactions_of(watched), talk.messages_of(watched, follows)
    tables = {
        **_accounts(crowd),
        **_performers(here),
        "follows": audience.follow_columns(follows),
        "favorites": notices.favorite_columns(follows, archives),
        "streams": streaming.stream_columns(streams),
        "stream_tags": streaming.stream_tag_columns(streams),
        "stream_invitations": visits.invitation_columns(watched),
        "stream_archives": recording.archive_columns(archives),
        "promotions": stage.offer_columns(here, offers, audience.taken_of(here, sold)),
        "subscriptions": audience.subscription_columns(sold),
        "transactions": sales.transaction_columns(paid, sold, streams),
        "provider_events": sales.event_columns(paid),
        "payouts": paying.payout_columns(payouts),
        "stream_views": visits.view_columns(watched),
        "reactions": talk.reaction_columns(reactions),
        "messages": talk.message_columns(messages),
        "message_attachments": talk.attachment_columns(messages),
        "polls": talk.poll_columns(polls),
        "poll_votes": talk.vote_columns(polls, watched),
        "notifications": notices.notification_columns(follows, sold, watched, paid, payouts),
        "performance_metrics": notices.metric_columns(watched, reactions, messages, paid),
        "audit_logs": audit.audit_columns(crowd, archives, payouts),
    }
    return Chunk(tables, {})


def _accounts(crowd: accounts.Crowd) -> Mapping[str, Columns]:
    return {
        "users": accounts.user_columns(crowd),
        "login_identities": accounts.identity_columns(crowd),
        "user_roles": accounts.role_columns(crowd),
        "user_preferences": accounts.preference_columns(crowd),
        "account_flags": accounts.flag_columns(crowd),
        "viewer_profiles": accounts.viewer_columns(crowd),
        "notification_settings": accounts.setting_columns(crowd),
        "payment_methods": accounts.method_columns(crowd),
    }


def _performers(here: stage.Stage) -> Mapping[str, Columns]:
    return {
        "performer_profiles": performers.profile_columns(here),
        "performer_categories": performers.category_columns(here),
        "performer_tags": performers.tag_columns(here),
        "performer_schedules": performers.schedule_columns(here),
        "payout_accounts": performers.account_columns(here),
        "pricing_plans": stage.plan_columns(here),
        "plan_prices": stage.price_columns(here),
    }


def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Yield nothing: every figure is drawn together with what it sums up."""
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
