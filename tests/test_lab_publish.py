"""Publishing: a report is whole or not there, and never takes the place of something else."""

import signal
from pathlib import Path

import pytest
from processes import becomes_true, is_running, line_of, python

from livvly_lab.errors import ReportError, UsageError
from livvly_lab.lab import publish
from livvly_lab.lab.publish import RESULTS, draft

DRAFTS = """
import sys
from pathlib import Path
from livvly_lab.lab.publish import draft

with draft(Path({out!r})) as folder:
    (folder / "results.json").write_text("killed")
    print(folder, flush=True)
    sys.stdin.readline()
"""


class CutOffError(Exception):
    """What a test raises in the middle of a report."""


def make(out: Path, text: str, trouble: type[BaseException] | None = None) -> str:
    """Publish a report that holds one text, unless trouble comes; return the one that stood there meanwhile."""
    with draft(out) as folder:
        (folder / RESULTS).write_text(text)
        before = (out / RESULTS).read_text() if out.exists() else ""
        if trouble:
            raise trouble
    return before


def names(folder: Path) -> set[str]:
    """Return what a folder holds, hidden files too."""
    return {path.name for path in folder.iterdir()}


def test_a_report_takes_the_place_of_the_last_one_when_it_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    make(out, "first")
    (out / "page of the first report").touch()
    assert make(out, "second") == "first"
    assert (out / RESULTS).read_text() == "second"
    assert names(out) == {RESULTS}
    assert names(out.parent) == {"report"}


@pytest.mark.parametrize("trouble", [CutOffError, KeyboardInterrupt])
def test_a_report_that_is_cut_off_leaves_the_last_one_and_no_draft(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    make(tmp_path / "report", "last good")
    with pytest.raises(trouble):
        make(tmp_path / "report", "half", trouble)
    assert (tmp_path / "report" / RESULTS).read_text() == "last good"
    assert names(tmp_path) == {"report"}


def test_a_folder_that_does_not_come_into_place_leaves_the_last_report_to_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report"
    make(out, "last good")
    rename = Path.rename

    def fails_at_the_second(self: Path, target: Path) -> Path:
        if target == out:
            raise CutOffError
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fails_at_the_second)
        with pytest.raises(CutOffError):
            make(out, "second")
    assert not out.exists()
    assert make(out, "third") == "last good"
    assert names(tmp_path) == {"report"}


def test_drafts_of_killed_runs_are_swept_and_those_of_others_are_not(tmp_path: Path) -> None:
    out = tmp_path / "report"
    with python(DRAFTS.format(out=str(out)), {}) as working, python(DRAFTS.format(out=str(out)), {}) as killed:
        lives, dead = Path(line_of(working)), Path(line_of(killed))
        killed.send_signal(signal.SIGKILL)
        assert becomes_true(lambda: not is_running(killed.pid))
        assert dead.exists()
        make(out, "next")
        assert names(tmp_path) == {"report", lives.name}
    assert (out / RESULTS).read_text() == "next"


def test_a_run_killed_between_the_two_renames_gives_its_old_report_back(tmp_path: Path) -> None:
    out, left = tmp_path / "report", tmp_path / ".report.draft-0a1b2c3d"
    for folder, text in ((left, "new"), (left.with_name(left.name + "-old"), "old")):
        folder.mkdir()
        (folder / RESULTS).write_text(text)
    assert make(out, "next") == "old"
    assert names(tmp_path) == {"report"}


def test_what_an_interrupted_clean_up_left_is_removed_and_the_report_stays(tmp_path: Path) -> None:
    make(tmp_path / "report", "new")
    (tmp_path / ".report.draft-0a1b2c3d-old").mkdir()
    assert make(tmp_path / "report", "next") == "new"
    assert names(tmp_path) == {"report"}


def test_folders_of_other_reports_are_not_swept(tmp_path: Path) -> None:
    (tmp_path / ".reports.draft-0a1b2c3d").mkdir()
    (tmp_path / ".re[p]ort.draft-0a1b2c3d").mkdir()
    make(tmp_path / "report", "new")
    assert len(names(tmp_path)) == 3


def test_a_link_keeps_leading_to_the_report(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    link = tmp_path / "report"
    link.symlink_to(tmp_path / "disk" / "report")
    make(link, "first")
    make(link, "second")
    assert link.is_symlink()
    assert (link / RESULTS).read_text() == "second"
    assert names(tmp_path / "disk") == {"report"}


def test_a_folder_with_other_files_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"--out to be empty, new, or an earlier report, found other files"):
        make(tmp_path, "new")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("mine")
    with pytest.raises(UsageError, match="--out to be a folder, found the file"):
        publish.refuse_foreign(tmp_path / "report")


@pytest.mark.parametrize("out", ["/proc/livvly/report", "{file}/report"])
def test_a_place_that_cannot_be_written_is_one_error(tmp_path: Path, out: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match=r"expected a folder to write in at .*; choose another --out"):
        make(Path(out.format(file=tmp_path / "file")), "new")
