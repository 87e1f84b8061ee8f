"""Where kept servers are remembered: a directory of this user that outlives a reboot."""

import logging
import os
from pathlib import Path

from platformdirs import user_state_path

from livvly_lab.errors import ServerError
from livvly_lab.scratch.binaries import Account
from livvly_lab.scratch.directories import make_private

VARIABLE = "LIVVLY_LAB_STATE"
_log = logging.getLogger(__name__)


def state_directory(who: Account) -> Path:
    """Return the directory for kept servers, made if need be; say so where it is not the usual one.

    Raises ServerError where none of the candidates can be made, or the server's account cannot enter it.
    """
    refused = ""
    for place in candidates():
        try:
            make_private(place, who)
        except OSError as error:
            refused = str(error)
            continue
        if refused:
            _log.warning("kept servers are remembered under %s, because: %s", place, refused)
        return place
    raise ServerError("a directory to remember kept servers in", refused, f"set {VARIABLE} to one you can write")


def candidates() -> tuple[Path, ...]:
    """Return the directories that may hold the state, best first.

    As root it is not under HOME, which is usually closed to the account that runs the server.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return (Path(chosen).resolve(),)
    usual = Path("/var/lib/livvly_lab") if os.geteuid() == 0 else user_state_path("livvly_lab", appauthor=False)
    return (usual, Path(f"/var/tmp/livvly_lab-state-{os.geteuid()}"))  # noqa: S108 - ownership is checked
