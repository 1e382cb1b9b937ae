"""What may be wrong with a project, and mending it.

Looking changes nothing. Mending throws nothing away: what is replaced is kept beside under another
name, and of two versions of a mark both stay.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import files
from annotations.annotator import Annotator
from annotations.errors import AnnotationsError, BadCodebook, UnreadableDocument, reason_of
from annotations.project import Project, can_write

if TYPE_CHECKING:
    from annotations.store import AnnotationStore

LEFT_OVER = 3600.0
"""Seconds after which a file that was being written is what a killed program left."""
LEAST_SPACE = 50_000_000
"""Bytes that a disk should have free, and ten times what the marks take."""
LONG = 1.0
"""Seconds after which a lock is held by somebody who does not let go."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    kind: str
    """A word for scripts, such as `damaged`, `copy`, `space`."""
    path: Path
    what: str
    """What is wrong, for people."""
    advice: str = ""
    """What helps."""
    mendable: bool = False
    """Whether `mend` sees to it."""
    is_note: bool = False
    """Whether it is only worth knowing, and nothing is wrong."""


def examine(project: Project, annotator: Annotator) -> list[Finding]:
    """Everything that is wrong with a project, as far as this person can see."""
    stores = project.stores()
    found = [*_folders(project), *_left_behind(project)]
    for store in stores:
        found += _store(store, annotator)
    return [*found, *_marks(project, stores), *_texts(project)]


def mend(project: Project, annotator: Annotator) -> list[str]:
    """Put right what can be put right, in this person's own files; what was done, for people."""
    done = list(_mend_folders(project))
    for store in project.own_stores(annotator):
        done += _mend_store(store)
    return [*done, *_mend_texts(project)]


# Folders


def _folders(project: Project) -> Iterator[Finding]:
    try:
        project.codebook()
    except BadCodebook as error:
        yield Finding("codebook", error.path, str(error), "mend it, or take it away")
    for folder in _existing(project):
        if not can_write(folder):
            yield Finding(
                "permission", folder, "cannot be written to", "no mark can be saved in it"
            )
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        free = shutil.disk_usage(folder).free
        if free < max(LEAST_SPACE, 10 * size):
            left = f"{free // 1_000_000:,} MB" if free >= 1_000_000 else f"{free // 1000} kB"
            yield Finding("space", folder, f"the disk has {left} left")
        ignore = folder.parent / ".gitignore"
        if missing := _not_ignored(ignore):
            what = f"git would commit {', '.join(missing)}"
            yield Finding("gitignore", ignore, what, "these lines are added", mendable=True)


def _mend_folders(project: Project) -> Iterator[str]:
    for folder in _existing(project):
        ignore = folder.parent / ".gitignore"
        if missing := _not_ignored(ignore):
            kept = ignore.read_text("utf-8", "replace") if ignore.exists() else ""
            kept += "\n" if kept and not kept.endswith("\n") else ""
            lines = "".join(f"{line}\n" for line in missing)
            try:
                files.replace_file(ignore, (kept + lines).encode())
                yield f"{ignore}: added {', '.join(missing)}"
            except OSError as error:
                yield f"{ignore}: {reason_of(error)}; not mended"
    for path in _unfinished(project):
        files.remove(path)
        yield f"{path}: taken away; it was never finished"


def _not_ignored(ignore: Path) -> list[str]:
    try:
        known = set(ignore.read_text("utf-8", "replace").split("\n"))
    except OSError:
        known = set()
    return [line for line in files.IGNORED.split() if line not in known]


def _left_behind(project: Project) -> Iterator[Finding]:
    for path in _unfinished(project):
        what = "was being written when Postil was stopped"
        yield Finding("unfinished", path, what, "it is taken away", mendable=True)
    kept = {
        "damaged": "a damaged file as it was found",
        "merged": "a file that was merged into another one",
        "schema": "a file as an older Postil wrote it",
    }
    for folder in _existing(project):
        for word, what in kept.items():
            for path in sorted(folder.glob(f"*.{word}-*")):
                yield Finding("kept", path, what, "delete it when you do not need it", is_note=True)


def _unfinished(project: Project) -> list[Path]:
    folders = [*_existing(project), project.home, project.home / "texts"]
    found = [path for folder in folders for path in folder.glob(".*.tmp")]
    return [path for path in found if time.time() - path.stat().st_mtime > LEFT_OVER]


def _existing(project: Project) -> list[Path]:
    return [folder for folder in project.annotation_folders if folder.is_dir()]


# Files of marks


