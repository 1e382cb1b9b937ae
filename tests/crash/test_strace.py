"""Errors that the system itself reports, by strace: nothing between the store and it is ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.crash.extent import LINUX, LONG
from tests.crash.one_life import LIFE
from tests.crash.survival import (
    allowed_after,
    assert_goes_on,
    assert_holds,
    assert_stock_tinydb_reads,
)

pytestmark = [
    LINUX,
    pytest.mark.skipif(not LONG or not shutil.which("strace"), reason="make crash, with strace"),
]

CALLS = "openat,write,fsync,fdatasync,ftruncate,rename,link,linkat,unlink,mkdir,close,newfstatat"


def traced(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Live in another process under strace."""
    program = [sys.executable, "-m", "tests.crash.one_life", str(path)]
    return subprocess.run(
        ["strace", "-f", "-qq", "-y", *options, *program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def calls_on(folder: Path) -> list[tuple[str, int]]:
    """The calls on files in a folder: name, and which of the calls of that name it is."""
    folder.parent.mkdir()
    log = folder.parent / "strace"
    traced(folder / "ana.json", "-e", f"trace={CALLS}", "-o", str(log))
    count: Counter[str] = Counter()
    found = []
    for line in log.read_text(errors="replace").splitlines():
        if name := re.match(r"\d+ +(\w+)\(", line):
            count[name[1]] += 1
            if str(folder) in line and ".lock" not in line:
                found.append((name[1], count[name[1]]))
    return found


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT", "EROFS"])
def test_an_error_of_the_system_costs_at_most_its_save(tmp_path, record_property, error):
    injected = 0
    calls_on(tmp_path / "warm" / "annotations")
    for number, (name, when) in enumerate(calls_on(tmp_path / "trace" / "annotations")):
        folder = tmp_path / str(number) / "annotations"
        path, log = folder / "ana.json", tmp_path / "log"
        folder.parent.mkdir()
        inject = f"inject={name}:error={error}:when={when}"
        said = traced(path, "-e", f"trace={name}", "-e", inject, "-o", str(log))
        injected += "(INJECTED)" in log.read_text(errors="replace")
        acknowledged = len(said.stdout.split())
        assert said.stderr == "", f"{error} at {name} {when}: {said.stderr}"
        try:
            assert_stock_tinydb_reads(path)
            assert_goes_on(assert_holds(path, allowed_after(LIFE.states, acknowledged)))
        except AssertionError as failed:
            failed.add_note(f"{error} at {name} {when}, {acknowledged} steps acknowledged")
            raise
        shutil.rmtree(folder.parent)
    record_property("errors", injected)
    assert injected > 50
