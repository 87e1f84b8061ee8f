"""What the lab says when it cannot go on."""


class LabError(Exception):
    """One line for the user: what was expected, what was found, what to do.

    `exit_code` is the status with which the command line ends.
    """

    exit_code = 1

    def __init__(self, expected: str, found: str, do: str) -> None:
        self.expected, self.found, self.do = expected, found, do
        super().__init__(f"expected {expected}, found {found}; {do}")


class UsageError(LabError):
    """The call itself is wrong: an unknown name, a size that cannot be."""

    exit_code = 2


class ServerError(LabError):
    """A PostgreSQL server cannot be started, reached or used."""


class DiskError(LabError):
    """The disk would not hold what is about to be written."""


class LoadError(LabError):
    """Rows could not be written, or the place for them is not empty."""


class ReportError(LabError):
    """A notebook or a page of the report could not be made."""
