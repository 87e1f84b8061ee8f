"""What a notebook hands to the conductor, and the names notebooks share a server by."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livvly_lab.domain.layouts import LAYOUTS
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.results import Finding
from livvly_lab.lab.opening import kept_name
from livvly_lab.lab.parts import Part, plain, read_part
from livvly_lab.report.exhibit import Exhibit

FINDING = Finding("skew.users", "low", "Users are even.", "users", "02_shard_skew", "nothing", "livvly REQ-DB-001")
PICTURE = Exhibit("skew-users", "Users are even.", "<svg/>", alt="A dot for each shard.", note="n = 8")


@dataclass(frozen=True)
class Measured:
    """A result with what results may hold."""

    per_shard: tuple[float, ...]
    users: Any
    share: Any
    shard: int | None


def test_a_part_comes_back_as_it_was_handed_over(tmp_path: Path) -> None:
    measured = Measured((1.5, 2.5), np.int64(7), np.float32(0.5), None)
    Part("02_shard_skew", {"skew": [measured]}, [FINDING], [PICTURE], ["Cold data."]).write(tmp_path)
    assert read_part(tmp_path, "02_shard_skew") == {
        "results": {"skew": [{"per_shard": [1.5, 2.5], "users": 7, "share": 0.5, "shard": None}]},
        "findings": [FINDING.__dict__],
        "exhibits": [
            {
                "key": "skew-users",
                "sentence": "Users are even.",
                "svg": "<svg/>",
                "alt": "A dot for each shard.",
                "note": "n = 8",
                "wide": False,
            }
        ],
        "limits": ["Cold data."],
    }
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["02_shard_skew.json"]


def test_a_notebook_that_handed_nothing_over_has_an_empty_part(tmp_path: Path) -> None:
    assert read_part(tmp_path, "01_erd") == {"results": {}, "findings": [], "exhibits": [], "limits": []}


def test_a_part_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    Part("01_erd", {"n": 1}, [], [], []).write(tmp_path)
    with pytest.raises(TypeError):
        Part("01_erd", {"n": object()}, [], [], []).write(tmp_path)
    assert read_part(tmp_path, "01_erd")["results"] == {"n": 1}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.bool_(True), True),
        ({1: (np.int16(3),)}, {"1": [3]}),
        (Path("a") / "b", "a/b"),
        ("text", "text"),
        (frozenset({2}), [2]),
    ],
)
def test_values_become_what_json_can_hold(value: Any, told: Any) -> None:
    assert plain(value) == told
    assert json.loads(json.dumps(plain(value))) == told


NAMES = st.builds(
    Parameters,
    design=st.sampled_from(["livvly", "analyst_marketplace", "versbottomlex"]),
    shards=st.integers(1, 1024),
    users_per_shard=st.integers(1, 10**9),
    activity=st.floats(0.000001, 100),
    layout=st.sampled_from(list(LAYOUTS)),
    seed=st.integers(0, 2**31 - 1),
)


@given(NAMES)
def test_the_name_of_a_kept_server_is_one_that_may_be_taken(parameters: Parameters) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", kept_name(parameters))


@given(NAMES, NAMES)
def test_other_sizes_have_another_server(one: Parameters, other: Parameters) -> None:
    assert (kept_name(one) == kept_name(other)) == (one == other)
