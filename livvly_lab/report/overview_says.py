"""Sentences of the front page: how many designs are reported, what they weigh, what holds, how their runs differ."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields

from livvly_lab.domain.overview import Entry, Overview, Sizes, Summary
from livvly_lab.report import fmt
from livvly_lab.report.style import LEVELS, VERDICTS


def lead(overview: Overview) -> str:
    """Say how many of the designs are reported, and what their reports come to."""
    there, all_of_them = len(overview.summaries), len(overview.entries)
    if there == all_of_them:
        words = "The one design is reported." if there == 1 else f"All {there} designs are reported."
    else:
        words = f"{there} of {all_of_them} designs {'is' if there == 1 else 'are'} reported."
    return " ".join([words, _findings(overview.summaries), _claims(overview.summaries)]) if there else words


def weight(summaries: Sequence[Summary]) -> str:
    """Say what a user takes in the lightest and in the heaviest design."""
    return _ends(summaries, lambda each: each.bytes_per_user, fmt.size, "A user takes")


def overhead(summaries: Sequence[Summary]) -> str:
    """Say how many bytes of indexes stand beside those of rows, where they are fewest and where most."""
    loaded = [each for each in summaries if each.overhead is not None]
    return _ends(loaded, lambda each: each.overhead or 0.0, lambda value: fmt.share(value, 0), "Index overhead is")


def differences(summaries: Sequence[Summary]) -> str:
    """Say in what the runs differ besides their designs; nothing where they do not."""
    names = [each.name for each in fields(Sizes)]
    differing = [name for name in names if len({getattr(each.sizes, name) for each in summaries}) > 1]
    if not differing:
        return ""
    return (
        f"The runs differ in {fmt.listing(differing)}: make them alike before their numbers are compared, with "
        "livvly-lab report and the same options for each."
    )


def sizes(summary: Summary) -> str:
    """Say at what size a report was made."""
    asked = summary.sizes
    shards = "" if asked.layout == "single" else f"{fmt.plural(asked.shards, 'shard')}, "
    return f"{fmt.count(asked.users)} users, {shards}{asked.layout}"


def missing(entry: Entry) -> str:
    """Say what stands in place of a report, in one line."""
    return f"{'cannot be compared: ' if entry.wrong else ''}{entry.found}; {entry.do}"


def _findings(summaries: Sequence[Summary]) -> str:
    counted: Counter[str] = Counter()
    for each in summaries:
        counted.update(each.findings)
    total = sum(counted.values())
    if not total:
        return "They found nothing that should be changed."
    return f"{fmt.plural(total, 'finding')}, {counted['high'] or 'none'} of them high."


def _claims(summaries: Sequence[Summary]) -> str:
    counted: Counter[str] = Counter()
    for each in summaries:
        counted.update(each.claims)
    total = sum(counted.values())
    if not total:
        return "No claim was measured."
    verbs = {"fails": "fail", "depends": "depend", "not measured here": "are not measured here", "holds": "hold"}
    singular = {"fails": "fails", "depends": "depends", "not measured here": "is not measured here", "holds": "holds"}
    told = [f"{n} {(singular if n == 1 else verbs)[word]}" for word in VERDICTS if (n := counted[word])]
    return f"Of {fmt.plural(total, 'claim')} {fmt.listing(told)}."


def _ends(
    summaries: Sequence[Summary],
    value: Callable[[Summary], float],
    write: Callable[[float], str],
    verb: str,
) -> str:
    """Say a number of the designs from the smallest to the largest, with who has them."""
    if not summaries:
        return ""
    low, high = min(summaries, key=value), max(summaries, key=value)
    if low is high:
        return f"{verb} {write(value(low))} ({low.design})."
    return f"{verb} from {write(value(low))} ({low.design}) to {write(value(high))} ({high.design})."


LEVEL_HEADS = {level: f"{style.icon} {level}" for level, style in LEVELS.items()}
VERDICT_HEADS = {word: f"{style.icon} {word}" for word, style in VERDICTS.items()}
