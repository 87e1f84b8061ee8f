"""The command line: one document or line on stdout, one line for each error, and nothing left behind a stop."""

import io
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import psycopg
import pytest
from lab_processes import Place, end_of, read_until
from processes import PATIENCE_S, becomes_true, python

from livvly_lab import lab
from livvly_lab.cli import cli, run
from livvly_lab.domain.parameters import Parameters
from livvly_lab.lab.publish import draft
from livvly_lab.lab.run import Run, attach
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.scratch import foreign
from livvly_lab.scratch.kept import kept, remove_kept
from livvly_lab.scratch.state import VARIABLE

Filled = Callable[[Parameters], Run]

TINY = Parameters(shards=2, users_per_shard=20)
SIZES = ("--shards", "2", "--users-per-shard", "20")
ERROR = re.compile(r"error: expected .+, found .+; .+\n")
AT_ONCE_S = 2.0
HEAVY = {"matplotlib", "numpy", "pandas", "papermill", "psycopg", "pyarrow", "scipy", "sqlalchemy"}


@dataclass(frozen=True)
class Answer:
    """What a call came to: its exit code, what it printed and what it said."""

    code: int
    printed: str
    said: str


Call = Callable[..., Answer]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return what calls livvly-lab in this process."""

    def answer(*arguments: str) -> Answer:
        capsys.readouterr()
        code = run(list(arguments))
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return answer


@pytest.fixture
def states(place: Place, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let this process keep its servers in a place of its own, and remove them afterwards."""
    monkeypatch.setenv(VARIABLE, str(place.root / "state"))
    yield
    for there in kept():
        remove_kept(there.name)


# what there is


def test_the_help_lists_every_command_and_comes_without_the_heavy_rooms(place: Place) -> None:
    script = f"""
import sys
import time
from livvly_lab.cli import run
for call in (["--help"], ["report", "--help"], ["up", "--shards", "0"], ["report", "--only", "02_skew"], ["nothing"]):
    run(call)
print(*({HEAVY!r} & set(sys.modules)), "are imported")
"""
    with python(script, {"HOME": str(place.root)}) as process:
        code, printed, said = end_of(process)
    assert code == 0, said
    assert printed.endswith("\nare imported\n")
    assert all(f"\n  {name} " in printed for name in cli.commands)


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_says_what_it_does_with_an_example_that_it_takes(call: Call, name: str) -> None:
    answer = call(name, "--help")
    assert (answer.code, answer.said) == (0, "")
    command = cli.commands[name]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    (example,) = re.findall(r"^  Example: .*?livvly-lab ([^|\n]*)", answer.printed, re.MULTILINE)
    first, *arguments = shlex.split(example)
    assert first == name
    command.make_context(name, arguments, resilient_parsing=False)


def test_without_a_command_the_help_is_said(call: Call) -> None:
    answer = call()
    assert (answer.code, answer.printed) == (2, "")
    assert answer.said.startswith("Usage: livvly-lab [OPTIONS] COMMAND")


def test_the_version_is_that_of_the_package(call: Call) -> None:
    assert re.fullmatch(r"livvly-lab \d+\.\d+\.\d+\n", call("--version").printed)


def test_designs_are_lines_for_readers_and_one_document_for_programs(call: Call) -> None:
    lines, answer = call("designs").printed, call("designs", "--json")
    (livvly,) = (row for row in json.loads(answer.printed) if row["name"] == "livvly")
    assert (livvly["tables"], livvly["sharded"]) == (27, 13)
    assert re.search(r"^livvly +27 tables, 13 sharded", lines, re.MULTILINE)
    assert answer.said == ""


def test_the_erd_is_drawn_where_it_is_asked_for(call: Call, tmp_path: Path) -> None:
    answer = call("erd", "--out", str(tmp_path / "erd"))
    assert answer.code == 0
    drawn = [Path(line) for line in answer.printed.splitlines()]
    assert sorted(drawn) == sorted((tmp_path / "erd").iterdir())
    assert {path.suffix for path in drawn} >= {".svg", ".mmd"}


