"""Views: what asking one costs beside the same query written out, and beside rows kept ready."""

import numpy as np
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import REPEATS, ratio
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_KEYS = 2
_KEPT = sql.Identifier("lab_kept")


def view_against(at: Loaded, *, view: str, key: str, keys: str, direct: str) -> Outcome:
    """Read rows of a view by key, the same by the query written out, and from a materialized copy, in turns.

    `keys` selects some keys; `direct` is the query with %(key)s. The quantities are the server's time of the view over
    that of the query and over that of the copy, and the reads that returned other rows. The copy is taken back.
    """
    chosen = [each for (each,) in at.connection.execute(addressed(keys, at.physical, None))][:_KEYS]
    if not chosen:
        return Unmeasured(f"rows of {view}: this run has none")
    names = {"key": sql.Identifier(key), "view": sql.Identifier(view), "kept": _KEPT}
    with at.rolled_back():
        at.ask("view_kept", **names)
        at.ask("view_kept_key", **names)
        ways = {
            "view": question("view_read").format(**names),
            "written out": addressed(direct, at.physical, None),
            "kept ready": question("view_read").format(**{**names, "view": _KEPT}),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        differing = 0
        for turn in range(REPEATS + 1):
            for each in chosen:
                asked = {"key": each}
                for name, query in ways.items():
                    taken_ms = server_ms(at, query, asked)
                    if turn:
                        times[name].append(taken_ms)
                if not turn:
                    rows = [sorted(map(repr, at.connection.execute(query, asked))) for query in ways.values()]
                    differing += rows.count(rows[0]) != len(rows)
    to_query, to_copy = (ratio(times["view"], times[name]) for name in ("written out", "kept ready"))
    return Measurement(
        (
            Quantity(to_query.mid, "factor", "view over the query", to_query, to_query.n),
            Quantity(to_copy.mid, "factor", "view over a kept copy", to_copy, to_copy.n),
            Quantity(differing, "reads", "with other rows"),
        ),
        f"a row of {view} takes {fmt.duration(float(np.median(times['view'])))}, {fmt.factor(to_query.mid)} the time "
        f"of the query written out and {fmt.factor(to_copy.mid)} that of a materialized copy, which is as old as its "
        f"last refresh; {fmt.plural(differing, 'read')} returned other rows",
    )
