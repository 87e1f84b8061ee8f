"""Populations: the same rows from the same seed however they are cut, at the declared ratios, believable and agreed."""

import doctest
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livvly_lab.designs import DESIGNS
from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.profiles import phones
from livvly_lab.designs.livvly.population.referrals import codes
from livvly_lab.designs.livvly.population.vocabulary import LANGUAGES
from livvly_lab.domain import clock, columns, draw
from livvly_lab.domain.clock import DAY_US, HOUR_US, microseconds
from livvly_lab.domain.people import NOBODY
from livvly_lab.domain.population import Columns, World
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows.encode import encode
from livvly_lab.rows.load import generate, make_world
from livvly_lab.rows.reference import reference_columns

Tables = Mapping[str, pa.Table]

USERS, FEW = 12_000, 700
TOLERANCE = 0.1
SCRIPTS = {"ta": "TAMIL", "te": "TELUGU", "kn": "KANNADA", "hi": "DEVANAGARI", "en": "LATIN"}


@lru_cache(maxsize=8)
def world_of(design: str, users: int, seed: int = 7, activity: float = 1.0) -> World:
    return make_world(DESIGNS[design], users, activity, seed)


@lru_cache(maxsize=8)
def population_of(design: str, users: int, seed: int = 7, activity: float = 1.0) -> Tables:
    return stacked(design, generate(DESIGNS[design], world_of(design, users, seed, activity)))


@lru_cache(maxsize=1)
def livvly() -> Mapping[str, pd.DataFrame]:
    """All rows of livvly as data frames; numeric columns become floats."""
    frames = {}
    for name, table in population_of("livvly", USERS).items():
        frame = table.to_pandas()
        for column in table.schema:
            if pa.types.is_decimal(column.type):
                frame[column.name] = frame[column.name].astype(float)
        frames[name] = frame
    return frames


def lists_of(table: str, column: str) -> list[Any]:
    """Return the lists of an array column of livvly, in the order of its rows; None for NULL."""
    found: list[Any] = []
    for name, filled in generate(DESIGNS["livvly"], world_of("livvly", USERS)):
        if name == table:
            lists = filled[column]
            found += [
                value if there else None for value, there in zip(lists.values.to_pylist(), lists.present, strict=True)
            ]
    return found


def stacked(design: str, tables: Iterator[tuple[str, Columns]]) -> Tables:
    batches: dict[str, list[pa.RecordBatch]] = {}
    for table, filled in tables:
        batches.setdefault(table, []).append(encode(DESIGNS[design].table(table), filled).arrow())
    return {table: pa.Table.from_batches(parts) for table, parts in batches.items()}


def cut_by(design: str, users: int, size: int) -> Tables:
    """Generate the same world in ranges of so many users."""
    population, world = DESIGNS[design].population, world_of(design, users)
    tallies: dict[str, Any] = {}

    def tables() -> Iterator[tuple[str, Columns]]:
        for first in range(0, users, size):
            chunk = population.chunk(world, first, min(first + size, users))
            for name, sums in chunk.tallies.items():
                tallies[name] = tallies.get(name, 0) + sums
            yield from chunk.tables.items()
        yield from population.summary(world, tallies)

    return stacked(design, tables())


def checksums(tables: Tables) -> dict[str, int]:
    """Return a number for each table that depends on its rows and not on their order."""
    return {name: int(pd.util.hash_pandas_object(plain(table), index=False).sum()) for name, table in tables.items()}


