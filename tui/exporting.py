"""`E`: marks written to a file, as a form says: in which format, which of them, where."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from annotations.errors import AlreadyThere, AnnotationsError
from annotations.exporting import file_name, write_file
from annotations.filtering import EVERYTHING, Filter
from annotations.formats import Export, Format, Mark, formats
from annotations.project import Project, can_write
from tui.commands import INDEX
from tui.elsewhere import named
from tui.lists.form import Entry, Form, Option, Refusal, Values
from tui.wording import Message, counted

if TYPE_CHECKING:
    from tui.desk import Desk


@dataclass(frozen=True, slots=True)
class Scope:
    """Which marks may be written."""

    words: str
    """The same for people."""
    wanted: Filter
    stem: str
    """What the file is called after."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file."""

    count: int
    """How many marks are in it or, in a format of documents, how many of those."""
    coders: int
    """How many people made these marks."""
    export: Export


def form(desk: Desk) -> Form:
    """The form that asks for all of that."""
    return _Asking(desk).form


class _Asking:
    """A form that writes a file, and what it has to keep in mind."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._formats = {name: each for name, each in formats().items() if each.write}
        self._scopes = _scopes(desk)
        self._folder = _folder(desk.session.project)
        self._replaced: Path | None = None
        first = {"format": next(iter(self._formats)), "scope": _default(desk, self._scopes)}
        self.form = Form(
            "Write marks to a file",
            [
                Entry("format", "format", first["format"], options=self._of_formats()),
                Entry("scope", "marks", first["scope"], _ABOUT_MARKS, self._of_scopes()),
                Entry("file", "file", self._proposed(first), _ABOUT_FILES),
            ],
            self._done,
            desk.sheet.stop,
            self._follow,
        )

    def _of_formats(self) -> tuple[Option, ...]:
        return tuple(
            Option(name, f"{name}  {each.title}", _about(each))
            for name, each in self._formats.items()
        )

    def _of_scopes(self) -> tuple[Option, ...]:
        return tuple(Option(name, scope.words) for name, scope in self._scopes.items())

    def _proposed(self, values: Values) -> str:
        """Where a file goes that nobody named."""
        suffix = self._formats[values["format"]].suffix
        name = file_name(f"{self._scopes[values['scope']].stem}-marks", suffix)
        return named(self._folder / name)

    def _follow(self, values: Values) -> Values:
        """A file is named after the rest; the format is the one whose files end like that."""
        ending = values["file"].casefold()
        alike = (name for name, each in self._formats.items() if ending.endswith(each.suffix))
        return {"file": self._proposed(values), "format": next(alike, values["format"])}

    def _done(self, values: Values) -> Refusal | None:
        words = values["file"].strip()
        if not words:
            return Refusal("file", "a file has to be named")
        path = Path(words)
        with suppress(RuntimeError):  # nobody has such a home
            path = path.expanduser()
        with suppress(FileNotFoundError):  # the folder that we are in is gone
            path = Path.cwd() / path
        try:
            if path.exists() and not path.is_dir() and path != self._replaced:
                self._replaced = path
                key = self._desk.keymap.shown("form_go")
                return Refusal("file", f"{named(path)} is there: {key} again replaces it")
        except (OSError, ValueError):  # a name that is too long: the one who writes says so
            pass
        self._desk.sheet.stop()
        self._desk.say(f"writing {named(path)} …")
        format, scope = self._formats[values["format"]], self._scopes[values["scope"]]
        project, force = self._desk.session.project, path == self._replaced
        write = partial(_write, project, scope.wanted, format, path, force)
        self._desk.around.beside(write, partial(self._tell, format, path))
        return None

    def _tell(self, format: Format, path: Path, outcome: Written | Exception) -> None:
        """Say what became of the file; where it could not be written, ask once more."""
        desk = self._desk
        if isinstance(outcome, Written):
            desk.reader.message = Message(_said(outcome, format, path))
            return
        reason = str(outcome)
        if isinstance(outcome, AlreadyThere):
            self._replaced = path
        elif not isinstance(outcome, AnnotationsError):
            reason = f"{format.name}: {type(outcome).__name__}: {outcome}"
        desk.say(reason)
        if not desk.sheet.is_open and desk.reader.pending is None:
            self.form.refuse(Refusal("file", reason))
            desk.sheet.fill(self.form)


_ABOUT_MARKS = "Of everybody who marked; picked ones and those of the filter are your own"
_ABOUT_FILES = "Where to; ~ is your home"


def _about(format: Format) -> str:
    """What of a mark is not in the files of a format."""
    return f"Not in it: {format.loses}" if format.loses else "Nothing is lost in it"


def _scopes(desk: Desk) -> Mapping[str, Scope]:
    """Which marks can be written now, by name."""
    document, project = desk.reader.opened.document, desk.session.project
    here, whole = PurePosixPath(document.path).stem, project.folder.name
    of_document = Filter(documents=(glob.escape(document.path),))
    scopes = {
        "all": Scope("all documents", EVERYTHING, whole),
        "document": Scope(f"this document: {document.path}", of_document, here),
    }
    index = desk.index
    stem = whole if index.all_documents else here
    if index.query and (ids := frozenset(index.ids)):
        words = f"{counted(len(ids), 'mark')} with “{index.query}”"
        scopes["filter"] = Scope(words, Filter(ids=ids), stem)
    if picked := frozenset(index.picked):
        scopes["picked"] = Scope(f"{len(picked)} picked", Filter(ids=picked), stem)
    return scopes


def _default(desk: Desk, scopes: Mapping[str, Scope]) -> str:
    """The marks that are most likely meant: in the list what was picked or filtered there."""
    names = ("picked", "filter") if desk.room == INDEX else ()
    return next((name for name in names if name in scopes), "all")


def _folder(project: Project) -> Path:
    """Where files go: where the program was started, or else beside the texts, or home."""
    for folder in (Path.cwd, lambda: project.folder, Path.home):
        with suppress(OSError, RuntimeError):
            if can_write(folder()):
                return folder()
    return project.folder


def _write(
    project: Project, wanted: Filter, format: Format, path: Path, force: bool
) -> Written | Exception:
    """Write a file; for a worker. What goes wrong is returned."""
    coders: set[tuple[str, str]] = set()
    try:
        export = project.export(wanted)
        export = replace(export, marks=_noting(export.marks, coders))
        count = write_file(export, format, path, project, force)
    except Exception as error:  # formats of other packages may raise anything
        return error
    return Written(count, len(coders), export)


def _noting(marks: Iterable[Mark], coders: set[tuple[str, str]]) -> Iterator[Mark]:
    """The same marks, and who made them."""
    for mark in marks:
        coders.add((mark.annotation.annotator, mark.person))
        yield mark


def _said(written: Written, format: Format, path: Path) -> str:
    """What was written where, and what of it was lost."""
    what = counted(written.count, format.of.removesuffix("s"))
    by = f" of {written.coders} coders" if written.coders > 1 else ""
    export = written.export
    left_out = f"{len(export.problems)} left out: postil doctor" if export.problems else ""
    lost = ", ".join(filter(None, (left_out, export.loss, format.loses)))
    return f"{what}{by} written to {named(path)}" + (f". Lost: {lost}" if lost else "")
