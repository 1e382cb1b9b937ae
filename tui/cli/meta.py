"""`postil meta`: what is known of documents, shown and said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from annotations import describing, metadata
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.errors import AnnotationsError, reason_of
from annotations.files import path_as_text
from annotations.metadata import FIELDS
from annotations.plain import flat
from annotations.project import Project
from tui.cli import completing
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.options import person
from tui.cli.output import as_json, put
from tui.cli.talk import note, say

NAMES: Mapping[str, str] = {field.label.lower(): field.name for field in FIELDS}
"""What the fields are called on the command line, and in CSL-JSON."""
WIDEST = max(len(field.label) for field in FIELDS)


class _Said(click.ParamType[Any]):
    """Words for a field, in the shape of CSL-JSON."""

    name = "words"

    def __init__(self, field: str) -> None:
        self._field = field

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return metadata.parsed(self._field, value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _saying(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take an option for each field."""
    for field in reversed(FIELDS):
        several = " (again for each further one)" if field.name == "author" else ""
        command = click.option(
            f"--{field.label.lower()}",
            field.name,
            metavar="WORDS",
            type=_Said(field.name),
            multiple=field.name == "author",
            help=f"{field.help}{several}",
        )(command)
    return command


@click.command(
    "meta",
    short_help="Show or say what is known of documents: title, author, date ...",
    epilog="""\
\b
postil meta statement.txt
postil meta statement.txt --title "To the harbour" --author "Doe, Jane" --date "13 May 2024"
postil meta letters/*.txt --publisher "Port Authority" --clear accessed
postil meta letters/*.txt --from references.bib
""",
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    type=click.Path(path_type=Path),
    shell_complete=completing.documents,
)
@_saying
@click.option(
    "--clear",
    "cleared",
    metavar="NAME",
    multiple=True,
    type=click.Choice(list(NAMES), case_sensitive=False),
    help="Forget this, also what the text says of it: title, author ...",
)
@click.option(
    "--json", "wants_json", is_flag=True, help="Print an array, in the names of CSL-JSON."
)
@click.option(
    "--from",
    "source",
    metavar="REFERENCES",
    type=click.Path(path_type=Path),
    help="Say what a file in CSL-JSON or BibTeX says of them; - is stdin.",
)
@person
def meta(
    files: tuple[Path, ...],
    cleared: tuple[str, ...],
    wants_json: bool,
    source: Path | None,
    me: Annotator,
    **said: Any,
) -> int:
    """Show what is known of each FILE, or say the same of all of them.

    What a text says of itself between lines of --- or +++ at its head is known already. Quotes,
    tables and reports name their sources by it.
    """
    if not files:
        raise click.UsageError("name the documents by their files")
    new = _new(said, cleared)
    by_project = _by_project(files)
    known = _known(by_project, me)  # so that nothing is said where a file cannot be read
    if source is not None:
        if new:
            raise click.UsageError("--from goes without other words")
        return _take_from(source, by_project, me, wants_json)
    if new:
        for project, paths in by_project.items():
            describing.describe(project, me, paths, new)
        known = _known(by_project, me)
    if wants_json:
        put([as_json([_object(document) for document in known])])
    elif not new:
        put(_rows(known))
    for document in known:
        if new:
            note(f"data of {document.path}: {_labels(document)}")
        elif _labels(document) == "none":
            note(f"nothing is known of {document.path}; --title, --author, --date ... say it")
    return DONE


COMMANDS = {"meta": meta}


def _take_from(
    source: Path, by_project: Mapping[Project, list[Path]], me: Annotator, wants_json: bool
) -> int:
    """Say of documents what a file of references says; 1 where one of those means none."""
    from annotations import references

    called = "stdin" if str(source) == "-" else str(source)
    try:
        data = sys.stdin.buffer.read() if called == "stdin" else source.read_bytes()
        found = references.read(data)
    except OSError as error:
        raise AnnotationsError(f"{called}: cannot be read: {reason_of(error)}") from error
    except ValueError as error:
        raise AnnotationsError(f"{called}: {error}") from error
    homes: dict[str, tuple[Project, Path]] = {}
    known: list[Document] = []
    for project, paths in by_project.items():
        for path in paths:
            known.append(describing.known_of(project, me, path))
            homes[known[-1].id] = project, path
    meant, reasons = references.matched(found, known)
    taken: list[Document] = []
    for document, reference in meant:
        project, path = homes[document.id]
        said = {
            name: value
            for name, value in reference.metadata.items()
            if (name, value) != ("title", document.title)  # it has no other
        }
        taken += describing.describe(project, me, [path], said)
    if wants_json:
        put([as_json([_object(document) for document in taken])])
    for document in taken:
        note(f"data of {document.path}: {_labels(document)}")
    for reason in reasons:
        say(f"{called}, {reason}")
    return FAILED if reasons else DONE


def _labels(document: Document) -> str:
    """What is known of a document, by its labels."""
    return ", ".join(field.label for field in FIELDS if document.metadata.get(field.name)) or "none"


def _new(said: Mapping[str, Any], cleared: Iterable[str]) -> dict[str, Any]:
    """What is to be said, by the names of CSL-JSON. Raises UsageError for both at once."""
    new = {name: value for name, value in said.items() if value not in (None, ())}
    if authors := new.get("author"):
        new["author"] = [each for some in authors for each in some] or ""
    for label in cleared:
        if new.get(NAMES[label], "") != "":
            raise click.UsageError(f"--clear {label} and --{label} say two things")
        new[NAMES[label]] = ""
    return new


def _by_project(files: Iterable[Path]) -> dict[Project, list[Path]]:
    """The files of each project, absolute, each once."""
    found: dict[Project, list[Path]] = {}
    for file in dict.fromkeys(files):
        found.setdefault(Project.of(existing(file)), []).append(file.absolute())
    return found


def _known(by_project: Mapping[Project, Iterable[Path]], me: Annotator) -> list[Document]:
    return [
        describing.known_of(project, me, path)
        for project, paths in by_project.items()
        for path in paths
    ]


def _rows(known: Iterable[Document]) -> Iterator[str]:
    """A document, and a line for each thing that is known of it."""
    for number, document in enumerate(known):
        yield f"\n{document.path}\n" if number else f"{document.path}\n"
        for field in FIELDS:
            if words := flat(metadata.shown(field.name, document.metadata.get(field.name))):
                yield f"  {field.label:<{WIDEST}}  {words}\n"


def _object(document: Document) -> dict[str, Any]:
    return {
        "document": path_as_text(document.path),
        "id": document.id,
        "metadata": dict(document.metadata),
    }
