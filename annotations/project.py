"""A project: a folder of documents, its codebook, and the annotations kept beside them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from annotations import codebook, document
from annotations.annotator import Annotator
from annotations.codebook import Codebook
from annotations.errors import UnreadableDocument, reason_of
from annotations.files import make_project_folder, replace_file
from annotations.filtering import EVERYTHING, Filter
from annotations.formats import EXPORTED, PLAIN, Export, Mark, Options
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store import AnnotationStore

KEPT_IN = ".postil"
"""Name of the folder that makes its parent a project."""
DEEPEST = 8
"""Levels of folders that are searched for documents."""
MOST = 10_000
"""Documents that a project shows."""

DOCUMENT_SUFFIXES = frozenset({".txt", ".md", ".text"})
OTHER_SUFFIXES = frozenset({".json", ".jsonl", ".toml", ".csv", ".tsv", ".ann", ".html", ".htm"})
"""Files that are text but not for reading: data, and what annotation tools leave behind."""
COPIED = re.compile(r"quotes-\d{8}-\d{6}(-\d+)?\.txt")
"""Names of files that hold quotes that were copied; those are no documents."""

_SNIFFED = 4096


@dataclass(frozen=True, slots=True)
class Project:
    """Where documents lie and where the annotations of them go."""

    folder: Path
    """The folder of the documents; paths of documents are relative to it."""
    home: Path
    """The folder of the annotations: `.postil` in the project, or one in the user's data."""

    @classmethod
    def of(cls, path: Path) -> Project:
        """The project that a folder or a file belongs to. Leaves no trace on disk.

        The nearest folder upwards with a `.postil` in it; the search stops at the user's home, at a
        mount point and at a folder of another owner. Without one, the folder itself.
        """
        start = path.resolve()
        if not start.is_dir():
            start = start.parent
        folder = next((each for each in _upwards(start) if (each / KEPT_IN).is_dir()), start)
        kept = folder / KEPT_IN
        if not _may_hold_a_project(folder) or not can_write(kept if kept.is_dir() else folder):
            kept = _away(folder)
        return cls(folder, kept)

    @property
    def is_away(self) -> bool:
        """Whether annotations cannot lie beside the documents and go to the user's data folder."""
        return self.home.parent != self.folder

    # Documents

    def relative(self, path: Path) -> str:
        """The path of a file as annotations name it. Raises ValueError for one outside."""
        return (path.parent.resolve() / path.name).relative_to(self.folder).as_posix()

    def documents(self, under: Path | None = None) -> Iterator[str]:
        """Relative paths of the files that look like documents, in order, 10,000 at most.

        Those `under` one of the project's folders, or all. Raises UnreadableDocument for a folder
        that cannot be read itself; folders in it are passed over.
        """
        start = under.resolve() if under else self.folder
        for path in islice(_walk(start, self.folder, DEEPEST), MOST):
            yield path.relative_to(self.folder).as_posix()

    def holds(self, relative: str, folder: Path) -> bool:
        """Whether a relative path, as annotations name it, leads to a file in a folder of ours."""
        path = self.folder / relative
        try:
            return (
                PurePosixPath(relative).as_posix() == relative
                and ".." not in PurePosixPath(relative).parts
                and path.is_file()
                and _lies_in(path, folder.resolve())
            )
        except (OSError, ValueError):  # a NUL in a name, one that is too long
            return False

    def is_ours(self, path: Path) -> bool:
        """Whether a file is one that nothing may overwrite: a document, or what we keep."""
        if _lies_in(path, self.home.resolve()):
            return True
        if not _lies_in(path, self.folder) or not path.is_file():
            return False
        path = path.resolve()
        relative = path.relative_to(self.folder).as_posix()
        if any(each.path == relative for store in self.stores() for each in store.documents()):
            return True
        return path.name == codebook.FILE_NAME or _looks_like_document(path)

    def codebook(self) -> Codebook:
        """The project's codebook, or the built-in one. Raises BadCodebook."""
        path = self.folder / codebook.FILE_NAME
        return codebook.read(path) if path.exists() else codebook.built_in()

    # Annotations

    def store(self, annotator: Annotator, taken: Collection[Path] = ()) -> AnnotationStore:
        """The annotations of one person, to be added to.

        Another person of the same name keeps their file, as do those whose files are `taken` and
        need not exist yet; this one gets a longer file name.
        """
        from annotations.store import AnnotationStore

        folder = self.home / "annotations"
        name, person = file_name(annotator.name), annotator.person
        for end in "", f"-{person[:6]}", f"-{person}":
            store = AnnotationStore(folder / f"{name}{end}.json", annotator)
            is_theirs = store.owner is not None and store.owner.person != person
            if not is_theirs and store.path not in taken:
                break
        return store

    def stores(self) -> list[AnnotationStore]:
        """Everybody's annotations, to be read, in the order of their file names.

        Copies of a file that a sync program made beside it are not among them.
        """
        from annotations.store import AnnotationStore

        paths = sorted({path for folder in self.annotation_folders for path in _files(folder)})
        stores = [AnnotationStore(path) for path in paths]
        copies = {path for store in stores for path in store.copies()}
        return [store for store in stores if store.path not in copies]

    def own_stores(self, annotator: Annotator) -> list[AnnotationStore]:
        """The annotations that a person made, under whichever name, to be changed."""
        from annotations.store import AnnotationStore

        stores = [store for store in self.stores() if store.owner]
        return [
            AnnotationStore(store.path, store.owner)
            for store in stores
            if store.owner and store.owner.person == annotator.person
        ]

    @property
    def annotation_folders(self) -> list[Path]:
        """Where files of annotations lie."""
        homes = dict.fromkeys([self.home, self.folder / KEPT_IN])
        return [home / "annotations" for home in homes]

    def marks(self, wanted: Filter = EVERYTHING) -> tuple[list[Mark], list[str]]:
        """Everybody's marks in the order of documents and texts, and what is wrong with others.

        A mark whose quote does not stand in its text is not among them, and is named.
        """
        export = self.export(wanted)
        return list(export.marks), export.problems

    def export(self, wanted: Filter = EVERYTHING, options: Options = PLAIN) -> Export:
        """The same as writers of formats take it."""
        from annotations.gathering import gathered

        return gathered(self, wanted, options)

    # Frozen texts

    def freeze(self, text: Text) -> None:
        """Keep a copy of a text that was marked. Raises OSError."""
        if self.frozen(text.sha256) is not None:
            return
        path = self._frozen(text.sha256)
        make_project_folder(path.parent)
        replace_file(path, text.data)

    def frozen(self, sha256: str) -> Text | None:
        """The text of that hash, if it was kept and nobody changed it since."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            return None
        try:
            data = self._frozen(sha256).read_bytes()
        except OSError:
            return None
        return Text(data) if hashlib.sha256(data).hexdigest() == sha256 else None

    def text_of(self, path: str, sha256: str) -> Text | None:
        """The text of that hash, frozen or in the document itself, if it is still to be found."""
        if (frozen := self.frozen(sha256)) is not None:
            return frozen
        file = self.folder / path
        if not _lies_in(file, self.folder):
            return None
        try:
            text = document.read(file).text
        except UnreadableDocument:
            return None
        return text if text.sha256 == sha256 else None

    def _frozen(self, sha256: str) -> Path:
        return self.home / "texts" / f"{sha256}.txt"


def _files(folder: Path) -> Iterator[Path]:
    """The files of annotations in a folder, also those that are no more than a journal yet."""
    for path in folder.glob("*.json"):
        if path.is_file():
            yield path
    for path in folder.glob("*.json.journal"):
        yield path.with_suffix("")


def file_name(name: str) -> str:
    """A person's name as a file name: `[a-z0-9._-]` stay, other bytes become `%xx`."""
    safe = re.sub(
        rb"[^a-z0-9._-]", lambda match: b"%%%02x" % ord(match[0]), name.encode(errors="replace")
    ).decode()
    return re.sub(r"^\.", "%2e", safe)[:120] or "%"


