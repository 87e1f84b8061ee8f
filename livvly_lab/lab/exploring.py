"""The walk of notebook 10: what a number of users, shards, a hash and skew do to the shards, turned by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from livvly_lab.domain.exploring import Carriers, Setting
from livvly_lab.domain.load import LoadMeasure
from livvly_lab.domain.parameters import Parameters
from livvly_lab.experiments.exploring import Simulator, six_settings
from livvly_lab.forecast.carriers import carriers_of, nobody_measured
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.measure.load import measure_load
from livvly_lab.report import explorer as draw
from livvly_lab.report import explorer_says as says
from livvly_lab.report.explorer_pictures import ExplorerPicture
from livvly_lab.report.gallery import Gallery, Sentences

if TYPE_CHECKING:
    from livvly_lab.lab.panel import Panel

NOTEBOOK = "10_explorer"
KEYS = "UUIDv4"
"""The ids that the lab gives its users."""

_LIMITS = (
    (
        "Real load: the explorer draws ids and lets few bring much; rows, calls and bytes of this design are measured "
        "by the notebook of shard skew."
    ),
    "Load on the second party of a call or a gift, which lives in another shard: it takes the pairs, not the hottest.",
)


@dataclass(frozen=True, repr=False)
class Controls:
    """The controls with their picture, where a kernel runs behind the page; else the sentence of the design.

    `live` is False where the page is kept, as in a report: no widget is made, and none is saved.
    """

    simulator: Simulator
    picture: ExplorerPicture
    carriers: Carriers
    design: Setting
    parameters: Parameters
    live: bool

    @cached_property
    def panel(self) -> "Panel":
        """The panel, made when it is first shown."""
        from livvly_lab.lab.panel import Panel  # takes as long to import as all the rest

        return Panel(self.simulator, self.picture, self.carriers, self.design, self.parameters)

    def __repr__(self) -> str:
        return says.explored_sentence(self.simulator.explore(self.design), self.carriers)

    def _repr_html_(self) -> str:
        """Say where the controls are, for a page that has none."""
        return f"<p>{escape(draw.WAY_IN)}</p>"

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, Any]:
        """Show the panel where there is a kernel to answer it, and always what stands in for it."""
        bundle: dict[str, Any] = dict(self.panel.box._repr_mimebundle_()) if self.live else {}
        return bundle | {"text/html": self._repr_html_(), "text/plain": repr(self)}


@dataclass(frozen=True, repr=False)
class Explorer:
    """What the notebook shows, in its order."""

    controls: Controls
    settings: Gallery
    limits: Sentences


def explorer(run: Run) -> Explorer:
    """Make the explorer of a loaded design: its sizes are where it begins, its load says how few bring much."""
    carriers = _carriers(run)
    parameters, physical = run.parameters, run.physical
    design = Setting(parameters.users, len(physical.shard_numbers), run.function.name, KEYS, carriers.exponent)
    simulator = Simulator(parameters.seed, carriers)
    balance = physical.design.balance
    picture = ExplorerPicture(simulator.explore(design), carriers, balance.tolerance if balance else None)
    found = {key: simulator.explore(setting) for key, setting in six_settings(design).items()}
    walk = Explorer(
        controls=Controls(simulator, picture, carriers, design, parameters, live=run.run_dir is None),
        settings=draw.settings_gallery(found, picture, carriers),
        limits=Sentences([says.carriers_sentence(carriers), *_LIMITS], ""),
    )
    if run.run_dir is not None:
        Part(NOTEBOOK, {}, (), (), walk.limits.items).write(run.run_dir)
    return walk


def _carriers(run: Run) -> Carriers:
    """Measure who carries the load of a design: the first load that a part of the users brings, else any."""
    measure = _telling(run.physical.design.load)
    if measure is None:
        return nobody_measured()
    with run.connect() as connection:
        return carriers_of(measure_load(connection, run.physical, measure), run.parameters.users)


def _telling(load: tuple[LoadMeasure, ...]) -> LoadMeasure | None:
    """Return the load that tells most of skew; the first of all is the users themselves, who bring one each."""
    return next((each for each in load if each.who != "user"), next(iter(load[1:]), None))
