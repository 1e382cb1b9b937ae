"""A project with nothing wrong in it, and the ways in which it goes wrong."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path

from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.project import Project
from annotations.store import AnnotationStore
from tests.annotations.examples import ME, TEXT, document, mark

WORDS = TEXT[0 : len(TEXT)]
SYNCED = "ana.sync-conflict-20260101-101010-ABC.json"
RECORD = re.compile(rb'\n,?("\d+":\{[^\n]*"tag":"threat"[^\n]*\})')


def begin(folder: Path, annotator: Annotator = ME) -> AnnotationStore:
    """Mark three stretches of a document, and leave everything as it should be."""
    (folder / "a.txt").write_text(WORDS)
    project = Project.of(folder)
    store = project.store(annotator)
    kept = store.keep_document(document("a.txt", WORDS))
    for words, tag in (
        ("locks would close", "threat"),
        ("harbour open", "commitment"),
        ("took money", "allegation"),
    ):
        store.add(mark(words, tag=tag, document=kept.id, annotator=annotator.name))
    project.freeze(TEXT)
    store.compact()
    return store


def marks_file(folder: Path) -> Path:
    return folder / ".postil" / "annotations" / "ana.json"


def frozen(folder: Path) -> Path:
    return folder / ".postil" / "texts" / f"{TEXT.sha256}.txt"


def change_mark(folder: Path, tag: str) -> None:
    """Give the first mark another tag, which stays in the journal."""
    store = AnnotationStore(marks_file(folder), ME)
    first: Annotation = next(iter(store))
    store.change(replace(first, tag=tag), first.rev)


def break_a_line(folder: Path) -> None:
    file = marks_file(folder)
    file.write_bytes(file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1))


def empty_the_file(folder: Path) -> None:
    marks_file(folder).write_bytes(b"")


def take_the_file_away(folder: Path) -> None:
    marks_file(folder).unlink()


def break_the_journal(folder: Path) -> None:
    change_mark(folder, "commitment")
    change_mark(folder, "allegation")
    journal = marks_file(folder).with_name("ana.json.journal")
    header, first, *rest = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join([header, first.replace(b"commitment", b"COMMITMENT"), *rest]))


def leave_a_conflict(folder: Path) -> None:
    data = marks_file(folder).read_bytes()
    (line,) = RECORD.findall(data)
    other = line.replace(b'"threat"', b'"allegation"')
    both = b"<<<<<<< HEAD\n" + line + b"\n=======\n" + other + b"\n>>>>>>> theirs"
    marks_file(folder).write_bytes(data.replace(line, both))


def join_both_versions(folder: Path) -> None:
    data = marks_file(folder).read_bytes()
    (line,) = RECORD.findall(data)
    both = line + b"\n," + line.replace(b'"threat"', b'"allegation"')
    marks_file(folder).write_bytes(data.replace(line, both))


def sync_a_copy(folder: Path) -> None:
    data = marks_file(folder).read_bytes().replace(b'"threat"', b'"allegation"')
    marks_file(folder).with_name(SYNCED).write_bytes(data)


def pull_a_newer_version(folder: Path) -> None:
    change_mark(folder, "commitment")
    data = marks_file(folder).read_bytes()
    (line,) = RECORD.findall(data)
    newer = line.replace(b'"threat"', b'"allegation"').replace(b'"rev":1', b'"rev":9')
    marks_file(folder).write_bytes(data.replace(line, newer))


def write_with_a_newer_program(folder: Path) -> None:
    data = marks_file(folder).read_bytes()
    marks_file(folder).write_bytes(data.replace(b'"schema":1', b'"schema":99'))


def break_a_rule(folder: Path) -> None:
    data = marks_file(folder).read_bytes()
    marks_file(folder).write_bytes(data.replace(b'"exact":"took money"', b'"exact":"took"'))


def misplace_a_quote(folder: Path) -> None:
    data = marks_file(folder).read_bytes()
    marks_file(folder).write_bytes(data.replace(b'"exact":"took money"', b'"exact":"TOOK money"'))


def lose_the_text(folder: Path) -> None:
    frozen(folder).unlink()
    (folder / "a.txt").unlink()


def change_the_kept_text(folder: Path) -> None:
    frozen(folder).write_text("Something else.")


def change_both_texts(folder: Path) -> None:
    frozen(folder).write_text("Something else.")
    (folder / "a.txt").write_text("Something new.")


def keep_no_text(folder: Path) -> None:
    frozen(folder).unlink()


def leave_out_a_tag(folder: Path) -> None:
    (folder / "codebook.toml").write_text('[[tags]]\nid = "threat"\n[[tags]]\nid = "commitment"\n')


def break_the_codebook(folder: Path) -> None:
    (folder / "codebook.toml").write_text('[[tags]]\nid = "Threat!"\n')


def ignore_little(folder: Path) -> None:
    (folder / ".postil" / ".gitignore").write_text("mine\n*.lock")


def ignore_nothing(folder: Path) -> None:
    (folder / ".postil" / ".gitignore").unlink()


def be_stopped_while_writing(folder: Path) -> None:
    for name in ("annotations/.ana.json.0a1b2c3d.tmp", "texts/.x.0a1b2c3d.tmp", ".y.tmp"):
        path = folder / ".postil" / name
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 4000, time.time() - 4000))
