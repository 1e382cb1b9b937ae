"""The system's clipboard is never waited for longer than a person would."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pyperclip
import pytest

from tui import clipboard


@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "/dev/pts/1"}, False),
        ({"DISPLAY": ""}, False),
    ],
)
def test_a_display_of_this_machine_has_a_clipboard(
    environment: dict[str, str], there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert clipboard.has_display(environment) is there


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_mac_has_one_without_saying_so_but_not_from_afar(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert clipboard.has_display({})
    assert not clipboard.has_display({"SSH_TTY": "/dev/pts/1"})


def replaced(monkeypatch: pytest.MonkeyPatch, copy: Callable[[str], None]) -> None:
    monkeypatch.setattr(pyperclip, "copy", copy)
    monkeypatch.setattr(clipboard, "PATIENCE", 0.3)


def test_a_clipboard_that_works_has_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    replaced(monkeypatch, taken.append)
    assert clipboard.copy("“we will pay” (a.txt)")
    assert taken == ["“we will pay” (a.txt)"]


@pytest.mark.parametrize("error", [pyperclip.PyperclipException("none"), OSError("gone")])
def test_a_clipboard_that_fails_is_no_error(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise error

    replaced(monkeypatch, fail)
    assert not clipboard.copy("words")


def test_a_clipboard_that_hangs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    replaced(monkeypatch, lambda _: release.wait(20) and None)
    begun = time.monotonic()
    assert not clipboard.copy("words")
    assert 0.2 < time.monotonic() - begun < 2
    (hanging,) = [each for each in threading.enumerate() if each.name == "clipboard"]
    assert hanging.daemon  # it does not keep the program from ending
    release.set()
    hanging.join(5)


def test_the_patience_is_two_seconds() -> None:
    assert clipboard.PATIENCE == 2.0
