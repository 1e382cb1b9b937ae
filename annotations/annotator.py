"""Who makes the marks."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

_PERSON = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person, as the files of their annotations know them."""

    name: str
    """What people call them."""
    person: str
    """A random id that tells two people of the same name apart."""


def myself(name: str | None = None) -> Annotator:
    """The person at the keyboard: `name`, else the login name; with the person id of this account.

    The id is random and kept in the user's configuration folder; where that cannot be written it
    is made from the account, so that it is the same the next time.
    """
    return Annotator((name or _login()).strip() or "anonymous", _person())


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user{os.getuid()}" if hasattr(os, "getuid") else "anonymous"


def _person() -> str:
    from platformdirs import user_config_path

    path: Path = user_config_path("postil", appauthor=False) / "person"
    try:
        if _PERSON.fullmatch(kept := path.read_text("ascii").strip()):
            return kept
    except (OSError, UnicodeDecodeError):
        pass
    person = os.urandom(8).hex()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{person}\n", "ascii")
    except OSError:
        return "0" * 16
    return person