# wrong calls


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("report --design livly", "found 'livly'; did you mean livvly?"),
        ("report --layout singel", "one of single, inheritance, partitioned, found 'singel'; did you mean single?"),
        ("report --shard-function crc23", "found 'crc23'; did you mean crc32?"),
        ("report --only 02_skew", "found '02_skew'; did you mean 02_shard_skew?"),
        ("up --shards 0", "--shards from 1 to 1024, found 0; for example: livvly-lab report --shards 8"),
        ("up --shards -1", "--shards from 1 to 1024, found -1"),
        ("up --shards 1025", "--shards from 1 to 1024, found 1025"),
        ("load --server x --users-per-shard 0", "--users-per-shard >= 1, found 0"),
        ("load --server x --users-per-shard -5", "--users-per-shard >= 1, found -5"),
        (
            "report --layout partitioned --shard-function crc32",
            "found 'crc32'; leave --shard-function out, or take another layout",
        ),
        ("report --activity nan", "--activity above 0 and at most 100, found nan"),
        ("report --activity 0", "--activity above 0 and at most 100, found 0"),
        ("report --activity inf", "--activity above 0 and at most 100, found inf"),
        ("report --seed -1", "--seed from 0 to 2147483647, found -1"),
        ("report --shards eight", "--shards to be a whole number, found 'eight'; for example: --shards 8"),
        ("report --activity 1,5", "--activity to be a number, found '1,5'; for example: --activity 1.0"),
        ("report --shard 8", "an option of livvly-lab report, found --shard; did you mean --shards?"),
        ("report --quiet", "found --quiet; write it before the command: livvly-lab --quiet ..."),
        ("reprot", "found 'reprot'; did you mean report?"),
        ("nothing", "one of designs, report, up, down, status, load, erd"),
        ("load", "expected --server DSN, found none; see: livvly-lab load --help"),
        ("up --name", "found \"Option '--name' requires an argument.\"; see:"),
        ("down lab", "found 'Got unexpected extra argument (lab)'; see: livvly-lab down --help"),
        ("up --name Lab", "a name of at most 40 letters a-z, digits, - and _, found 'Lab'; choose another"),
        ("load --server postgresql://a@b@c/x", "found something else; write an @ in a password as %40"),
    ],
)
def test_a_wrong_call_is_one_line_with_exit_code_2(call: Call, arguments: str, says: str, states: None) -> None:
    answer = call(*shlex.split(arguments, posix=False))
    assert (answer.code, answer.printed) == (2, "")
    assert ERROR.fullmatch(answer.said)
    assert says in answer.said