def plain(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    for column in table.schema:
        if pa.types.is_decimal(column.type) or pa.types.is_nested(column.type):
            frame[column.name] = frame[column.name].map(str)
    return frame


# What any population must do.


@pytest.mark.parametrize("design", DESIGNS)
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(design: str) -> None:
    first = checksums(population_of(design, FEW))
    again = checksums(stacked(design, generate(DESIGNS[design], world_of(design, FEW))))
    other = checksums(population_of(design, FEW, seed=8))
    assert again == first
    assert not {name for name, number in other.items() if number == first[name]}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("size", [1, 97, 350])
def test_any_cut_into_ranges_gives_the_same_rows(design: str, size: int) -> None:
    users = 60 if size == 1 else FEW
    whole = checksums(cut_by(design, users, users))
    assert checksums(cut_by(design, users, size)) == whole


@pytest.mark.parametrize("design", DESIGNS)
def test_every_table_is_filled_at_its_declared_ratio(design: str) -> None:
    population = DESIGNS[design].population
    tables = population_of(design, USERS)
    ratios = {name: table.num_rows / USERS for name, table in tables.items()}
    declared = {table.name: population.rows_per_user(table.name, 1.0) for table in DESIGNS[design].tables}
    growing = {name for name, ratio in declared.items() if ratio}
    assert growing <= set(ratios)
    assert {name: ratios[name] for name in growing if abs(ratios[name] / declared[name] - 1) > TOLERANCE} == {}


@pytest.mark.parametrize("design", DESIGNS)
def test_a_table_without_a_ratio_does_not_grow_with_the_users(design: str) -> None:
    few, many = population_of(design, FEW), population_of(design, USERS)
    others = set(many) - set(DESIGNS[design].population.ratios)
    grown = {name: many[name].num_rows / few[name].num_rows for name in others}
    assert {name: factor for name, factor in grown.items() if factor > USERS / FEW / 3} == {}


@pytest.mark.parametrize("design", DESIGNS)
def test_activity_multiplies_the_events_and_nothing_else(design: str) -> None:
    population = DESIGNS[design].population
    calm, busy = population_of(design, FEW), population_of(design, FEW, activity=5.0)
    for name in population.ratios:
        factor = busy[name].num_rows / calm[name].num_rows
        if name in population.scales_with_activity:
            assert 2.5 < factor < 6.5, name  # sums by the day grow less than what they sum up
        elif population.ratios[name] >= 0.1:
            assert factor == pytest.approx(1.0, abs=0.1), name


@pytest.mark.parametrize("design", DESIGNS)
def test_every_column_that_must_not_be_null_is_filled(design: str) -> None:
    tables = dict(population_of(design, FEW))
    world = world_of(design, FEW)
    for name, rows in world.reference.items():
        table = DESIGNS[design].table(name)
        tables[name] = pa.Table.from_batches([encode(table, reference_columns(table, rows, world.since)).arrow()])
    for table in DESIGNS[design].tables:
        filled = tables[table.name]
        for column in table.columns:
            if not column.nullable and column.name in filled.schema.names:
                assert filled.column(column.name).null_count == 0, f"{table.name}.{column.name}"
            assert column.name in filled.schema.names or column.server_default is not None


@pytest.mark.parametrize("design", DESIGNS)
def test_some_columns_that_may_be_null_are(design: str) -> None:
    tables = population_of(design, USERS)
    nulls = [
        f"{name}.{field.name}"
        for name, table in tables.items()
        for field in table.schema
        if 0 < table.column(field.name).null_count < table.num_rows
    ]
    assert len(nulls) > 20


@pytest.mark.parametrize("design", DESIGNS)
def test_no_text_is_longer_than_its_column(design: str) -> None:
    for name, filled in population_of(design, USERS).items():
        for column in DESIGNS[design].table(name).columns:
            limit = getattr(column.type, "length", None)
            if (
                limit
                and column.name in filled.schema.names
                and pa.types.is_string(filled.schema.field(column.name).type)
            ):
                assert max(map(len, filled.column(column.name).drop_null().to_pylist()), default=0) <= limit


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_shards_of_a_table_add_up_to_it(design: str, function: str) -> None:
    placement = DESIGNS[design].placement
    tables = population_of(design, FEW)
    for name, key in placement.keys.items():
        ids = np.frombuffer(b"".join(tables[name].column(key).to_pylist()), dtype=np.uint8).reshape(-1, 16)
        per_shard = np.bincount(FUNCTIONS[function].route(ids, 8), minlength=8)
        assert per_shard.sum() == tables[name].num_rows
        assert len(per_shard) == 8


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("users", [1, 2, 3, 7, 49, 101])
def test_the_smallest_populations_come_about_too(design: str, users: int) -> None:
    tables = population_of(design, users, activity=3.0)
    assert tables[DESIGNS[design].placement.root].num_rows == users


# What the people of livvly are like.


def test_few_creators_take_most_calls_and_none_too_many() -> None:
    calls = livvly()["calls"].receiver_id.value_counts(normalize=True)
    creators = round(USERS * shapes.CREATORS_PER_USER)
    assert calls.iloc[: creators // 5].sum() > 0.5
    assert 0.01 < calls.iloc[0] < 0.08


def test_the_most_popular_creator_keeps_a_multiple_of_the_mean_at_any_size() -> None:
    multiples = [shapes.POPULARITY.weights(creators)[0] * creators for creators in (400, 4_000, 40_000)]
    assert max(multiples) / min(multiples) < 1.25


def test_spending_is_skewed_towards_few() -> None:
    spent = livvly()["coin_wallets"].lifetime_spent.sort_values(ascending=False)
    assert spent.iloc[: USERS // 10].sum() / spent.sum() > 0.4
    assert spent.quantile(0.9) > 5 * spent.median()


def test_calls_follow_the_evening_the_weekend_and_the_growth() -> None:
    when = livvly()["calls"].created_at.dt.tz_convert("Asia/Kolkata")
    by_hour = when.dt.hour.value_counts()
    assert by_hour[22] > 8 * by_hour[4]
    days = when.dt.day_of_week.value_counts()
    assert days[5] + days[6] > days[0] + days[1]
    by_month = when.dt.tz_convert("UTC").dt.strftime("%Y-%m").value_counts().sort_index()
    assert len(by_month) == DESIGNS["livvly"].population.months
    assert by_month.iloc[-1] > 4 * by_month.iloc[5]


def test_nothing_happens_after_the_end_of_history_or_before_its_beginning() -> None:
    since, until = (pd.Timestamp(moment) for moment in (DESIGNS["livvly"].population.since, shapes.AS_OF))
    later = {("user_subscriptions", "expires_at"), ("referrals", "expires_at")}
    later |= {("creator_performance", "next_calculation_at"), ("creator_performance", "updated_at")}
    for name, frame in livvly().items():
        for column in frame.select_dtypes("datetimetz").dropna(axis=1, how="all"):
            assert frame[column].min() >= since, f"{name}.{column}"
            assert frame[column].max() <= until or (name, column) in later, f"{name}.{column}"


def test_shares_of_those_who_left_or_never_came_back_are_as_declared() -> None:
    users = livvly()["users"]
    assert users.deleted_at.notna().mean() == pytest.approx(0.02, abs=0.006)
    assert (~users.is_active & users.deleted_at.isna()).mean() == pytest.approx(0.15, abs=0.015)
    assert users.last_active_at.isna().mean() == pytest.approx(0.04, abs=0.01)
    assert users.is_creator.sum() == round(USERS * shapes.CREATORS_PER_USER)


@pytest.mark.parametrize(
    ("table", "column"),
    [("users", "bio"), ("notifications", "body"), ("ai_moderation_transcripts", "transcript"), ("rooms", "title")],
)
def test_texts_are_written_in_the_script_of_their_language(table: str, column: str) -> None:
    rows = livvly()[table][["language", column]].dropna()
    for language, script in SCRIPTS.items():
        text = "".join(rows[rows.language == language][column].head(200))
        letters = [unicodedata.name(letter, "").split()[0] for letter in text if letter.isalpha()]
        assert letters.count(script) / len(letters) > (0.5 if column in ("body", "title") else 0.75), language


def test_people_of_a_language_live_where_it_is_spoken() -> None:
    users = livvly()["users"]
    most = users.groupby("language").state.agg(lambda states: states.mode()[0])
    assert dict(most[["ta", "kn"]]) == {"ta": "Tamil Nadu", "kn": "Karnataka"}
    assert set(users.language) == set(LANGUAGES)


def test_a_city_lies_in_one_state() -> None:
    assert not livvly()["users"][["city", "state"]].drop_duplicates().city.duplicated().any()


def test_phones_are_indian_mobile_numbers_and_all_different() -> None:
    numbers = livvly()["users"].phone
    assert numbers.is_unique
    assert numbers.str.fullmatch(r"\+91[6-9]\d{9}").all()


@given(st.integers(0, 2**31 - 1), st.lists(st.integers(0, 3_999_999_999), min_size=2, max_size=50, unique=True))
def test_no_two_users_of_any_world_share_a_phone_or_a_code(seed: int, ordinals: list[int]) -> None:
    wanted = np.array(ordinals, dtype=np.int64)
    assert len(set(phones(seed, wanted).to_pylist())) == len(ordinals)
    people = People.of(world_of("livvly", FEW, seed=7))
    assert len(set(codes(people, wanted).to_pylist())) == len(ordinals)


def test_interests_of_a_user_differ_and_so_do_blocked_users() -> None:
    assert not livvly()["user_interests"].duplicated(["user_id", "interest"]).any()
    assert not livvly()["user_blocks"].duplicated(["blocker_id", "blocked_id"]).any()
    assert not livvly()["room_participants"].duplicated(["room_id", "user_id"]).any()


def test_wanted_cities_are_different_and_ages_in_order() -> None:
    wanted = livvly()["matching_preferences"]
    cities = [names for names in lists_of("matching_preferences", "preferred_cities") if names is not None]
    assert len(cities) == wanted.preferred_cities.notna().sum()
    assert all(len(names) == len(set(names)) for names in cities)
    assert {len(names) for names in cities} == {1, 2, 3}
    assert (wanted.min_age.dropna() < wanted.max_age.dropna()).all()


def test_live_rooms_began_within_hours_and_planned_ones_have_not() -> None:
    rooms = livvly()["rooms"]
    live = rooms[rooms.status == "live"]
    assert len(live) > 5
    assert (pd.Timestamp(shapes.AS_OF) - live.started_at).max() < pd.Timedelta(hours=shapes.LIVE_HOURS)
    assert live.ended_at.isna().all()
    assert rooms[rooms.status == "scheduled"].started_at.isna().all()
    assert rooms[rooms.status == "ended"].ended_at.notna().all()


def test_most_live_rooms_have_visitors() -> None:
    frames = livvly()
    visits = frames["room_participants"][frames["room_participants"].role != "host"]
    live = frames["rooms"][frames["rooms"].status == "live"]
    assert live.id.isin(visits.room_id).mean() > 0.3


def test_flagged_transcripts_say_the_word_they_were_flagged_for() -> None:
    transcripts = livvly()["ai_moderation_transcripts"]
    words = lists_of("ai_moderation_transcripts", "violation_keywords")
    said = [text for text, flagged in zip(transcripts.transcript, transcripts.flagged, strict=True) if flagged]
    keywords = [found[0] for found in words if found is not None]
    assert 0.02 < len(said) / len(transcripts) < 0.04
    assert all(word.lower() in text.lower() for word, text in zip(keywords, said, strict=True))
    assert transcripts[~transcripts.flagged].violation_type.isna().all()


def test_notifications_name_the_people_and_gifts_they_are_about() -> None:
    frames = livvly()
    notices = frames["notifications"]
    assert set(notices.type) == {"call_request", "gift_received", "creator_online", "new_message"}
    assert not notices.body.str.contains("[{}]", regex=True).any()
    gifts = frames["gift_transactions"].set_index("id")
    names = frames["users"].set_index("id").display_name
    told = notices[notices.type == "gift_received"].head(200)
    for notice in told.itertuples():
        gift = gifts.loc[bytes.fromhex(str(notice.data).split('"id": "')[1][:36].replace("-", ""))]
        assert gift.receiver_id == notice.user_id
        assert str(names[gift.sender_id]) in str(notice.body)


def test_delivery_follows_sending() -> None:
    notices = livvly()["notifications"]
    assert (notices.delivered_at.dropna() > notices.sent_at[notices.delivered_at.notna()]).all()
    clicked = notices[notices.status == "clicked"]
    assert (clicked.clicked_at > clicked.delivered_at).all()
    assert notices[notices.status == "failed"].fcm_message_id.isna().all()


def test_payments_that_failed_moved_nothing_and_the_latest_still_wait() -> None:
    recharges = livvly()["transactions"].query("type == 'recharge'")
    unpaid = recharges[recharges.status != "completed"]
    assert (unpaid.amount == 0).all()
    assert 0.03 < len(unpaid) / len(recharges) < 0.08
    assert (recharges[recharges.status == "completed"].amount > 0).all()


def test_nobody_draws_more_than_was_earned_when_asking() -> None:
    frames = livvly()
    names = {"receiver_id": "user_id", "ended_at": "at", "created_at": "at", "diamonds_earned": "moved"}
    calls = frames["calls"][["receiver_id", "ended_at", "diamonds_earned"]].rename(columns=names)
    gifts = frames["gift_transactions"][["receiver_id", "created_at", "diamonds_earned"]].rename(columns=names)
    asked = frames["withdrawals"][frames["withdrawals"].status != "rejected"]
    drawn = pd.DataFrame({"user_id": asked.user_id, "at": asked.requested_at, "moved": -asked.diamonds})
    moves = pd.concat([calls, gifts, drawn]).sort_values(["user_id", "at"])
    assert moves.groupby("user_id").moved.cumsum().min() > -0.01
    assert len(drawn) > 100


def test_some_payouts_still_wait_and_the_paid_ones_have_a_bank_reference() -> None:
    withdrawals = livvly()["withdrawals"]
    assert {"pending", "paid", "rejected"} <= set(withdrawals.status)
    assert (withdrawals.utr.notna() == (withdrawals.status == "paid")).all()
    assert (withdrawals.processed_at.notna() == withdrawals.status.isin(["paid", "rejected"])).all()


def test_rewards_of_referrals_reach_both_wallets() -> None:
    frames = livvly()
    rewarded = frames["referrals"].query("status == 'rewarded'")
    owed = pd.concat(
        [
            rewarded.groupby("referrer_id").referrer_reward_coins.sum(),
            rewarded.groupby("referee_id").referee_reward_coins.sum(),
        ]
    )
    given = frames["transactions"].query("type == 'bonus'").groupby("user_id").amount.sum()
    assert len(given) > 100
    pd.testing.assert_series_equal(owed.groupby(level=0).sum().astype(float), given, check_names=False)


def test_creators_come_in_three_revenue_tiers_and_some_have_no_rates() -> None:
    frames = livvly()
    assert set(frames["creator_performance"].revenue_tier) == {name for _, name, _ in shapes.REVENUE_TIERS}
    assert len(frames["creator_call_rates"]) < len(frames["creator_kyc"])
    assert 0 < (~frames["creator_call_rates"].is_active).sum() < len(frames["creator_call_rates"])


# What the people are drawn from.


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(1, 5_000))
def test_creators_are_found_from_their_ordinals_and_back(seed: int, users: int) -> None:
    people = People.of(World(seed, users, 1.0, shapes.AS_OF, DESIGNS["livvly"].population.since, {}, {}))
    creators = people.creators
    assert creators.ordinals[0] == 0
    assert (np.diff(creators.ordinals) > 0).all()
    assert creators.ordinals[-1] < users
    assert (creators.near(creators.ordinals) == np.arange(creators.count)).all()
    assert people.is_creator(np.arange(users)).sum() == creators.count


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(2, 3_000))
def test_users_arrive_in_order_and_live_within_history(seed: int, users: int) -> None:
    people = People.of(World(seed, users, 1.0, shapes.AS_OF, DESIGNS["livvly"].population.since, {}, {}))
    lives = people.lives(np.arange(users))
    assert (np.diff(lives.signup_us) >= 0).all()
    assert (lives.signup_us >= people.since_us).all()
    assert (lives.until_us >= lives.signup_us).all()
    assert (lives.gone_us >= lives.until_us).all()
    assert (lives.gone_us <= microseconds(shapes.AS_OF)).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(1, 2_000))
