"""Files of marks that come from elsewhere, and projects that they go to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotations import formats, importing
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.document import Document
from annotations.exporting import in_bytes
from annotations.project import Project
from annotations.taking_in import Report, take_in
from annotations.text import Text
from tests.annotations.examples import ME


def exported(project: Project, name: str = "json") -> bytes:
    """Everything of a project in a format."""
    return b"".join(in_bytes(project.export(), formats.get(name)))


def imported(
    project: Project,
    data: bytes,
    me: Annotator = ME,
    name: str = "marks.jsonl",
    partial: bool = False,
) -> Report:
    """Take a file into a project."""
    format = importing.format_of(data, name)
    checked = importing.read(format, data, project, me, name, name)
    return take_in(checked, project, partial)


def as_lines(records: Iterable[dict[str, Any]]) -> bytes:
    """Records as a file of JSON Lines."""
    return b"".join(orjson.dumps(each) + b"\n" for each in records)


def marked(project: Project) -> list[tuple[str, str, Annotation]]:
    """All marks of a project, whose they are in front."""
    return sorted(
        (
            (store.owner.name, store.owner.person, each)
            for store in project.stores()
            for each in store
            if store.owner
        ),
        key=lambda each: (each[0], each[1], each[2].id),
    )


def described(project: Project) -> list[tuple[Annotator, Document]]:
    """All documents of a project, as each annotator has them."""
    found = [
        (store.owner, document)
        for store in project.stores()
        for document in store.documents()
        if store.owner
    ]
    return sorted(found, key=lambda each: (each[0].name, each[0].person, each[1].id))


def kept_texts(project: Project) -> dict[str, bytes]:
    """The texts that a project keeps, by the name of the file."""
    return {path.name: path.read_bytes() for path in (project.home / "texts").glob("*.txt")}


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder but the locks, byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def whole(text: Text) -> str:
    return text[0 : len(text)]
