"""A migration: numbered statements that take a schema from one version to the next, and how it is told apart."""

import hashlib
from dataclasses import dataclass

VERSIONS_TABLE = "schema_versions"
LOCK_LIMIT_S = 5

_GUARD = """DO $version$
BEGIN
    IF (SELECT coalesce(max(number), 0) FROM {table}) <> {before} THEN
        RAISE EXCEPTION 'version {before} expected, found %', (SELECT coalesce(max(number), 0) FROM {table});
    END IF;
END
$version$;"""


@dataclass(frozen=True)
class Migration:
    """One step: `says` what it makes, `locks` what it holds up, `online` how the same is done under traffic.

    `text` is the whole .sql file: it runs in one transaction, after the version before it and no other, and records
    itself with the `checksum` of its statements.
    """

    number: int
    name: str
    says: str
    statements: tuple[str, ...]
    locks: str
    online: str

    @property
    def file(self) -> str:
        """The name of its file, such as 003_tables_content.sql."""
        return f"{self.number:03}_{self.name}.sql"

    @property
    def body(self) -> str:
        """Its statements as one text."""
        return "\n\n".join(f"{statement.strip().removesuffix(';')};" for statement in self.statements)

    @property
    def checksum(self) -> str:
        """SHA-256 of its statements, by which a file that was changed after it was applied is known."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    @property
    def text(self) -> str:
        """The file."""
        values = f"({self.number}, '{self.name}', '{self.checksum}')"
        record = f"INSERT INTO {VERSIONS_TABLE} (number, name, checksum) VALUES {values};"  # noqa: S608 - all ours
        parts = [
            f"-- {self.number:03} {self.name}: {self.says}\n-- locks: {self.locks}\n-- online: {self.online}",
            f"BEGIN;\nSET LOCAL lock_timeout = '{LOCK_LIMIT_S}s';",
            *([self._guard()] if self.number > 1 else []),
            self.body,
            f"{record}\nCOMMIT;\n",
        ]
        return "\n\n".join(parts)

    def _guard(self) -> str:
        """Return what refuses to run a file twice, or before the one it follows."""
        return _GUARD.format(table=VERSIONS_TABLE, before=self.number - 1)


def check_text(migrations: tuple[Migration, ...]) -> str:
    """Return SQL that lists the versions of a database that are not as in these files: pending, changed or unknown."""
    expected = ",\n        ".join(f"({each.number}, '{each.name}', '{each.checksum}')" for each in migrations)
    return f"""-- Which versions are pending, were changed after they were applied, or are not among these files?
SELECT coalesce(f.number, v.number) AS number,
       coalesce(f.name, v.name) AS name,
       CASE WHEN v.number IS NULL THEN 'pending' WHEN f.number IS NULL THEN 'unknown' ELSE 'changed' END AS state
FROM (
    VALUES
        {expected}
) AS f (number, name, checksum)
FULL JOIN {VERSIONS_TABLE} AS v USING (number)
WHERE v.checksum IS DISTINCT FROM f.checksum
ORDER BY 1;
"""  # noqa: S608 - names and checksums of ours
