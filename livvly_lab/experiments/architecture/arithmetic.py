"""Claims that are decided by arithmetic on something that is asked of the server or timed here."""

import hashlib
from time import perf_counter

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import scaled, widened
from livvly_lab.forecast.plans import quantile_interval

HASHES, TURNS = 20_000, 15
HOURS_PER_YEAR = 365.25 * 24


def hour_of_schedule(at: Loaded, *, jobs: dict[str, str], runs_in: str, meant_in: str) -> Outcome:
    """Ask the server when jobs whose schedule is read in one time zone run in the zone they are meant in."""
    found = {
        job: at.ask("hour_in_zone", {"hour": schedule.split()[1], "runs_in": runs_in, "meant_in": meant_in})[0]
        for job, schedule in jobs.items()
    }
    off = max(
        abs(float(meant) - float(schedule.split()[1]))
        for (meant, _), schedule in zip(found.values(), jobs.values(), strict=True)
    )
    return Measurement(
        (Quantity(off, "hours off"),),
        "; ".join(f"{job} ({jobs[job]}) runs at {clock} {meant_in}" for job, (_, clock) in found.items())
        + f" where the schedule is read in {runs_in}",
        kind="computed",
    )


def guesses(at: Loaded, *, digits: int, algorithm: str) -> Outcome:  # noqa: ARG001 - every experiment takes the design
    """Time a hash on one core and compute how long it takes to try every number of so many digits."""
    numbers = [f"{n:0{digits}d}".encode() for n in range(HASHES)]
    seconds = []
    for _ in range(TURNS):
        start = perf_counter()
        for number in numbers:
            hashlib.new(algorithm, number, usedforsecurity=False).digest()
        seconds.append((perf_counter() - start) / HASHES)
    every = scaled(widened(quantile_interval(seconds, 0.5)), 10**digits / 3600 / HOURS_PER_YEAR)
    return Measurement(
        (Quantity(every.mid, "years", "one core", every, TURNS),),
        f"one core of this machine, in Python, tries every number of {digits} digits in {every.mid * 365.25:.1f} "
        "days: a hash without a secret key hides none of them",
        kind="computed",
    )
