"""Whether somebody has the program open for the first time."""

from __future__ import annotations

from contextlib import suppress

from platformdirs import user_state_path


def is_first_run() -> bool:
    """Whether this person never had the program open before; true once in a life.

    Where that cannot be noted down it is never true: nobody is to be asked the same each day.
    """
    note = user_state_path("postil", appauthor=False) / "opened"
    with suppress(OSError):
        if not note.exists():
            note.parent.mkdir(parents=True, exist_ok=True)
            note.touch(exist_ok=False)
            return True
    return False