def test_whoever_is_met_is_there_at_the_time_and_is_somebody_else(seed: int, users: int) -> None:
    people = People.of(World(seed, users, 1.0, shapes.AS_OF, DESIGNS["livvly"].population.since, {}, {}))
    events = np.arange(200)
    at = people.since_us + (people.u("test", events) * (people.as_of_us - people.since_us)).astype(np.int64)
    who = (people.u("who", events) * users).astype(np.int64)
    met = people.creators.met("test", events, who, at)
    real = met != NOBODY
    lives = people.creators.lives
    assert (lives.signup_us[met[real]] + HOUR_US <= at[real]).all()
    assert (at[real] <= lives.until_us[met[real]]).all()
    assert (people.creators.ordinals[met[real]] != who[real]).all()
    assert real.mean() > 0.5 or users < 500


def test_effort_is_one_on_average_and_newcomers_have_done_little() -> None:
    people = People.of(world_of("livvly", USERS))
    ordinals = np.arange(USERS)
    lives = people.lives(ordinals)
    effort = people.effort(ordinals, lives)
    newcomers = lives.signup_us > people.as_of_us - 3 * DAY_US
    assert effort.mean() == pytest.approx(1.0, abs=0.05)
    assert effort[newcomers].mean() < 0.2


@pytest.mark.parametrize("module", [clock, columns])
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed


