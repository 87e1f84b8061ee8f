"""What a run says while it works: a line for each stage on stderr, bars only for a reader."""

import io
import re
import sys
from types import SimpleNamespace

import pytest

from livvly_lab.progress import Progress


class Terminal(io.StringIO):
    """A stderr that somebody looks at."""

    def isatty(self) -> bool:
        return True


def run_a_stage(progress: Progress) -> None:
    """Do a stage with a bar in it."""
    with progress.stage("load") as says, progress.bar("load", 10) as bar:
        bar.update(10)
        says += ["10 rows", "of 2 users"]


def test_a_stage_is_one_line_on_stderr_and_its_seconds_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    run_a_stage(progress)
    said = capsys.readouterr()
    assert re.fullmatch(r" load +10 rows, of 2 users +0\.\d s\n", said.err)
    assert said.out == ""
    assert list(progress.seconds) == ["load"]
    assert 0 < progress.seconds["load"] < 5


def test_a_terminal_gets_a_bar_that_makes_way_for_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    run_a_stage(Progress())
    bar, blank, line = terminal.getvalue().removeprefix("\r").split("\r")
    assert re.match(r" load: .*/10\.0 ", bar)
    assert not blank.strip()
    assert line.startswith(" load  ")


def test_a_quiet_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    run_a_stage(Progress(quiet=True))
    assert terminal.getvalue() == ""


def test_a_stage_that_fails_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    with pytest.raises(ZeroDivisionError), progress.stage("load"):
        raise ZeroDivisionError
    assert capsys.readouterr().err == ""
    assert progress.seconds == {}


def test_a_notebook_hears_nothing_but_its_bars(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kernel = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    progress = Progress()
    progress.say("a line")
    assert capsys.readouterr().err == ""
    with progress.bar("load", 10) as bar:
        assert not bar.disable
