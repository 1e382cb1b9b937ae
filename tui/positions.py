"""Where each document was left. Kept outside the project, so that reading leaves no trace in it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from annotations.annotation import now
from annotations.errors import reason_of
from annotations.files import contents, path_as_text, path_from_text, replace_file

MOST = 20_000
"""Documents that are kept in mind; the ones read longest ago are forgotten."""
LARGEST = 16 << 20
"""Bytes of a file that is read."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_SHA256 = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Place:
    """How a document was left."""

    when: str
    """When it was last on screen, ISO 8601 in UTC."""
    offset: int = 0
    """Of the sentence in focus, in code points."""
    sha256: str = ""
    """Hash of the text that the offset is true for; empty where that was not known yet."""
    share: float | None = None
    """The furthest share of that text that was read, 0.0 to 1.0; None before the focus moved."""
    hard_wrapped: bool | None = None
    """Whether its lines are read as breaks of a page; None where nobody chose that."""


class Positions:
    """The places of the documents of one project, by path. Losing one is no loss.

    For one thread but for `save`, which may run beside it.
    """

    def __init__(self, path: Path) -> None:
        """Kept in the file at `path`, which is read when it is needed."""
        self._path = path
        self._kept: dict[str, Place] | None = None
        self._changed: set[str] = set()

    @classmethod
    def of(cls, folder: Path) -> Positions:
        """Those of the project in a folder."""
        from platformdirs import user_state_path

        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        return cls(user_state_path("postil", appauthor=False) / "positions" / f"{name}.json")

    @property
    def _places(self) -> dict[str, Place]:
        if self._kept is None:
            self._kept = dict(_read(self._path))
        return self._kept

    @property
    def latest(self) -> str | None:
        """The path of the document that was on screen last."""
        latest_first = reversed(self._places)  # of two in the same millisecond the later one
        return max(latest_first, key=lambda path: self._places[path].when, default=None)

    @property
    def unsaved(self) -> bool:
        """Whether there is something to save."""
        return bool(self._changed)

    def place(self, path: str, sha256: str) -> int | None:
        """The offset at which a document was left; None when it never was.

        That of another text of the same path, too: it may lie behind the end of this one.
        """
        place = self._places.get(path)
        return None if place is None or place.share is None else place.offset

    def begun(self, path: str) -> bool:
        """Whether a document was read in: the focus was moved there."""
        place = self._places.get(path)
        return place is not None and place.share is not None

    def visit(self, path: str) -> None:
        """A document is on screen."""
        self._put(path, replace(self._places.get(path, Place("")), when=now()))

    def leave(self, path: str, sha256: str, offset: int, share: float) -> None:
        """The focus was moved to an offset of a document; that far it was read."""
        before = self._places.get(path)
        if before is not None and before.share is not None and sha256 in ("", before.sha256):
            share = max(share, before.share)
            sha256 = before.sha256
        self._put(path, Place(now(), offset, sha256, share, self.hard_wrapped(path)))

    def hard_wrapped(self, path: str) -> bool | None:
        """Whether somebody wants the lines of a document read as breaks of a page, or not."""
        place = self._places.get(path)
        return None if place is None else place.hard_wrapped

    def wrap(self, path: str, hard_wrapped: bool) -> None:
        """The lines of a document are to be read as breaks of a page, or not."""
        place = self._places.get(path, Place(""))
        self._put(path, replace(place, when=now(), hard_wrapped=hard_wrapped))

    def save(self) -> str:
        """Write what is new; the reason where that was not possible, else nothing. Never raises.

        What another window wrote meanwhile stays; of two places of a document the newer one counts.
        """
        if not self._changed:
            return ""
        changed, self._changed = self._changed, set()
        places = dict(_read(self._path))
        for path, place in dict(self._places).items():
            if path not in places or places[path].when <= place.when:
                places[path] = place
        newest = sorted(places.items(), key=lambda each: each[1].when)[-MOST:]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, _written(newest))
        except OSError as error:
            self._changed |= changed
            return reason_of(error)
        return ""

    def _put(self, path: str, place: Place) -> None:
        self._places.pop(path, None)  # so that it becomes the last one
        self._places[path] = place
        self._changed.add(path)


def _written(places: list[tuple[str, Place]]) -> bytes:
    import orjson

    return orjson.dumps(
        {"documents": {path_as_text(path): asdict(place) for path, place in places}},
        option=orjson.OPT_INDENT_2,
    )


def _read(path: Path) -> Iterator[tuple[str, Place]]:
    """What of a file can be used, whatever is in it."""
    try:
        data = contents(path, LARGEST)
        if data is None:
            return
        import orjson

        kept = orjson.loads(data)
    except (OSError, ValueError):
        return
    documents = kept.get("documents") if isinstance(kept, dict) else None
    if not isinstance(documents, dict):
        return
    today = now()
    for name, value in documents.items():
        place = _place(value) if isinstance(value, dict) else None
        if place is not None and place.when <= today:  # a clock was wrong
            yield path_from_text(name), place


def _place(value: dict[str, Any]) -> Place | None:
    when, offset, sha256, share = (
        value.get(name) for name in ("when", "offset", "sha256", "share")
    )
    if not (isinstance(when, str) and _TIME.fullmatch(when)):
        return None
    if type(offset) is not int or not 0 <= offset < 1 << 53:
        return None
    if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        return None
    wrapped = value.get("hard_wrapped")
    if share is not None and not (type(share) in (int, float) and 0 <= share <= 1):
        return None
    share = None if share is None else float(share)
    return Place(when, offset, sha256, share, wrapped if type(wrapped) is bool else None)
