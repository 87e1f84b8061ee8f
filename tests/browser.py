"""Headless chromium for tests: a page from a file, with the network blocked; skipped where there is none."""

import shutil
import subprocess
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_TIMEOUT_S = 60


def chromium() -> str:
    """Return the browser's path; the test that asks is skipped where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    return found


def dom(page: Path, scratch: Path, fragment: str = "") -> str:
    """Return the document as it stands after its scripts ran; `fragment` follows the # of its address."""
    return _run(scratch, "--virtual-time-budget=2000", "--dump-dom", _address(page, fragment))


def after(page: Path, scratch: Path, script: str) -> str:
    """Return what a script, run at the end of a page, leaves in the document's title."""
    copy = page.with_name(f"scripted-{page.name}")
    copy.write_text(page.read_text().replace("</body>", f"<script>{script}</script></body>"))
    try:
        text = dom(copy, scratch)
    finally:
        copy.unlink()
    return text.split("<title>", 1)[1].split("</title>", 1)[0]


def _address(page: Path, fragment: str) -> str:
    return page.resolve().as_uri() + (f"#{fragment}" if fragment else "")


def _run(scratch: Path, *arguments: str) -> str:
    profile = scratch / "chromium"
    done = subprocess.run(
        [chromium(), *_FLAGS, f"--user-data-dir={profile}", *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=_TIMEOUT_S,
    )
    return done.stdout
