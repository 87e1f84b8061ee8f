"""What a breach of a rule says to the architect: the sentence, the remedy, and where the reason is written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from livvly_lab.domain.lint import Breach, Lint, Suppression
from livvly_lab.domain.results import Finding
from livvly_lab.report import fmt
from livvly_lab.report.charts import slug

LINT_NOTEBOOK = "08_findings"

_DOCS = "PostgreSQL documentation"


@dataclass(frozen=True)
class RuleWords:
    """A rule in words: what it finds, the sentence about one breach (`{object}`, `{detail}`), what to do, why."""

    title: str
    says: str
    remedy: str
    source: str


WORDS: Mapping[str, RuleWords] = {
    "misrouted-rows": RuleWords(
        "Rows outside their shard",
        "{object} holds rows that {detail} places elsewhere",
        "Move them to their shard, then validate the CHECK of each child.",
        f"{_DOCS}: Inheritance, Constraint Exclusion",
    ),
    "fk-to-parent": RuleWords(
        "Foreign key to an inheritance parent",
        "{object} refers to {detail} itself, where no row of its children counts",
        "Refer to the child of the shard, or partition the table.",
        f"{_DOCS}: Inheritance, Caveats",
    ),
    "uniqueness-per-shard": RuleWords(
        "Uniqueness that does not span the shards",
        "{object} keeps {detail} unique within each shard only",
        "Add the shard key to the key, keep the value in one shared table, or scan for duplicates.",
        f"{_DOCS}: Inheritance, Caveats",
    ),
    "child-unlike-siblings": RuleWords(
        "Child unlike its siblings",
        "A child is unlike its family: {object} is missing",
        "Create it there too: a child inherits columns and CHECKs, neither keys nor indexes nor foreign keys.",
        f"{_DOCS}: Inheritance, Caveats",
    ),
    "set-null-on-shard-key": RuleWords(
        "Foreign key that empties the shard key",
        "Deleting what {object} refers to empties the column that decides the shard; {detail}",
        "Keep the number of the shard in the row, or make the user anonymous instead of deleting the row.",
        f"{_DOCS}: Constraints, Foreign Keys",
    ),
    "parent-accepts-rows": RuleWords(
        "Parent that accepts rows",
        "Nothing keeps rows out of {object}, which has children {detail}",
        "Add CHECK (false) NO INHERIT to the parent.",
        f"{_DOCS}: CREATE TABLE, NO INHERIT",
    ),
    "cross-shard-reference": RuleWords(
        "Reference without a foreign key",
        "{object} refers to {detail}",
        "Scan for orphans after each load; let the application delete on the other side.",
        f"{_DOCS}: Inheritance, Caveats",
    ),
    "fk-without-index": RuleWords(
        "Foreign key without an index",
        "{object} refers to {detail}, without an index: each delete there reads the whole table here",
        "Index the column, or suppress it with the reason why nothing is ever deleted there.",
        f"{_DOCS}: Constraints, Foreign Keys",
    ),
    "redundant-index": RuleWords(
        "Redundant index",
        "{object} {detail}",
        "Drop it: the other index answers the same queries.",
        f"{_DOCS}: Multicolumn Indexes",
    ),
    "jsonb-in-unique-key": RuleWords(
        "JSONB in a unique key",
        "{object} holds the document {detail} in a unique key",
        "Make the part that identifies a column of its own, or key its hash.",
        f"{_DOCS}: JSON Types, jsonb Indexing",
    ),
    "soft-delete-unique": RuleWords(
        "Soft delete with a plain unique key",
        "{object} still counts rows that {detail} marks as deleted: their value cannot be taken again",
        "Make it a unique index WHERE the row is live.",
        f"{_DOCS}: Partial Indexes",
    ),
    "fk-blocks-erasure": RuleWords(
        "Foreign key that blocks erasure",
        "{object} keeps rows from being erased: {detail}",
        "Choose CASCADE or SET NULL, or erase by hand in the right order.",
        "GDPR, article 17",
    ),
    "non-immutable-expression": RuleWords(
        "Expression that is not immutable",
        "{object} cannot be built as written: {detail}",
        "Index what the expression is made from, and ask for a range of it.",
        f"{_DOCS}: Function Volatility Categories",
    ),
    "check-on-time-or-session": RuleWords(
        "CHECK on time or session",
        "{object} need not stay true: {detail}",
        "Check it when the row is written, by a trigger or the application; a dump may not restore.",
        f"{_DOCS}: Constraints, Check Constraints",
    ),
    "timestamp-without-zone": RuleWords(
        "Timestamp without zone",
        "{object} is {detail}, which names no moment",
        "Make it timestamptz.",
        f"{_DOCS}: Date/Time Types",
    ),
    "money-type": RuleWords(
        "Money in a type that is not made for it",
        "{object} is {detail}",
        "Make it numeric with the decimals of the currency, or say the minor unit in its name.",
        f"{_DOCS}: Numeric Types",
    ),
    "numeric-unlike-unit": RuleWords(
        "Numeric unlike its unit",
        "{object}: {detail}",
        "Give it the digits of its unit, and a CHECK with its ends.",
        f"{_DOCS}: Numeric Types",
    ),
    "status-without-check": RuleWords(
        "Status without a CHECK",
        "{object} is {detail}, and takes any word",
        "Add CHECK (… IN (…)) with the states there are.",
        f"{_DOCS}: Constraints, Check Constraints",
    ),
    "updated-at-untouched": RuleWords(
        "Time of change that nothing keeps",
        "No trigger keeps {object}: it says what the application remembers to write",
        "Add a BEFORE UPDATE trigger, on each child too; measure what it costs.",
        f"{_DOCS}: CREATE TRIGGER",
    ),
    "missing-comment": RuleWords(
        "Missing comment",
        "{object} lacks comments on {detail}",
        "COMMENT ON what it is, in which unit, and who writes it.",
        f"{_DOCS}: COMMENT",
    ),
}
"""Every rule in words."""


def lint_findings(lint: Lint) -> tuple[Finding, ...]:
    """Return a finding for each breach, in their order, then one for each suppression that meets none."""
    return (*map(finding, lint.breaches), *map(_stale_finding, lint.stale))


def finding(breach: Breach) -> Finding:
    """Return what a breach says, with the tables, rows and bytes it touches."""
    words = WORDS[breach.rule]
    return Finding(
        id=f"finding-{breach.rule}-{slug(breach.object)}",
        level=breach.level,
        says=f"{sentence(breach)} ({size(breach)}).",
        where=f"{fmt.plural(breach.tables, 'table')}, {_part(breach)} on {breach.table or breach.object}",
        evidence=f"{LINT_NOTEBOOK}#{key(breach.rule)}",
        remedy=words.remedy,
        source=words.source,
    )


def sentence(breach: Breach) -> str:
    """Say what is wrong, without its size."""
    return WORDS[breach.rule].says.format(object=breach.object, detail=breach.detail).strip()


def size(breach: Breach) -> str:
    """Say how much a breach touches; rows nobody counted are not guessed."""
    rows = "rows never counted" if breach.rows is None else fmt.plural(breach.rows, "row")
    return f"{fmt.plural(breach.tables, 'table')}, {rows}, {fmt.size(breach.size_bytes)}"


def key(rule: str) -> str:
    """Return the anchor of a rule's exhibit."""
    return f"fig-lint-{rule}"


def stale_sentence(suppression: Suppression) -> str:
    """Say that a suppression meets nothing any more."""
    return f"The suppression of {suppression.rule} for {suppression.object} meets 0 breaches"


def levels_sentence(breaches: Iterable[Breach]) -> str:
    """Say how many breaches there are of each level.

    >>> levels_sentence([])
    'none'
    """
    counts: dict[str, int] = {}
    for breach in breaches:
        counts[breach.level] = counts.get(breach.level, 0) + 1
    return fmt.listing(
        f"{counts[level]} {level}" for level in ("high", "medium", "low", "info") if level in counts
    ) or ("none")


def _stale_finding(suppression: Suppression) -> Finding:
    return Finding(
        id=f"finding-stale-{suppression.rule}-{slug(suppression.object)}",
        level="low",
        says=f"{stale_sentence(suppression)}: nothing is left to excuse.",
        where="suppressions.json",
        evidence=f"{LINT_NOTEBOOK}#fig-lint-suppressed",
        remedy="Remove it, or correct the name it gives.",
        source=f"the reason it gave: {suppression.why}",
    )


def _part(breach: Breach) -> str:
    return "no rows yet" if breach.share is None else f"{fmt.share(breach.share)} of all bytes,"