numbers = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**6)), max_size=40).map(sorted)


@given(numbers)
def test_running_sums_and_maxima_are_those_of_each_owner(rows: list[tuple[int, int]]) -> None:
    owner, values = (np.array([row[part] for row in rows], dtype=np.int64) for part in (0, 1))
    frame = pd.DataFrame({"owner": owner, "value": values}).groupby("owner").value
    assert columns.running_sum(values, owner).tolist() == frame.cumsum().tolist()
    assert columns.running_max(values, owner).tolist() == frame.cummax().tolist()


@given(st.lists(st.floats(0, 50), max_size=30), st.floats(0.001, 0.999))
def test_counts_are_the_means_rounded_down_or_up(means: list[float], u: float) -> None:
    drawn = draw.counts(np.full(len(means), u), np.array(means))
    assert all(int(mean) <= count <= int(mean) + 1 for count, mean in zip(drawn.tolist(), means, strict=True))


@given(st.integers(0, 2**31 - 1), st.text(max_size=20), st.lists(st.integers(0, 2**50), min_size=1, max_size=40))
def test_a_value_depends_on_seed_stream_and_ordinal_alone(seed: int, stream: str, ordinals: list[int]) -> None:
    wanted = np.array(ordinals, dtype=np.int64)
    together = draw.uniform(seed, stream, wanted)
    alone = [draw.uniform(seed, stream, wanted[place : place + 1])[0] for place in range(len(wanted))]
    assert together.tolist() == alone
    assert ((together > 0) & (together < 1)).all()


