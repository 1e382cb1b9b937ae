"""Clipboard programs under the names of xclip and tmux: one that works, and those that do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

WORKS = 'case "$*" in *-o*) cat "$HELD";; *) cat >"$HELD";; esac'
STAYS = 'case "$*" in *-o*) cat "$HELD";; *) cat >"$HELD"; sleep 60 & echo $! >>"$PIDS";; esac'
"""What serves the clipboard stays behind, as xclip does, with the descriptors that it was given."""
FAILS = 'cat >/dev/null; echo "Error: Can\'t open display" >&2; exit 1'
LIES = 'case "$*" in *-o*) ;; *) cat >/dev/null;; esac'
TMUX = 'case "$*" in "load-buffer -w -") cat >"$HELD";; show-buffer) cat "$HELD";; esac'
"""A tmux that works; `installed` as tmux."""
HANGS = 'echo $$ >>"$PIDS"; exec sleep 60'
HANGS_WHEN_READ = f'case "$*" in *-o*) {HANGS};; *) cat >"$HELD";; esac'


class Program:
    """A program that stands for the clipboard of the system."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "programs"
        """Where programs are looked for."""
        self._held = folder / "held"
        self._pids = folder / "pids"

    @property
    def held(self) -> str | None:
        """What the clipboard holds."""
        return self._held.read_text("utf-8") if self._held.exists() else None

    @property
    def pids(self) -> list[int]:
        """The processes that stayed."""
        return [int(line) for line in self._pids.read_text().split()] if self._pids.exists() else []


def installed(
    folder: Path, script: str, monkeypatch: pytest.MonkeyPatch, name: str = "xclip"
) -> Program:
    """Make a display, or else a tmux, whose only clipboard program is this shell script."""
    programs = folder / "programs"
    programs.mkdir()
    for tool in ("cat", "sed", "sleep"):
        (programs / tool).symlink_to(shutil.which(tool) or tool)
    program = programs / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("HELD", str(folder / "held"))
    monkeypatch.setenv("PIDS", str(folder / "pids"))
    monkeypatch.setenv(*(("TMUX", "/tmp/tmux,1,0") if name == "tmux" else ("DISPLAY", ":97")))
    monkeypatch.setenv("PATH", str(programs))  # and no clipboard program of this machine
    return Program(folder)


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and that nobody asked about does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