def test_a_folder_with_other_files_is_no_place_for_a_report(call: Call, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    answer = call("report", *SIZES, "--out", str(tmp_path))
    assert answer.code == 2
    assert ERROR.fullmatch(answer.said)
    assert f"found other files in {tmp_path}; choose another folder" in answer.said
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


# what cannot be done


def failure(answer: Answer) -> str:
    """Return the one line that says why a call could not be carried out."""
    assert (answer.code, answer.printed) == (1, "")
    *stages, line = answer.said.splitlines(keepends=True)
    assert all(stage.startswith(" ") for stage in stages)
    assert ERROR.fullmatch(line)
    return line


def test_a_place_that_cannot_be_written_is_refused(call: Call) -> None:
    said = failure(call("report", *SIZES, "--out", "/proc/livvly/report"))
    assert "expected a folder to write in at /proc/livvly, found " in said


@pytest.mark.parametrize("command", ["load", "report"])
def test_a_server_that_cannot_be_reached_is_named(call: Call, command: str, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "report")] if command == "report" else []
    said = failure(call(command, "--server", "postgresql://lab:opensesame@127.0.0.1:1/x", *out))
    assert "expected a PostgreSQL server at 127.0.0.1, port 1, database x, found " in said
    assert "opensesame" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"version_num": 140_012, "version": "14.12"}, "expected PostgreSQL 15 or later at"),
        ({"has_pg_trgm": False, "may_create_pg_trgm": False}, "expected the extension pg_trgm at"),
    ],
)
def test_a_server_that_is_too_old_or_lacks_an_extension_is_refused(
    call: Call, database: str, lacks: dict[str, Any], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = foreign.ask
    monkeypatch.setattr(foreign, "ask", lambda connection: replace(ask(connection), **lacks))
    assert says in failure(call("load", "--server", database))
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regnamespace('livvly_lab')").fetchone() == (None,)


def test_a_server_without_crc32_is_told_a_function_that_works_there(
    call: Call, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FUNCTIONS, "crc32", replace(FUNCTIONS["crc32"], needs="crc99(bytea)"))
    said = failure(call("load", "--server", database, *SIZES))
    assert "expected a server with crc99(bytea), on which the shard function crc32 stands" in said
    named = said.split("such as ")[1].strip()
    answer = call("load", "--server", database, *SIZES, "--shard-function", named)
    assert re.fullmatch(r"loaded \d+ rows into \d+ tables\n", answer.printed)


@pytest.mark.parametrize("command", ["report", "up"])
def test_a_disk_that_is_nearly_full_is_refused_before_a_row_is_written(
    call: Call, command: str, tmp_path: Path, states: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = SimpleNamespace(total=2**40, used=2**40 - 2**29, free=2**29)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly_full)
    out = ["--out", str(tmp_path / "report")] if command == "report" else []
    said = failure(call(command, *out))
    assert re.search(r"MiB free under .*, found 512 MiB; free some space, set TMPDIR", said)
    assert list(tmp_path.iterdir()) == []
    assert kept() == []


def test_more_users_than_any_disk_holds_are_refused(call: Call, states: None) -> None:
    assert "MiB in reserve), found " in failure(call("up", "--users-per-shard", "1000000000000"))
    assert kept() == []


def test_what_nobody_expected_is_one_line_with_a_log_and_a_traceback_only_when_asked(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise ZeroDivisionError("a defect\nin two lines")

    monkeypatch.setattr(lab, "designs", breaks, raising=False)
    answer = call("designs")
    assert (answer.code, answer.printed) == (1, "")
    said = re.fullmatch(
        r"error: unexpected ZeroDivisionError: a defect in two lines \(traceback in (.*)\)\n", answer.said
    )
    assert said
    assert "Traceback" in Path(said[1]).read_text()
    Path(said[1]).unlink()
    answer = call("--debug", "designs")
    assert answer.code == 1
    assert "Traceback" in answer.said
    assert answer.said.endswith("error: unexpected ZeroDivisionError: a defect in two lines\n")


# colour


class Terminal(io.StringIO):
    """A stderr that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "arguments", "coloured"),
    [
        ({"TERM": "xterm"}, [], True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "xterm"}, ["--no-color"], False),
    ],
)
def test_an_error_is_red_in_a_terminal_unless_colour_is_not_wanted(
    environment: dict[str, str], arguments: list[str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(sys, "argv", ["livvly-lab", *arguments, "nothing"])
    assert run() == 2
    assert terminal.getvalue().startswith("\x1b[31merror: \x1b[0m" if coloured else "error: expected")


def test_an_error_that_goes_to_a_file_has_no_colour(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert call("nothing").said.startswith("error: expected")


# kept servers


def test_a_server_is_kept_found_again_shown_replaced_and_removed(call: Call, states: None) -> None:
    sizes = ("--shards", "1", "--users-per-shard", "20", "--layout", "single")
    assert call("status").printed == "no kept server; start one with: livvly-lab up\n"
    made = call("up", *sizes)
    assert made.code == 0
    dsn = made.printed.splitlines()[-1]
    parameters = Parameters(shards=1, users_per_shard=20, layout="single")
    assert sum(attach(parameters, dsn).rows.values()) > parameters.users
    assert " load " in made.said
    again = call("up", *sizes)
    assert (again.printed, again.said) == (made.printed, "")

    (shown,) = json.loads(call("status", "--json").printed)
    assert (shown["name"], shown["state"], shown["dsn"]) == ("lab", "running", dsn)
    assert Parameters(**shown["parameters"]) == parameters
    assert re.fullmatch(
        rf"lab +running +livvly, 1 shards x 20 users, single +{re.escape(dsn)}\n", call("status").printed
    )

    other = (*sizes, "--seed", "8")
    refused = call("up", *other)
    assert refused.code == 2
    assert "the server 'lab' with seed=8, found seed=7; choose another --name, or --replace it" in refused.said
    replaced = call("up", *other, "--replace")
    assert attach(replace(parameters, seed=8), replaced.printed.strip()).parameters.seed == 8

    assert call("down").printed == "removed lab\n"
    assert json.loads(call("status", "--json").printed) == []
    gone = call("down")
    assert gone.code == 2
    assert "expected a kept server named 'lab', found none at all; see livvly-lab status" in gone.said
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)


# Ctrl-C


def stopped(place: Place, process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C and see that the command answers at once, ends soon and leaves nothing behind."""
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    read_until(process, "stopping, removing what this command started")
    assert time.monotonic() - pressed < AT_ONCE_S
    code, printed, said = end_of(process)
    assert code == 130, said
    assert printed == ""
    assert "Traceback" not in said
    assert becomes_true(lambda: not place.processes())
    assert (place.servers(), place.drafts(), place.left()) == ([], [], set())
    assert not place.out.exists()


REPORT = ("report", "--shards", "4", "--users-per-shard", "400", "--out")


def test_ctrl_c_while_the_server_starts_leaves_nothing(place: Place) -> None:
    with place.lab(*REPORT, str(place.out)) as process:
        assert becomes_true(lambda: bool(place.processes("watchdog")))
        stopped(place, process)


@pytest.mark.parametrize("before", ["create", "load"], ids=["loads", "indexes"])
def test_ctrl_c_while_it_loads_or_indexes_leaves_nothing(place: Place, before: str) -> None:
    with place.lab(*REPORT, str(place.out)) as process:
        read_until(process, before)
        stopped(place, process)


@pytest.mark.parametrize("running", [False, True], ids=["starts", "runs"])
def test_ctrl_c_while_a_notebook_starts_or_runs_leaves_nothing_and_a_server_of_others_as_it_was(
    place: Place, running: bool, filled: Filled
) -> None:
    run = filled(TINY)
    with place.lab("report", *SIZES, "--server", run.dsn, "--out", str(place.out)) as process:
        assert becomes_true(lambda: has_begun(place) if running else bool(place.processes("ipykernel")))
        stopped(place, process)
    assert attach(TINY, run.dsn) == run


def has_begun(place: Place) -> bool:
    """Tell whether a notebook of a draft has executed a cell."""
    texts = (path.read_text() for path in place.out.parent.glob(".*/*.ipynb"))
    return any('"execution_count": 1' in text for text in texts)


def test_a_report_that_is_killed_blocks_nothing(place: Place) -> None:
    with place.lab(*REPORT, str(place.out)) as process:
        read_until(process, "check")
        assert becomes_true(lambda: bool(place.processes("ipykernel")))
        process.kill()
        process.communicate(timeout=PATIENCE_S)
    assert becomes_true(lambda: not place.processes())
    assert place.servers() == []
    assert len(place.drafts()) == 1
    with draft(place.out) as folder:
        (folder / "results.json").write_text("{}")
    assert (place.drafts(), [path.name for path in place.out.iterdir()]) == ([], ["results.json"])
