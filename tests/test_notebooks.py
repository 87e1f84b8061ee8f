"""The notebooks: thin as committed, and executed at tiny size in every layout, by plain papermill and by hand."""

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from executed import code_cells, read_notebook, troubles, troubles_of_notebook, troubles_of_page, values_of
from html_for_tests import broken_links, read_page
from lab_processes import Place
from notebooks_for_tests import code, markdown, notebook_of, save
from processes import parent_of

from livvly_lab import lab
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import ReportError, UsageError
from livvly_lab.lab import notebooks as running
from livvly_lab.lab import servers
from livvly_lab.lab.notebooks import notebook_paths, refuse_unknown
from livvly_lab.lab.opening import kept_name
from livvly_lab.lab.run import Run
from livvly_lab.progress import Progress
from livvly_lab.report.results import validate
from livvly_lab.scratch.kept import kept, remove_kept
from livvly_lab.scratch.state import VARIABLE

Filled = Callable[[Parameters], Run]

TINY = Parameters(shards=2, users_per_shard=20)
SINGLE = Parameters(shards=1, users_per_shard=80, layout="single")
OTHERS = [name for name in DESIGNS if name != TINY.design]
PATHS = notebook_paths()
BRIEF = next(path for path in PATHS if path.stem == "08_findings")  # it takes a fifth of a second
CLAIMS = "06_claims"
"""Executed on the other designs where their claims are asked: test_claims_ledger.py."""
LONGEST_CELL_LINES = 8
EVERY = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def given(parameters: Parameters, **more: str) -> dict[str, str]:
    """Return the parameters of a notebook, as a command line has them."""
    sizes = {name: value for name, value in parameters.as_dict().items() if name != "shard_function"}
    return {name: str(value) for name, value in (sizes | more).items()}


# as committed


@EVERY
def test_a_notebook_is_committed_without_what_it_showed(path: Path) -> None:
    notebook = read_notebook(path)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(notebook))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == running.KERNEL


@EVERY
def test_a_notebook_is_thin_it_asks_calls_once_and_shows(path: Path) -> None:
    notebook = read_notebook(path)
    assert re.match(r"# .+\?\n", notebook.cells[0].source + "\n")
    for cell in code_cells(notebook):
        is_parameters = "parameters" in cell.metadata.get("tags", [])  # one line for each
        assert is_parameters or len(cell.source.splitlines()) <= LONGEST_CELL_LINES
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {
            ast.FunctionDef,
            ast.ClassDef,
            ast.For,
            ast.While,
            ast.Lambda,
            ast.ListComp,
            ast.If,
            ast.Try,
        }
        assert not re.search(r"\b(SELECT|EXPLAIN|CREATE|DROP)\b", cell.source)
        assert set(re.findall(r"^(?:from|import) .*", cell.source, re.MULTILINE)) <= {"from livvly_lab import lab"}


@EVERY
def test_a_notebook_takes_what_the_report_gives_it_and_begins_with_its_defaults(path: Path) -> None:
    (cell,) = (cell for cell in code_cells(read_notebook(path)) if "parameters" in cell.metadata.get("tags", []))
    names: dict[str, Any] = {}
    exec(cell.source, names)  # noqa: S102 - the notebook is ours
    del names["__builtins__"]
    sizes = {name: value for name, value in Parameters().as_dict().items() if name != "shard_function"}
    assert names == {**sizes, "dsn": "", "run_dir": "", "depth": "quick"}


def test_all_notebooks_open_their_run_by_the_same_call() -> None:
    (opening,) = {code_cells(read_notebook(path))[1].source.rpartition("\n")[0] for path in PATHS}
    names = ("design", "shards", "users_per_shard", "activity", "layout", "seed", "dsn", "run_dir", "depth")
    assert opening == f"from livvly_lab import lab\n\nrun = lab.open_run({', '.join(names)})"


# executed by the plain papermill command


def test_plain_papermill_executes_a_notebook_on_a_filled_database(filled: Filled, tmp_path: Path) -> None:
    path = BRIEF  # all of them take their parameters and open their run alike
    said = papermill(path, tmp_path / path.name, given(SINGLE, dsn=filled(SINGLE).dsn), {})
    assert troubles_of_notebook(tmp_path / path.name) == []
    assert "unknown parameter" not in said
    assert [made.name for made in tmp_path.iterdir()] == [path.name]


def papermill(path: Path, output: Path, parameters: dict[str, str], environment: dict[str, str]) -> str:
    """Call papermill as a user does; return what it said."""
    options = [option for name, value in parameters.items() for option in ("-p", name, value)]
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), str(output), *options, "--no-progress-bar"],
        env=os.environ | environment,
        cwd=output.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


