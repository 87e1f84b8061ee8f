"""What re-planning with raised statistics says, in sentences."""

from collections.abc import Mapping

from livvly_lab.domain.flips import Flip, PlanFlips, QueryFlips
from livvly_lab.report import fmt

CAUSES: Mapping[str, str] = {
    "another key": "the plan depends on the key that was drawn",
    "same indexes": "the same indexes are read in another way (bitmap or plain, other join)",
    "row estimates": "distinct or most common values changed with the size, and the rows expected with them",
    "near tie": "two plans cost within 5 % of each other",
    "other statistics": "most common values, correlations or the height of an index changed with the size",
}


def flips_sentence(flips: PlanFlips) -> str:
    """Say how many predictions came true, and which query is expected to change next."""
    total = len(flips.queries)
    changing = [each for each in flips.queries if each.flips]
    first = min(changing, key=lambda each: each.flips[0].users, default=None)
    ahead = (
        f"{fmt.plural(len(changing), 'query', 'queries')} of {total} "
        f"{'is expected to change its plan' if len(changing) == 1 else 'are expected to change their plans'} up to "
        f"{fmt.factor(flips.largest_factor)} the {fmt.count(flips.users)} users loaded"
        + (f", the first of them {first.query} at {fmt.count(first.flips[0].users)} users" if first else "")
    )
    if flips.hit_rate is None:
        return f"{ahead}; no larger load was there to compare with, so this is not validated."
    return (
        f"{fmt.share(flips.hit_rate, 0)} of the plans predicted for {fmt.count(flips.loaded_to)} users came true when "
        f"they were loaded ({total} queries, from {fmt.count(flips.loaded_from)} users); of {flips.changed} whose plan "
        f"really changed {flips.changed_hit} were foreseen. {ahead}."
    )


def causes_sentence(flips: PlanFlips) -> str:
    """Say why predictions were missed, the most common cause first."""
    if not flips.causes:
        return "No prediction was missed." if flips.hit_rate is not None else "Nothing was compared."
    told = [f"{count} because {CAUSES[name]}" for name, count in flips.causes.items()]
    return f"Missed: {'; '.join(told)}."


def lost_indexes(flips: PlanFlips) -> list[tuple[QueryFlips, Flip]]:
    """Return the queries that are expected to turn from an index to reading a whole table, with that change."""
    found = []
    for each in flips.queries:
        lost = next((flip for flip in each.flips if "Seq Scan" in flip.after and "Seq Scan" not in flip.before), None)
        if lost is not None and "using" in lost.before:
            found.append((each, lost))
    return found
