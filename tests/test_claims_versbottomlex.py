"""What VersBottomLex's claims are asked by: each experiment sees what is changed under it."""

from collections.abc import Callable, Iterator

import pytest
from claims_for_tests import again, attempt, loaded, measure, values

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Unmeasured
from livvly_lab.domain.parameters import Parameters
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.forecast.verdicts import judge
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]

LARGER = Parameters("versbottomlex", 8, 40, layout="single")
CLAIMS = {claim.id[-4:]: claim for claim in DESIGNS["versbottomlex"].claims}
DISTURBED = {
    "C003": "DROP TRIGGER keep_tree ON categories",
    "C005": "DROP TRIGGER share_revenue ON transactions",
    "C006": "ALTER TABLE plan_prices DROP CONSTRAINT plan_prices_never_overlapping",
    "C007": "DROP TRIGGER keep_evidence ON stream_archives",
    "C008": "DROP TRIGGER follow_deletion ON users",
    "C010": "ALTER TABLE payout_accounts DISABLE ROW LEVEL SECURITY",
    "C011": "ALTER TABLE payout_accounts DROP CONSTRAINT payout_accounts_account_ciphertext_check",
    "C012": "DROP TRIGGER audit_change ON payment_methods",
}
"""What is taken away under each claim about what the database refuses or does."""


@pytest.fixture
def at(filled: Filled, copied: Callable[[Run], Run]) -> Iterator[Loaded]:
    """Yield a copy without shards, which a test may change."""
    with loaded(copied(filled(LARGER))) as found:
        yield found


def verdict(at: Loaded, claim: str) -> str:
    return judge(CLAIMS[claim], again(at, CLAIMS[claim]), at.parameters.users).verdict


@pytest.mark.parametrize(("claim", "disturbs"), DISTURBED.items(), ids=DISTURBED)
def test_a_claim_holds_until_what_keeps_it_is_taken_away(claim: str, disturbs: str, at: Loaded) -> None:
    assert verdict(at, claim) == "holds"
    at.connection.execute(disturbs.encode())
    assert verdict(at, claim) in ("fails", "depends")


def test_an_experiment_leaves_the_rows_and_roles_as_they_were(at: Loaded) -> None:
    asked = b"SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM audit_logs), (SELECT count(*) FROM pg_roles)"
    before = at.connection.execute(asked).fetchall()
    for claim in DISTURBED:
        again(at, CLAIMS[claim])
    assert at.connection.execute(asked).fetchall() == before


def test_a_column_that_repeats_what_a_reference_decides_is_found_and_the_shard_key_is_not_blamed(at: Loaded) -> None:
    kept = CLAIMS["C001"].arguments["parts"][0][1]["kept"]
    found = measure(at, "facts_of_others", kept=kept)
    assert values(found)["stored again without a reason"] == 0
    assert values(found)["stored again"] > 0
    at.connection.execute(b"UPDATE transactions SET message = 'from ' || viewer_id")
    spoilt = measure(at, "facts_of_others", kept=kept)
    assert values(spoilt)["stored again without a reason"] == 1
    assert "transactions.message" in spoilt.says


def test_a_figure_that_drifts_from_its_rows_is_seen(at: Loaded) -> None:
    assert verdict(at, "C001") == "depends"
    at.connection.execute(b"UPDATE performance_metrics SET viewers = viewers + 1 WHERE returning_viewers >= 0")
    assert verdict(at, "C001") == "fails"


def test_reads_by_an_index_take_about_as_long_among_more_rows_and_those_without_rows_are_not_measured(
    at: Loaded,
) -> None:
    asked = {"table": "messages", "key": "owner_id", "newest": "created_at"}
    found = measure(at, "reads_by_size", **asked)
    assert [row["rows"] for row in found.detail] == [1_500, 6_000, 24_000]
    assert values(found)["of a read as the rows grow"] < 8
    at.connection.execute(b"TRUNCATE messages CASCADE")
    assert isinstance(attempt(at, "reads_by_size", **asked), Unmeasured)


def test_a_tree_is_read_and_moved_as_its_keeping_says(at: Loaded) -> None:
    found = values(measure(at, "hierarchies_compared", node=8))
    below = found["written by a move, paths"]
    assert found["written by a move, adjacency"] == 1
    assert found["written by a move, closure"] == 2 * 2 * below  # node 8 is on the third level: two are above it
    assert found["reading below a node"] > 0
    at.connection.execute(b"SELECT 1 / (SELECT 1 WHERE to_regclass('lab_tree') IS NULL)")


def test_too_few_rows_say_nothing_about_normal_forms(at: Loaded) -> None:
    at.connection.execute(b"TRUNCATE users, tags, categories, pricing_plans CASCADE")
    assert isinstance(attempt(at, "facts_of_others", kept={}), Unmeasured)