# opened by hand


@pytest.fixture
def at_hand(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Yield a place whose state directory is that of this process; kept servers are removed afterwards."""
    monkeypatch.setenv(VARIABLE, str(place.root / "state"))
    yield place
    for there in kept():
        remove_kept(there.name)


def test_notebooks_opened_by_hand_build_a_server_once_and_share_it(at_hand: Place, tmp_path: Path) -> None:
    first, other = PATHS[0], BRIEF
    papermill(first, tmp_path / first.name, given(TINY), {})
    assert troubles_of_notebook(tmp_path / first.name) == []
    (there,) = kept()
    assert there.name == kept_name(TINY)
    for shown in values_of(other, TINY):
        assert troubles(shown) == []
    assert kept() == [there]
    assert list(tmp_path.iterdir()) == [tmp_path / first.name]


# on every design, in shards and without: what the report of livvly's shards does not execute


@pytest.mark.parametrize(
    ("sizes", "path"),
    [
        *((SINGLE, path) for path in PATHS),
        *((replace(TINY, design=name), path) for name in OTHERS for path in PATHS if path.stem != CLAIMS),
    ],
    ids=lambda given: given.stem if isinstance(given, Path) else f"{given.design}-{given.layout}",
)
def test_a_notebook_shows_all_it_should_on_every_design(filled: Filled, sizes: Parameters, path: Path) -> None:
    shown = list(values_of(path, sizes, dsn=filled(sizes).dsn))
    assert shown
    assert [trouble for each in shown for trouble in troubles(each)] == []


@pytest.mark.parametrize("design", OTHERS)
def test_a_report_of_another_design_without_shards_is_whole(filled: Filled, design: str, tmp_path: Path) -> None:
    sizes = replace(SINGLE, design=design)
    made = lab.report(sizes, only=[BRIEF.stem], out=tmp_path / "report", server=filled(sizes).dsn)
    validate(made.results)
    paths = sorted(made.index_path.parent.rglob("*.html"))
    assert [trouble for path in paths for trouble in troubles_of_page(path)] == []
    assert broken_links([read_page(path) for path in paths]) == []


# on a server of somebody else's


def test_a_report_without_shards_on_an_empty_database_of_somebody_elses(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = lab.report(SINGLE, only=["01_erd", "03_query_plans"], out=tmp_path / "report", server=database)
    validate(made.results)
    assert made.index_path.is_file()
    assert json.loads(made.results_path.read_text())["run"]["layout"] == "single"
    assert {row["shard"] for row in made.results["tables"]} == {None}
    assert made.results["skew"] == []
    troubled = [trouble for path in made.index_path.parent.rglob("*.html") for trouble in troubles_of_page(path)]
    assert troubled == []
    assert [t for path in made.index_path.parent.glob("*.ipynb") for t in troubles_of_notebook(path)] == []
    assert "a scratch server" not in capsys.readouterr().err


def test_a_filled_database_is_measured_as_it_stands_by_the_notebooks_that_were_asked_for(
    filled: Filled, tmp_path: Path
) -> None:
    run = filled(TINY)
    made = lab.report(TINY, only=[BRIEF.stem], out=tmp_path / "report", server=run.dsn, progress=Progress(quiet=True))
    assert {path.name for path in tmp_path.glob("report/*.ipynb")} == {BRIEF.name}
    assert made.results["queries"] == []
    assert made.results["run"]["seconds"]["load"] == run.seconds["load"]
    assert broken_links([read_page(path) for path in (tmp_path / "report").rglob("*.html")]) == []


# what goes wrong


@pytest.fixture
def folder_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Return what makes notebooks of cells the notebooks of the lab."""

    def make(**notebooks: list[Any]) -> Path:
        home = tmp_path / "notebooks"
        home.mkdir()
        for name, cells in notebooks.items():
            notebook = notebook_of(*cells)
            notebook.metadata = read_notebook(PATHS[0]).metadata
            save(notebook, home / f"{name.removeprefix('n')}.ipynb")
        monkeypatch.setattr(running, "folder", lambda _name: home)
        return home

    return make


PARAMETERS = "\n".join(f"{name} = None" for name in given(TINY, dsn="", run_dir="", depth="quick"))


def never(*_: Any, **__: Any) -> None:
    """Fail where nothing may be started."""
    pytest.fail("started")


def test_an_unknown_parameter_is_refused_before_anything_starts(
    folder_of: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks = PARAMETERS.replace("seed = None\n", "")
    folder_of(n01_old=[markdown("# Old?"), code(lacks, tags=["parameters"])])
    monkeypatch.setattr(servers, "scratch", never)
    with pytest.raises(UsageError, match=r"expected a parameter of 01_old.ipynb: design, .*, found 'seed'"):
        lab.report(TINY, out=tmp_path / "report", progress=Progress(quiet=True))
    assert not (tmp_path / "report").exists()


@EVERY
def test_a_misspelt_parameter_of_a_notebook_is_refused(path: Path) -> None:
    refuse_unknown(path, given(TINY, dsn="", run_dir="", depth="quick"))
    with pytest.raises(UsageError, match=r"shards, .*, found 'shard'; correct the name"):
        refuse_unknown(path, {"shards": 2, "shard": 2})


def test_a_notebook_that_fails_stops_the_report_and_leaves_the_last_good_one(
    folder_of: Callable[..., Path], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place.root / "tmp"))
    (place.root / "tmp").mkdir(mode=0o711)
    place.out.mkdir(parents=True)
    (place.out / "results.json").write_text("{}")
    parameters, never_made = code(PARAMETERS, tags=["parameters"]), place.root / "of the second notebook"
    folder_of(
        n01_bad=[markdown("# Bad?"), parameters, code("1"), markdown("Now."), code("# divides\n1 / 0")],
        n02_never=[markdown("# Never?"), parameters, code(f"open({str(never_made)!r}, 'x')")],
    )
    with pytest.raises(ReportError) as failed:
        lab.report(SINGLE, out=place.out, progress=Progress(quiet=True))
    assert failed.value.expected == "01_bad.ipynb to run to its end"
    assert failed.value.found == "ZeroDivisionError in code cell 3: division by zero"
    assert failed.value.do.endswith("its first line: # divides")
    assert not never_made.exists()
    assert [path.name for path in place.out.iterdir()] == ["results.json"]
    assert (place.drafts(), place.servers(), place.processes(), place.left()) == ([], [], [], set())


def test_a_notebook_of_a_report_finds_nothing_of_the_one_before_it(
    folder_of: Callable[..., Path], filled: Filled, tmp_path: Path
) -> None:
    parameters = code(PARAMETERS, tags=["parameters"])
    folder_of(
        n01_leaves=[markdown("# Leaves?"), parameters, code("left = 1")],
        n02_looks=[markdown("# Looks?"), parameters, code("left")],
    )
    with pytest.raises(ReportError, match=r"found NameError in code cell 2: name 'left' is not defined"):
        lab.report(TINY, out=tmp_path / "report", server=filled(TINY).dsn, progress=Progress(quiet=True))
    assert kernels() == []


def test_a_kernel_that_dies_is_one_error_and_leaves_nothing(
    folder_of: Callable[..., Path], filled: Filled, tmp_path: Path
) -> None:
    parameters = code(PARAMETERS, tags=["parameters"])
    folder_of(n01_dies=[markdown("# Dies?"), parameters, code("import os\nos._exit(1)")])
    with pytest.raises(ReportError, match=r"expected 01_dies.ipynb to run to its end, found a kernel that ended"):
        lab.report(TINY, out=tmp_path / "report", server=filled(TINY).dsn, progress=Progress(quiet=True))
    assert not (tmp_path / "report").exists()
    assert kernels() == []


def kernels() -> list[str]:
    """Return the kernels that this process started and that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError, IndexError):  # a process that is gone meanwhile
            command = entry.read_bytes().replace(b"\0", b" ").decode()
            if "ipykernel" in command and parent_of(int(entry.parent.name)) == os.getpid():
                found.append(command)
    return found


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("/x.py:3: UserWarning: no font", "a warning"),
        ("Traceback (most recent call last)", "a traceback"),
        ("<Figure size 640x480 with 1 Axes>".replace("<", "&lt;"), "the text of a picture"),
        ("[Text(0, 0, 'a')]", "the text of a picture"),
        ("<td>nan</td>", "a number that is none"),
        ("<td> None </td>", "a cell that holds"),
        ("postgresql://postgres@/livvly", "a server"),
        ("<a href='x'>in /tmp/pytest/x</a>", "a path of this machine"),
    ],
)
def test_what_a_reader_must_not_meet_is_noticed(text: str, what: str) -> None:
    assert what in troubles(text)[0]


@pytest.mark.parametrize(
    "text", ["None is declared.", "nanoseconds", "https://x.org/tmp/a", "Warnings none", "infinite"]
)
def test_what_a_reader_may_meet_is_not(text: str) -> None:
    assert troubles(text) == []
