"""A person who knows the program: nothing is offered to them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def acquainted(home: Path) -> Path:
    """The note of this person's first run."""
    note = home / ".state" / "postil" / "opened"
    note.parent.mkdir(parents=True)
    note.touch()
    return note
