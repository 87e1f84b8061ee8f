"""Experiments: functions that ask a loaded design, or a server, what a claim of its specification asserts.

An experiment takes a `Loaded` (see `experiments.loaded`) and the keyword arguments its claim declares, and returns a
`Measurement`, or `Unmeasured` with what it would take:

    def rows_of(at: Loaded, *, table: str) -> Outcome:
        '''Count the rows of a table over all its homes.'''
        n = at.value("rows_of", table=at.parent(table))
        return Measurement((Quantity(n, "rows"),), f"{table} holds {n:,} rows")

- Its first docstring sentence is shown as the method. It knows no design's name: tables, columns and numbers come as
  arguments from `designs/<name>/claims/`; the contract test binds the arguments of every claim to its signature.
- It judges nothing. The claim's rule does (`domain.claims`: AtMost, AtLeast, Between, Equals, AllOf, ReadAs), by
  `forecast.verdicts.judge`. A rule names a quantity by `of`; the first quantity stands in the ledger.
- A number that was sampled or timed carries an Interval (`experiments.timing`); one that was counted has none. A
  timing is the median of at least 15 repeats, the two things compared taking turns.
- `Measurement.users` is the size that was reached where it is not that of the run. `kind` is "measured" from this
  run's server, "computed" by arithmetic on measured values, "document" where only the text or catalogue was counted.
- It leaves the database as it was: writes happen inside `with at.rolled_back():`, with temporary tables, or in a
  database of its own from `at.elsewhere()`, which is dropped. What other notebooks measured is in `at.known` by its
  key of results.json (`at.known.get("skew")`); what several experiments need is made once: `at.once(key, make)`.
- Its SQL stands in `experiments/queries/*.sql`, one question a file, the first line a comment: `at.ask(name, ...)`.
- Quick is what it does unless `at.depth == "full"`: about half a second, and the same verdict each time.

Six rooms: `architecture` (shards, types, indexes), `guarding` (refusals, balances, rights), `operation` (contents,
lifecycle, maintenance, connections), `privacy` (retention, erasure, export, policies), `rules` (what is refused, jobs,
triggers, sessions at once) and `structure` (statements, references, services, shard keys). Each has its own literal
dict. A claim that asserts several things asks for several experiments by `together`, and one rule holds all their
quantities.
"""

from collections.abc import Mapping

from livvly_lab.experiments.architecture import ARCHITECTURE
from livvly_lab.experiments.guarding import GUARDING
from livvly_lab.experiments.loaded import Experiment
from livvly_lab.experiments.operation import OPERATION
from livvly_lab.experiments.privacy import PRIVACY
from livvly_lab.experiments.rules import RULES
from livvly_lab.experiments.structure import STRUCTURE
from livvly_lab.experiments.together import together

_ALONE: Mapping[str, Experiment] = {**ARCHITECTURE, **GUARDING, **OPERATION, **PRIVACY, **RULES, **STRUCTURE}
EXPERIMENTS: Mapping[str, Experiment] = {**_ALONE, "together": together(_ALONE)}
