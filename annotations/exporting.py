"""Annotations into a file: whole or not at all, and never over something that somebody needs."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotations.characters import all_clusters
from annotations.errors import AlreadyThere, AnnotationsError, reason_of
from annotations.files import put_anew, put_in_place, remove, sync_folder, write_aside
from annotations.formats import Export, Format, Mark
from annotations.project import Project

LONGEST_NAME = 150
"""Bytes of the longest name that is made for a file: systems take 255, and some put more to it."""


def write_file(
    export: Export, format: Format, path: Path, project: Project, force: bool = False
) -> int:
    """Write a file in a format; gives the number of its marks, or of its documents.

    What is said of them, `problems` and `lost`, is in `export` then. Raises like `write_safely`,
    and AnnotationsError for a format that can only be read.
    """
    count = Counting(export.marks)
    write_safely(in_bytes(replace(export, marks=count), format), path, project, force)
    return count.marks if format.of == "marks" else len(export.documents)


class Counting:
    """Marks that are counted as they are gone through."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.marks = 0
        """How many there were so far."""
        self._all = marks

    def __iter__(self) -> Iterator[Mark]:
        for mark in self._all:
            self.marks += 1
            yield mark


def in_bytes(export: Export, format: Format) -> Iterator[bytes]:
    """The pieces of a file; what UTF-8 cannot hold becomes a question mark.

    Raises AnnotationsError for a format that can only be read.
    """
    if format.write is None:
        raise AnnotationsError(f"{format.name} can only be read")
    for piece in format.write(export):
        yield piece.encode(errors="replace") if isinstance(piece, str) else piece


def write_safely(
    pieces: Iterable[bytes], path: Path, project: Project, force: bool = False
) -> None:
    """Write a file aside and rename it: after whatever happens it is there as a whole or not.

    Pipes and devices are written to as they are. Raises AlreadyThere for a file that is there, if
    not with `force`, BrokenPipeError, and AnnotationsError for what belongs to the project, a
    folder, a terminal, and whatever the system refuses.
    """
    try:
        if _is_stream(path):
            _pour(pieces, path)
        else:
            _put(pieces, path, project, force)
    except BrokenPipeError:
        raise
    except FileExistsError as error:
        raise AlreadyThere(path) from error
    except OSError as error:
        raise AnnotationsError(f"{path}: {_reason(error, path)}") from error


def _is_stream(path: Path) -> bool:
    """Whether a path leads to a pipe or a device, where nothing can be renamed."""
    is_descriptor = path.parent in (Path("/dev"), Path("/dev/fd"))
    return is_descriptor or (path.exists() and not (path.is_file() or path.is_dir()))


def _pour(pieces: Iterable[bytes], path: Path) -> None:
    with path.open("ab", buffering=1 << 16) as file:
        if file.isatty():
            raise AnnotationsError(f"{path}: is a terminal, which would obey what stands in texts")
        file.writelines(pieces)


def _put(pieces: Iterable[bytes], path: Path, project: Project, force: bool) -> None:
    """Put a file where it belongs, through a link where there is one."""
    try:
        goal = path.resolve() if path.is_symlink() else path
    except RuntimeError as error:
        raise AnnotationsError(f"{path}: is a link that leads to itself") from error
    if goal.is_dir():
        raise AnnotationsError(f"{path}: is a folder; name a file in it")
    if project.is_ours(goal):
        raise AnnotationsError(f"{path}: is part of the project and was not overwritten")
    if goal.exists() and not force:
        raise AlreadyThere(path)
    aside = write_aside(goal, pieces)
    try:
        (put_in_place if force else put_anew)(aside, goal)
    except OSError:
        remove(aside)
        raise
    sync_folder(goal.parent)


def _reason(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOENT and not path.parent.exists():
        return f"there is no folder {path.parent}"
    return reason_of(error)


# Names

_UNFIT = re.compile(r'[/\\:*?"<>|]+')
_SPECIAL = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)", re.I)
"""Names of devices on Windows, whatever follows after a dot."""


def file_name(words: str, suffix: str) -> str:
    """A name for a file from whatever words, which leads nowhere else and which every system takes.

    150 bytes of UTF-8 at most, with the suffix; `marks` where nothing is left of the words.
    """
    words = unicodedata.normalize("NFC", words)
    printable = "".join(" " if _is_unseen(char) else char for char in words)
    name = " ".join(_UNFIT.sub("-", printable).split()).strip("-. ")
    name = f"_{name}" if _SPECIAL.match(name) else name
    return f"{_cut(name, LONGEST_NAME - len(suffix.encode())).rstrip('-. ') or 'marks'}{suffix}"


def _is_unseen(char: str) -> bool:
    """Whether a character is a control, a direction, a line break, a surrogate or none at all."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")


def _cut(name: str, most: int) -> str:
    """The first whole characters of a name that fit in so many bytes."""
    if len(name.encode()) <= most:
        return name
    used, end = 0, 0
    for start, end_of in all_clusters(name):
        used += len(name[start:end_of].encode())
        if used > most:
            break
        end = end_of
    return name[:end]
