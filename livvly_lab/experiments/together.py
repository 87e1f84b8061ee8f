"""Several experiments for one claim that asserts several things."""

from collections.abc import Mapping, Sequence
from typing import Any

from livvly_lab.domain.claims import Kind, Measurement, Outcome, Unmeasured
from livvly_lab.experiments.loaded import Experiment, Loaded
from livvly_lab.report import fmt

Part = tuple[str, Mapping[str, Any]]
"""The key of an experiment and its arguments."""

_LEAST_FIRST: tuple[Kind, ...] = ("document", "computed", "measured")


def together(experiments: Mapping[str, Experiment]) -> Experiment:
    """Return the experiment that makes several of these, one after the other."""

    def asked(at: Loaded, *, parts: Sequence[Part], shows: int = 0) -> Outcome:
        """Make several experiments, one after the other, and hold all they found against one rule.

        The rows behind the numbers are those of the part `shows`. Raises ValueError where two parts find a quantity
        of one name.
        """
        outcomes = [experiments[key](at, **arguments) for key, arguments in parts]
        takes = [outcome.takes for outcome in outcomes if isinstance(outcome, Unmeasured)]
        if takes:
            return Unmeasured(fmt.listing(dict.fromkeys(takes)))
        return _joined([outcome for outcome in outcomes if isinstance(outcome, Measurement)], shows)

    return asked


def _joined(found: Sequence[Measurement], shows: int) -> Measurement:
    quantities = tuple(quantity for each in found for quantity in each.quantities)
    names = [quantity.name for quantity in quantities]
    if len(set(names)) < len(names):
        raise ValueError(f"expected quantities of different names, found {', '.join(sorted(names))}")
    reached = [each.users for each in found if each.users is not None]
    return Measurement(
        quantities,
        "; ".join(each.says for each in found),
        kind=min((each.kind for each in found), key=_LEAST_FIRST.index),
        users=min(reached) if reached else None,
        depends=fmt.listing(each.depends for each in found if each.depends),
        detail=found[shows].detail,
    )