def can_write(folder: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def _may_hold_a_project(folder: Path) -> bool:
    """Home and the root hold everything, so they are never one project."""
    return folder != Path.home().resolve() and folder != Path(folder.anchor)


def _upwards(folder: Path) -> Iterator[Path]:
    """The folder and its parents, as far as a project may reach."""
    owner = _owner(folder)
    while _may_hold_a_project(folder):
        yield folder
        if folder.is_mount() or _owner(folder.parent) != owner:
            return
        folder = folder.parent


def _owner(folder: Path) -> int:
    try:
        return folder.stat().st_uid
    except OSError:
        return -1


def _away(folder: Path) -> Path:
    """Where annotations go that cannot lie beside their documents."""
    from platformdirs import user_data_path

    name = hashlib.sha256(os.fsencode(folder)).hexdigest()
    return user_data_path("postil", appauthor=False) / "projects" / name


def _walk(folder: Path, root: Path, deep: int) -> Iterator[Path]:
    """The documents in a folder and then in its folders, by name."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        if deep == DEEPEST:
            raise UnreadableDocument(folder, f"cannot be read: {reason_of(error)}") from error
        return
    folders = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if entry.is_symlink() and not _lies_in(path, root):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(path)
        elif entry.is_file() and _looks_like_document(path):
            yield path
    if deep > 1:
        for path in folders:
            yield from _walk(path, root, deep - 1)


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path, all links followed, leads to something in a folder."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):  # links in circles, a NUL in a name
        return False


def _looks_like_document(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES or COPIED.fullmatch(path.name):
        return False
    if suffix in DOCUMENT_SUFFIXES:
        return suffix != ".md" or not _head(path).startswith(EXPORTED.encode())
    head = _head(path)
    try:
        reading = document.decode(head, whole=len(head) < _SNIFFED)
    except ValueError:
        return False
    return bool(head) and not reading.guessed


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SNIFFED)
    except OSError:
        return b""
