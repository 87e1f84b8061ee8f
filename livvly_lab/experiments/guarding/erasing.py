"""Erasure: what is left of a user after a soft delete, and after the job that follows."""

from collections.abc import Mapping

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt


def left_after_erasure(at: Loaded, *, users: str, steps: Mapping[str, str], traces: Mapping[str, str]) -> Outcome:
    """Take users who left most, go through the steps of their erasure, and count after each what still tells of them.

    `users` selects them; `steps` are statements with %(user)s, `traces` map a kind of value to a query with %(user)s
    that counts what is left of it. The quantities are the values left after each step, over all of these users.
    """
    chosen = [user for (user,) in at.connection.execute(addressed(users, at.physical, None))]
    if not chosen:
        return Unmeasured("users with something to erase: this run has none")
    left: dict[str, dict[str, int]] = {"before": {}, **{name: {} for name in steps}}
    for user in chosen:
        with at.rolled_back():
            _count(at, traces, user, left["before"])
            for name, statement in steps.items():
                at.connection.execute(addressed(statement, at.physical, None), {"user": user})
                _count(at, traces, user, left[name])
    before = sum(left["before"].values())
    return Measurement(
        tuple(Quantity(sum(left[name].values()), "values", name, n=before) for name in steps),
        f"of {fmt.plural(before, 'value')} that tell of {fmt.plural(len(chosen), 'user')}, "
        + fmt.listing(f"{sum(left[name].values())} are left {name}" for name in steps),
        detail=tuple(
            {"what": what} | {f"{name}, values": found.get(what, 0) for name, found in left.items()} for what in traces
        ),
    )


def _count(at: Loaded, traces: Mapping[str, str], user: object, into: dict[str, int]) -> None:
    for what, query in traces.items():
        row = at.connection.execute(addressed(query, at.physical, None), {"user": user}).fetchone()
        into[what] = into.get(what, 0) + int(row[0] if row else 0)
