"""How a call begins and ends: its exit code, its one line of error, its answer to signals."""

import os
import signal
import sys
import tempfile
import traceback
from types import FrameType
from typing import Any, NoReturn

import click

from livvly_lab.cli.commands import cli
from livvly_lab.errors import LabError, UsageError


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    _answer_signals()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; every error is one line on stderr."""
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(arguments, prog_name="livvly-lab", standalone_mode=False)
    except LabError as error:
        return _fail(str(error), error.exit_code, debug=debug)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _fail(str(_usage(error)), 2, debug=debug)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # noqa: BLE001 - the last door: whatever escapes is one line and a log, not a traceback
        code = getattr(error, "exit_code", LabError.exit_code)
        return _fail(f"unexpected {type(error).__name__}: {error}", code, debug=debug, log=True)
    return code if isinstance(code, int) else 0


def _usage(error: click.ClickException) -> UsageError:
    """Say what click found wrong in the call as the lab says it."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "livvly-lab"
    see = f"see: {command} --help"
    match error:
        case click.exceptions.NoSuchCommand():
            near = f"did you mean {error.possibilities[0]}?" if error.possibilities else see
            return UsageError(f"a command, one of {', '.join(cli.commands)}", repr(error.command_name), near)
        case click.NoSuchOption():
            near = f"did you mean {error.possibilities[0]}?" if error.possibilities else see
            before = f"write it before the command: livvly-lab {error.option_name} ..."
            of_group = any(error.option_name in option.opts for option in cli.params)
            return UsageError(f"an option of {command}", error.option_name, before if of_group else near)
        case click.MissingParameter() if error.param and context:
            return UsageError(f"{error.param.opts[0]} {error.param.make_metavar(context)}", "none", see)
    return UsageError(f"a call as {command} --help shows it", repr(error.format_message()), see)


def _fail(line: str, code: int, *, debug: bool, log: bool = False) -> int:
    """Say in one line on stderr what went wrong; the traceback goes to stderr with --debug, else to a log file."""
    if debug:
        traceback.print_exc()
    elif log:
        handle, path = tempfile.mkstemp(prefix="livvly-lab-", suffix=".log")
        with os.fdopen(handle, "w") as file:
            traceback.print_exc(file=file)
        line = f"{line} (traceback in {path})"
    click.secho("error: ", fg="red", nl=False, err=True, color=_colour(sys.stderr))
    click.echo(" ".join(line.split()), err=True)
    return code


def _colour(stream: Any) -> bool | None:
    """Say whether a stream takes colour: never where NO_COLOR is set, TERM is dumb or --no-color was given."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or "--no-color" in sys.argv:
        return False
    return bool(stream.isatty())


def _answer_signals() -> None:
    """Answer Ctrl-C and SIGTERM at once, then let every context manager clean up behind it."""
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature is Python's
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        os.write(2, b"\nstopping, removing what this command started\n")
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, stop)
