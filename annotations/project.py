"""A project: a folder of documents, its codebook, and the annotations kept beside them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from annotations import codebook, document, formats
from annotations.annotation import NOTHING
from annotations.annotator import Annotator, myself
from annotations.codebook import Codebook
from annotations.errors import UnreadableDocument
from annotations.files import make_project_folder, path_as_text, replace_file
from annotations.filtering import EVERYTHING, Filter
from annotations.folders import documents_in, lies_in, looks_like_document
from annotations.formats import PLAIN, Export, Mark, Options
from annotations.text import Text

if TYPE_CHECKING:
    from annotations.store import AnnotationStore
    from annotations.taking_in import Report

KEPT_IN = ".postil"
"""Name of the folder that makes its parent a project."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where documents lie and where the annotations of them go."""

    folder: Path
    """The folder of the documents; paths of documents are relative to it."""
    home: Path
    """The folder of the annotations: `.postil` in the project, or one in the user's data."""

    @classmethod
    def of(cls, path: str | Path) -> Project:
        """The project that a folder or a file belongs to. Leaves no trace on disk.

        The nearest folder upwards with a `.postil` in it; the search stops at the user's home, at a
        mount point and at a folder of another owner. Without one, the folder itself.
        """
        start = Path(path).resolve()
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
        for path in documents_in(start, self.folder):
            yield path.relative_to(self.folder).as_posix()

    def holds(self, relative: str, folder: Path) -> bool:
        """Whether a relative path, as annotations name it, leads to a file in a folder of ours."""
        path = self.folder / relative
        try:
            return (
                PurePosixPath(relative).as_posix() == relative
                and ".." not in PurePosixPath(relative).parts
                and path.is_file()
                and lies_in(path, folder.resolve())
            )
        except (OSError, ValueError):  # a NUL in a name, one that is too long
            return False

    def is_ours(self, path: Path) -> bool:
        """Whether a file is one that nothing may overwrite: a document, or what we keep."""
        if lies_in(path, self.home.resolve()):
            return True
        if not lies_in(path, self.folder) or not path.is_file():
            return False
        path = path.resolve()
        relative = path.relative_to(self.folder).as_posix()
        if any(each.path == relative for store in self.stores() for each in store.documents()):
            return True
        return path.name == codebook.FILE_NAME or looks_like_document(path)

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
        from annotations.gathering import Gathering

        return Gathering(self, self.stores(), wanted).export(options)

    # For scripts: by words and ids

    def add(
        self,
        path: str | Path,
        quote: str | Sequence[str],
        tag: str,
        note: str = "",
        fields: Mapping[str, Any] = NOTHING,
        occurrence: int | None = None,
        by: Annotator | None = None,
    ) -> Mark:
        """Mark a quote, or the fragments of one, in a document; as oneself, if not `by` somebody.

        Where the quote stands several times, `occurrence` says which one, from 1. What is marked
        already is left as it is. Raises like `editing.add`.
        """
        from annotations import editing
        from annotations.locating import Choice

        me, quotes, choice = by or myself(), _fragments(quote), Choice(occurrence)
        return editing.add(self, me, path, quotes, tag, note, fields, choice).mark

    def change(
        self,
        mark: Mark | str,
        tag: str | None = None,
        note: str | None = None,
        fields: Mapping[str, Any] = NOTHING,
        quote: str | Sequence[str] = (),
        occurrence: int | None = None,
        by: Annotator | None = None,
    ) -> Mark:
        """Change a mark of one's own, or the one with that id; what is not given stays as it is.

        Raises like `editing.change`.
        """
        from annotations import editing
        from annotations.locating import Choice

        me, quotes, choice = by or myself(), _fragments(quote), Choice(occurrence)
        return editing.change(self, me, _id(mark), tag, note, fields, quotes, choice)

    def remove(self, *marks: Mark | str, by: Annotator | None = None) -> None:
        """Take one's own marks off, or those with these ids: all or none.

        Raises AnnotationsError.
        """
        from annotations import editing

        editing.remove(self, by or myself(), map(_id, marks))

    def data(self, path: str | Path, by: Annotator | None = None) -> Mapping[str, Any]:
        """What is known of a document, in CSL-JSON names. Raises like `describing.known_of`."""
        from annotations.describing import known_of

        return known_of(self, by or myself(), path).metadata

    def describe(self, *paths: str | Path, by: Annotator | None = None, **said: str) -> None:
        """Say something of documents, as one types it: `issued="13 May 2024"`; "" for nothing.

        Raises ValueError with the reason for words that are no such thing, and like
        `describing.describe`.
        """
        from annotations import describing, metadata

        data = {name: metadata.parsed(name, words) for name, words in said.items()}
        describing.describe(self, by or myself(), paths, data)

    def quotes(
        self, wanted: Filter = EVERYTHING, template: str = "source", by_tag: bool = False
    ) -> str:
        """Marks as quotations, by the name of a built-in template or by one's own, with braces."""
        from annotations.quoting import pieces
        from annotations.template import named

        export = self.export(wanted)
        return "".join(
            pieces(export.marks, named(template), export.codebook, export.text_of, by_tag)
        )

    def write(
        self,
        path: str | Path,
        wanted: Filter = EVERYTHING,
        format: str = "",
        options: Options = PLAIN,
        force: bool = False,
    ) -> list[str]:
        """Write marks to a file, in a format by name or by how the file ends.

        Gives what had to be left out or changed, for people. Raises AnnotationsError, also for a
        file that is there already, if not with `force`.
        """
        from annotations.exporting import write_file

        export = self.export(wanted, options)
        write_file(export, formats.named(format, Path(path).name), Path(path), self, force)
        return [*export.remarks, *export.problems, *filter(None, [export.loss])]

    def written(
        self, format: str, wanted: Filter = EVERYTHING, options: Options = PLAIN
    ) -> str | bytes:
        """What `write` would write; bytes in a format that is not for reading as it is."""
        from annotations.exporting import in_bytes

        made = formats.named(format)
        data = b"".join(in_bytes(self.export(wanted, options), made))
        return data if made.is_binary else data.decode()

    def take_in(
        self, path: str | Path, partial: bool = False, by: Annotator | None = None
    ) -> Report:
        """Take in the marks of a file, all or none, if not `partial`; what became of them.

        Those of nobody become one's own. Raises AnnotationsError, and NothingTaken with the report
        for a file of which something was refused.
        """
        from annotations import importing, taking_in

        file = Path(path)
        data = importing.bytes_of(file)
        format = importing.format_of(data, str(path))
        origin = path_as_text(file.name)
        checked = importing.read(format, data, self, by or myself(), str(path), origin)
        return taking_in.take_in(checked, self, partial)

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
        if not lies_in(file, self.folder):
            return None
        try:
            text = document.read(file).text
        except UnreadableDocument:
            return None
        return text if text.sha256 == sha256 else None

    def _frozen(self, sha256: str) -> Path:
        return self.home / "texts" / f"{sha256}.txt"


def _id(mark: Mark | str) -> str:
    return mark if isinstance(mark, str) else mark.id


def _fragments(quote: str | Sequence[str]) -> Sequence[str]:
    return [quote] if isinstance(quote, str) else quote


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
