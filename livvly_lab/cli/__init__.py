"""The command line: a thin wrapper over the conductor, with its errors and exit codes.

Exit codes: 0 the command ran (a failing claim is a result, not an error), 1 it could not finish, 2 the call was
wrong, 3 a gate broke, 130 after Ctrl-C. What takes long to import is imported when a command needs it, so that help
and errors in the call come at once.
"""

from livvly_lab.cli.commands import cli
from livvly_lab.cli.leaving import main, run

__all__ = ["cli", "main", "run"]
