"""What stands around the package: the lock, the conda environment, the Makefile, what CI runs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from livvly_lab.checkout import ROOT

BASH = shutil.which("bash") or "/bin/bash"
MAKE = shutil.which("make") or "/usr/bin/make"


def project() -> dict[str, Any]:
    """Return the project table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def wanted() -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, development included, by name."""
    return by_name([*project()["dependencies"], *project()["optional-dependencies"]["dev"]])


def by_name(texts: list[str]) -> dict[str, Requirement]:
    """Return requirements by their canonical names, each once."""
    named: dict[str, Requirement] = {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}
    assert len(named) == len(texts)
    return named


def locked() -> list[Requirement]:
    """Return what requirements.lock pins; a package has several pins where versions of Python need different ones."""
    text = (ROOT / "requirements.lock").read_text()
    return [Requirement(line) for line in re.findall(r"^(\S.*?)\s*\\$", text, flags=re.MULTILINE)]


def test_lock_pins_versions_pyproject_allows_of_each_dependency() -> None:
    pins = locked()
    for name, requirement in wanted().items():
        versions = [str(pin.specifier).removeprefix("==") for pin in pins if canonicalize_name(pin.name) == name]
        assert versions, f"{name} is not locked"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}: {versions}"


def test_lock_pins_everything_by_version_and_hash_and_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert len(entries) == len(locked())
    assert all(re.match(r"\S+==\S+ ", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_conda_gets_the_packages_of_pyproject_and_no_other() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    (from_pip,) = (entry["pip"] for entry in listed if isinstance(entry, Mapping))
    texts = [*(entry for entry in listed if isinstance(entry, str)), *(e for e in from_pip if not e.startswith("-"))]
    conda = by_name([text for text in texts if text != "pip"])
    python = conda.pop("python")
    assert python.specifier == Requirement(f"python{project()['requires-python']}").specifier
    assert {name: str(one) for name, one in conda.items()} == {name: str(one) for name, one in wanted().items()}
    assert "-e ." in from_pip


# make


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make in the checkout."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        [MAKE, "--no-print-directory", *arguments],
        cwd=ROOT,
        env=variables | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_explains_every_target() -> None:
    listed = set(re.findall(r"^make (\w+) +\S", make().stdout, flags=re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert listed == set(phony.split())
    assert {"help", "report", "reports", "test", "lab", "lock", "clean"} <= listed


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a directory that is the whole PATH: what the scripts need of the system, and nothing else."""
    directory = tmp_path / "bin"
    directory.mkdir()
    for name in ("sh", "bash", "make", "dirname", "mkdir", "rm", "cp", "timeout"):
        found = shutil.which(name)
        assert found is not None, f"{name} is missing on this machine"
        (directory / name).symlink_to(found)
    return directory


def program(directory: Path, name: str, script: str) -> None:
    """Write a shell script that stands for a program."""
    path = directory / name
    path.write_text(f"#!{BASH}\n{script}\n")
    path.chmod(0o755)


def test_the_environment_is_made_with_the_first_python_that_suits(programs: Path) -> None:
    program(programs, "python3.13", "exit 127")
    program(programs, "python3.12", "echo 'No module named ensurepip' >&2; exit 1")
    program(programs, "python3.11", "exit 0")
    program(programs, "python3", "exit 0")
    assert make("python", PATH=str(programs)).stdout == f"{programs / 'python3.11'}\n"


def test_a_python_that_cannot_make_environments_does_not_suit(programs: Path) -> None:
    program(programs, "python3", f"exec {sys.executable} -S -c \"import sys; sys.modules['ensurepip'] = None; $2\"")
    answer = make("python", PATH=str(programs))
    assert answer.returncode != 0
    assert "expected Python 3.11 or later with venv and ensurepip, found none among: python3.13" in answer.stderr
    assert "apt-get install python3 python3-venv" in answer.stderr


def test_locking_without_uv_says_where_to_get_it(programs: Path) -> None:
    answer = make("lock", PATH=str(programs))
    assert answer.returncode != 0
    assert answer.stderr.startswith("expected uv")


# CI


@pytest.fixture
def checkout(programs: Path, tmp_path: Path) -> Path:
    """Return a checkout in which make, apt-get and the lab only say what they were asked for."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (programs / "make").unlink()
    program(programs, "make", "[ $1 = test ] || exit 0; echo '<testsuites/>' >build/junit.xml; exit ${CHECK:-0}")
    program(programs, "apt-get", "echo $* >>apt-get.txt; exit ${APT:-0}")
    program(programs, "chromium", "exit 0")
    program(programs, "id", "echo ${USER_ID:-0}")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    program(tmp_path / ".venv" / "bin", "livvly-lab", "mkdir -p build/ci/report; echo $*; exit ${REPORT:-0}")
    return tmp_path


def ci(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run what CI runs."""
    return subprocess.run(
        [BASH, ".ci/run"],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "CI": "true"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_ci_leaves_the_report_and_the_results_of_the_tests(checkout: Path) -> None:
    earlier = checkout / "build" / "ci" / "of an earlier run"
    earlier.mkdir(parents=True)
    answer = ci(checkout)
    assert answer.returncode == 0, answer.stderr
    assert {path.name for path in (checkout / "build" / "ci").iterdir()} == {"report", "junit.xml"}
    assert "report --design livvly --users-per-shard 100 --out build/ci/report" in answer.stdout


@pytest.mark.parametrize("fails", ["CHECK", "REPORT"])
def test_ci_fails_when_a_part_fails_and_still_runs_the_others(checkout: Path, fails: str) -> None:
    answer = ci(checkout, **{fails: "3"})
    assert answer.returncode != 0
    assert "ci: FAILED (3)" in answer.stderr
    assert {path.name for path in (checkout / "build" / "ci").iterdir()} == {"report", "junit.xml"}


def test_ci_installs_chromium_and_goes_on_with_a_line_where_it_cannot(checkout: Path) -> None:
    (checkout / "bin" / "chromium").unlink()
    assert ci(checkout).returncode == 0
    assert "--no-install-recommends chromium" in (checkout / "apt-get.txt").read_text()
    for trouble in ({"APT": "100"}, {"USER_ID": "1000"}):
        answer = ci(checkout, **trouble)
        assert answer.returncode == 0
        assert re.search(r"^ci: .*chromium.*; tests that want them skip", answer.stdout, flags=re.MULTILINE)
