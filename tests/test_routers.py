"""Jump hash, ring and split by range: their published properties, on arrays as on single numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livvly_lab.domain.draw import bits, uuids
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.placement.partition_hash import row_hash
from livvly_lab.placement.routers import ROUTERS, jump, ring

IDS = uuids(7, "users", np.arange(60_000))
NUMBERS = row_hash(IDS)
CONSISTENT = {"jump": jump, "ring": ring}

numbers_of_any_kind = st.lists(st.integers(min_value=0, max_value=2**64 - 1), min_size=1, max_size=30)


def jump_by_the_book(key: int, shards: int) -> int:
    """The published loop, on Python's own numbers."""
    found, following = -1, 0
    while following < shards:
        found = following
        key = (key * 2862933555777941757 + 1) % 2**64
        following = int((found + 1) * (float(1 << 31) / float((key >> 33) + 1)))
    return found


@given(numbers_of_any_kind, st.integers(min_value=1, max_value=2_000))
def test_jump_is_the_published_loop(keys: list[int], shards: int) -> None:
    assert jump(np.array(keys, dtype=np.uint64), shards).tolist() == [jump_by_the_book(key, shards) for key in keys]


@pytest.mark.parametrize(
    ("key", "shards", "bucket"), [(1, 1, 0), (42, 57, 43), (0xDEAD10CC, 1, 0), (0xDEAD10CC, 666, 361), (256, 1024, 520)]
)
def test_jump_gives_the_buckets_other_implementations_give(key: int, shards: int, bucket: int) -> None:
    assert jump(np.array([key], dtype=np.uint64), shards).tolist() == [bucket]


@pytest.mark.parametrize("name", CONSISTENT)
@given(keys=numbers_of_any_kind, shards=st.integers(min_value=1, max_value=60))
def test_a_further_shard_takes_from_the_others_and_nothing_else_moves(name: str, keys: list[int], shards: int) -> None:
    route, numbers = CONSISTENT[name], np.array(keys, dtype=np.uint64)
    before, after = route(numbers, shards), route(numbers, shards + 1)
    assert set(after[before != after].tolist()) <= {shards}
    assert after.min() >= 0


@pytest.mark.parametrize("shards", [1, 8, 31])
def test_jump_moves_the_least_possible_share_to_a_further_shard(shards: int) -> None:
    moved = float(np.mean(jump(NUMBERS, shards) != jump(NUMBERS, shards + 1)))
    least = 1 / (shards + 1)
    assert abs(moved - least) < 4 * np.sqrt(least * (1 - least) / len(NUMBERS))


@pytest.mark.parametrize("shards", [1, 8, 31])
def test_the_ring_moves_about_the_share_of_the_new_shard(shards: int) -> None:
    moved = float(np.mean(ring(NUMBERS, shards) != ring(NUMBERS, shards + 1)))
    assert moved == pytest.approx(1 / (shards + 1), rel=4 / np.sqrt(128))


def test_the_spread_of_a_ring_falls_with_the_root_of_its_points() -> None:
    numbers, shards = bits(7, "spread", np.arange(400_000)), 64
    spreads = []
    for points in (1, 16, 256):
        per_shard = np.bincount(ring(numbers, shards, points), minlength=shards)
        spreads.append(float(per_shard.std() / per_shard.mean()) * np.sqrt(points))
    assert spreads == pytest.approx([1.0, 1.0, 1.0], rel=0.35)


def test_each_number_on_the_ring_belongs_to_the_next_point_and_the_last_ones_to_the_first() -> None:
    points = [(int(place), shard) for shard in range(3) for place in bits(shard, "ring", np.arange(5))]
    places, owners = zip(*sorted(points), strict=True)
    between = [0, places[3], places[3] + 1, places[-1], places[-1] + 1, 2**64 - 1]
    assert ring(np.array(between, dtype=np.uint64), 3, points=5).tolist() == [
        owners[0],
        owners[3],
        owners[4],
        owners[-1],
        owners[0],
        owners[0],
    ]


def test_version_7_ids_by_their_high_bits_all_land_on_one_shard() -> None:
    ids = KEY_KINDS["UUIDv7"].make(7, np.arange(50_000))
    assert set(ROUTERS["high_bits"].route(ids, 8).tolist()) == {0}
    assert len(set(ROUTERS["high_bits"].route(IDS, 8).tolist())) == 8


@given(st.lists(st.binary(min_size=16, max_size=16), min_size=2, max_size=30), st.integers(1, 1_024))
def test_high_bits_keep_the_order_of_ids_and_stay_within_the_shards(ids: list[bytes], shards: int) -> None:
    octets = np.frombuffer(b"".join(sorted(ids)), dtype=np.uint8).reshape(-1, 16)
    routed = ROUTERS["high_bits"].route(octets, shards).tolist()
    assert routed == sorted(routed)
    assert 0 <= routed[0] <= routed[-1] < shards


@pytest.mark.parametrize("name", ROUTERS)
@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_router_answers_alike_in_pieces_and_whole(name: str, kind: str) -> None:
    ids = KEY_KINDS[kind].make(7, np.arange(2_000))
    whole = ROUTERS[name].route(ids, 8)
    assert whole.dtype == np.int16
    assert np.concatenate([ROUTERS[name].route(ids[:700], 8), ROUTERS[name].route(ids[700:], 8)]).tolist() == (
        whole.tolist()
    )


def test_functions_and_routers_have_no_name_in_common() -> None:
    assert not FUNCTIONS.keys() & ROUTERS.keys()


@pytest.mark.parametrize(("kind", "version"), [("UUIDv4", 4), ("UUIDv7", 7)])
def test_ids_carry_their_version_and_variant(kind: str, version: int) -> None:
    ids = KEY_KINDS[kind].make(7, np.arange(1_000))
    assert set((ids[:, 6] >> 4).tolist()) == {version}
    assert set((ids[:, 8] >> 6).tolist()) == {0b10}
    assert len({row.tobytes() for row in ids}) == 1_000


def test_version_7_ids_begin_with_their_time_and_sequential_ones_count() -> None:
    late = KEY_KINDS["UUIDv7"].make(7, np.array([0, 1, 2**33]))
    times = [int.from_bytes(row[:6].tobytes(), "big") for row in late]
    assert [time - times[0] for time in times] == [0, 63, 63 * 2**33]
    counted = KEY_KINDS["sequential"].make(7, np.array([0, 1, 299]))
    assert [int.from_bytes(row.tobytes(), "big") for row in counted] == [1, 2, 300]