@given(st.floats(0.0001, 0.9999), st.integers(0, 700), st.integers(0, 700))
def test_a_time_between_two_lies_between_them(u: float, first_day: int, days: int) -> None:
    span = shapes.ACTIVITY.clock(0, 730 * DAY_US)
    low = np.array([first_day * DAY_US])
    high = np.minimum(low + days * DAY_US, 730 * DAY_US)
    at = span.between(np.array([u]), low, high)
    assert low[0] <= at[0] <= high[0]


@given(st.integers(0, 2**31 - 1), st.text(max_size=20), st.integers(0, 2**50))
def test_random_bits_are_those_of_splitmix64(seed: int, stream: str, ordinal: int) -> None:
    def mixed(z: int) -> int:
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    gamma = 0x9E3779B97F4A7C15
    start = mixed(((seed * 2**32 + zlib.crc32(stream.encode())) * gamma + gamma) % 2**64)
    assert draw.bits(seed, stream, np.array([ordinal])).tolist() == [mixed((start + (ordinal + 1) * gamma) % 2**64)]


edges_of_ladders = st.lists(
    st.lists(st.floats(0.001, 63), min_size=2, max_size=40, unique=True).map(sorted), min_size=1, max_size=3
)


@given(edges_of_ladders, st.lists(st.floats(0.0001, 63.9), min_size=1, max_size=40), st.randoms())
def test_steps_are_found_as_a_search_would_find_them(
    ladders: list[list[float]], values: list[float], chance: Random
) -> None:
    wanted, which = np.array(values), np.array([chance.randrange(len(ladders)) for _ in values])
    steps = draw.Steps(*map(np.array, ladders), span=64.0)
    expected = [np.searchsorted(ladders[kind], value) for kind, value in zip(which, wanted, strict=True)]
    assert steps.find(wanted, which).tolist() == expected
    if len(ladders) == 1:
        assert steps.find(wanted).tolist() == expected


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=40), st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_places_among_edges_are_those_of_linear_interpolation(widths: list[float], values: list[float]) -> None:
    mass = np.concatenate([[0.0], np.cumsum(widths)]) / sum(widths)
    wanted = np.clip(np.array(values), mass[0], mass[-1])
    places = draw.Steps(mass).place(wanted)
    assert places == pytest.approx(np.interp(wanted, mass, np.arange(len(mass))), abs=1e-6)


@given(st.data())
def test_templates_are_filled_as_python_fills_them(data: st.DataObject) -> None:
    words = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=5)
    piece = st.one_of(words, st.sampled_from(["{a}", "{b}"]))
    templates = data.draw(st.lists(st.lists(piece, max_size=5).map("".join), min_size=1, max_size=4))
    which = data.draw(st.lists(st.integers(0, len(templates) - 1), min_size=1, max_size=6))
    values = {name: data.draw(st.lists(words, min_size=len(which), max_size=len(which))) for name in "ab"}
    given_values = {"a": pa.array(values["a"], pa.string()), "b": columns.join("<", pa.array(values["b"], pa.string()))}
    found = columns.fill(templates, np.array(which), given_values).to_pylist()
    expected = [
        templates[number].replace("{a}", a).replace("{b}", f"<{b}")
        for number, a, b in zip(which, values["a"], values["b"], strict=True)
    ]
    assert found == expected