def _store(store: AnnotationStore, annotator: Annotator) -> Iterator[Finding]:
    path, owner = store.path, store.owner
    ours = owner is None or owner.person == annotator.person
    theirs = "" if ours or owner is None else f"{owner.name} has to run this"
    mendable = ours and owner is not None and not store.is_newer
    for fault in store.faults:
        if store.failure:
            yield Finding("unreadable", path, fault)
        else:
            anew = "backup and journal have the marks; the file is written anew"
            if store.is_incomplete:
                anew = "what can be read is written anew; look for an older version, as in git"
            yield Finding("damaged", path, fault, theirs or (anew if mendable else ""), mendable)
    if store.is_newer:
        yield Finding("newer", path, "was written by a newer Postil", "it is only read")
    if store.split:
        advice = theirs or "merging keeps both versions, as marks of their own"
        yield Finding("conflict", path, store.split, advice, mendable)
    for copy in store.copies():
        advice = theirs or "merging takes in what is only there"
        yield Finding("copy", copy, f"a copy of {path.name}", advice, mendable)
    for each in store.set_aside:
        what = f"a version of mark {each.get('id')} was set aside: {each.get('why')}"
        advice = theirs or "merging makes it a mark of its own"
        yield Finding("set aside", path, what, advice, mendable)
    for misfit in store.misfits:
        what = f"record {misfit.key} breaks a rule: {misfit.reason}"
        yield Finding("record", path, what, "it stays in the file and is no mark")
    if ours and can_write(path.parent) and not store.await_turn(LONG):
        yield Finding("lock", path, f"is held by {store.holder or 'another program'}")


def _mend_store(store: AnnotationStore) -> Iterator[str]:
    name = store.path
    faults, split = store.faults, store.split
    copies, aside = store.copies(), store.set_aside
    try:
        if (split or copies or aside) and not store.is_newer:
            added = store.merge()
            yield f"{name}: merged, {_marks_in_words(added)} more"
            for copy in copies:
                yield f"{copy}: kept under another name"
        elif faults and store.compact(patience=LONG):
            count = _marks_in_words(len(store))
            yield f"{name}: written anew with {count}; what was there is kept beside"
    except AnnotationsError as error:
        yield f"{error}: not mended"


# Marks and texts


def _marks(project: Project, stores: list[AnnotationStore]) -> Iterator[Finding]:
    try:
        tags = {tag.id for tag in project.codebook()}
    except BadCodebook:
        tags = set()
    for store in stores:
        lost: dict[str, list[str]] = {}
        homeless = 0
        for mark in store:
            homeless += store.document(mark.document) is None
            if tags and mark.tag not in tags:
                lost.setdefault(mark.tag, []).append(mark.id)
        if homeless:
            what = f"{_marks_in_words(homeless)} of a document that the file says nothing of"
            yield Finding("text", store.path, what, "they stay in the file")
        for tag, marks in lost.items():
            what = f"{_marks_in_words(len(marks))} of the tag {tag!r}, not in the codebook"
            yield Finding("tag", store.path, what, "add the tag to codebook.toml")
        for document in store.documents():
            marks_of = store.of_document(document.id)
            text = project.text_of(document.path, document.text_sha256)
            if text is None and marks_of:
                what = f"the text of {_marks_in_words(len(marks_of))} is gone: {document.path}"
                yield Finding("text", store.path, what, "bring the document back as it was")
            elif text is not None:
                wrong = [mark.id for mark in marks_of if not mark.holds_in(text)]
                if wrong:
                    what = f"{_marks_in_words(len(wrong))} of {document.path} not in its text"
                    yield Finding("misplaced", store.path, f"{what}: {', '.join(wrong[:3])}")


def _marks_in_words(count: int) -> str:
    return "1 mark" if count == 1 else f"{count} marks"


def _texts(project: Project) -> Iterator[Finding]:
    for path in _changed_texts(project):
        what = "is not the text any more that was marked"
        advice = "it is set aside, and kept anew if the document is still the same"
        yield Finding("text", path, what, advice, mendable=True)
    for relative, sha256 in _unkept_texts(project):
        what = f"the marked text was not kept ({sha256[:12]})"
        yield Finding("text", project.folder / relative, what, "it is kept now", mendable=True)


def _mend_texts(project: Project) -> Iterator[str]:
    try:
        for path in _changed_texts(project):
            kept = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
            os.replace(path, kept)  # noqa: PTH105
            yield f"{path}: set aside as {kept.name}"
        for relative, sha256 in _unkept_texts(project):
            text = project.text_of(relative, sha256)
            if text is not None:
                project.freeze(text)
                yield f"{project.folder / relative}: the marked text is kept"
    except OSError as error:
        yield f"{project.home / 'texts'}: {reason_of(error)}; not mended"


def _changed_texts(project: Project) -> list[Path]:
    """Kept texts that somebody changed since."""
    changed = []
    for path in sorted((project.home / "texts").glob("*.txt")):
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        if hashlib.sha256(data).hexdigest() != path.stem:
            changed.append(path)
    return changed


def _unkept_texts(project: Project) -> list[tuple[str, str]]:
    """Documents that were marked, are as they were, and of which there is no copy."""
    unkept = {}
    for store in project.stores():
        for document in store.documents():
            if store.of_document(document.id) and project.frozen(document.text_sha256) is None:
                try:
                    if project.text_of(document.path, document.text_sha256) is not None:
                        unkept[document.path] = document.text_sha256
                except UnreadableDocument:
                    continue
    return sorted(unkept.items())
