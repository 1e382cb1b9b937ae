"""Marks that come from elsewhere, and what becomes of those that are here."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson
import pytest

from annotations import importing
from annotations.annotation import Annotation, Segment
from annotations.errors import Busy, NotSaved
from annotations.project import Project
from annotations.store import AnnotationStore
from annotations.store.storage import JournalStorage
from annotations.taking_in import NothingTaken, Report, take_in
from annotations.text import Text
from tests.annotations.arrivals import (
    as_lines,
    described,
    everything,
    exported,
    imported,
    kept_texts,
    marked,
)
from tests.annotations.examples import ME, OTHER

TEXT = "The locks will close. We will keep the harbour open. Inspectors took money.\n"
WORDS = ("The locks", "the harbour", "Inspectors", "money")


@pytest.fixture
def project(folder: Path) -> Project:
    (folder / "a.txt").write_text(TEXT)
    return Project.of(folder)


@pytest.fixture
def other(tmp_path: Path) -> Project:
    """The project of a colleague, with a copy of the document."""
    folder = tmp_path / "colleague"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    return Project.of(folder)


def line(exact: str = "The locks", **rest: Any) -> dict[str, Any]:
    return {"document": "a.txt", "tag": "threat", "exact": exact, **rest}


def mine(project: Project) -> AnnotationStore:
    return project.store(ME)


def only(project: Project) -> Annotation:
    ((_, _, mark),) = marked(project)
    return mark


def edited(project: Project, **fields: Any) -> bytes:
    """An export of one mark in which somebody changed something."""
    (record,) = map(orjson.loads, exported(project, "jsonl").splitlines())
    return as_lines([{**record, **fields}])


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.kept


# What is here already


def test_a_mark_that_is_here_as_it_is_in_the_file_stays(project):
    imported(project, as_lines([line()]))
    before = everything(project.folder)
    assert counts(imported(project, exported(project))) == (0, 0, 1, 0)
    assert everything(project.folder) == before


def test_a_mark_that_was_edited_elsewhere_is_changed(project):
    imported(project, as_lines([line(note="a")]))
    before = only(project)
    data = edited(project, note="b")
    assert counts(imported(project, data)) == (0, 1, 0, 0)
    after = only(project)
    assert (after.note, after.rev, after.created) == ("b", before.rev + 1, before.created)
    assert after.modified >= before.modified
    assert counts(imported(project, data)) == (0, 0, 1, 0)


def test_a_newer_state_is_taken_as_it_is(project):
    imported(project, as_lines([line()]))
    later = {"note": "b", "rev": 9, "modified": "2099-01-01T00:00:00.000Z"}
    assert counts(imported(project, edited(project, **later))) == (0, 1, 0, 0)
    mark = only(project)
    assert (mark.note, mark.rev, mark.modified) == ("b", 9, later["modified"])


def test_what_was_changed_here_since_is_left(project):
    imported(project, as_lines([line()]))
    old = edited(project, note="theirs")
    mark = only(project)
    changed = mine(project).change(replace(mark, note="mine"), mark.rev)
    assert counts(imported(project, old)) == (0, 0, 0, 1)
    assert only(project) == changed


def test_what_was_taken_off_here_comes_back(project):
    imported(project, as_lines([line()]))
    data = exported(project)
    mark = only(project)
    changed = mine(project).change(replace(mark, note="x"), mark.rev)
    mine(project).remove(mark.id, changed.rev)
    assert counts(imported(project, data)) == (1, 0, 0, 0)
    assert only(project) == replace(mark, rev=changed.rev + 1)
    assert counts(imported(project, data)) == (0, 0, 1, 0)


def test_a_line_without_an_id_is_added_once(project):
    records = [line(note="x"), line(note="x"), line(tag="commitment"), line("money")]
    assert counts(imported(project, as_lines(records))) == (3, 0, 1, 0)
    assert counts(imported(project, as_lines(records))) == (0, 0, 4, 0)


def test_a_line_without_an_id_changes_nothing_of_what_is_here(project):
    imported(project, as_lines([line(note="x")]))
    before = only(project)
    assert counts(imported(project, as_lines([line(note="y")]))) == (0, 0, 0, 1)
    assert counts(imported(project, as_lines([line()]))) == (0, 0, 1, 0)
    assert only(project) == before


def test_a_line_that_says_only_some_things_changes_only_these(project):
    imported(project, as_lines([line(note="x", fields={"speaker": "she"})]))
    mark = only(project)
    lean = as_lines([line(id=mark.id, tag="commitment")])
    assert counts(imported(project, lean)) == (0, 1, 0, 0)
    assert only(project).tag == "commitment"
    assert (only(project).note, only(project).fields) == ("x", {"speaker": "she"})


def test_marks_go_to_the_document_that_is_here_under_another_id(project, other):
    imported(project, as_lines([line()]))
    (other.folder / "a.txt").rename(other.folder / "b.txt")
    imported(other, as_lines([line("money", document="b.txt")]))
    (other.folder / "b.txt").rename(other.folder / "a.txt")
    store = other.store(ME)
    ((_, moved),) = described(other)
    store.keep_document(replace(moved, path="a.txt"))
    assert counts(imported(other, exported(project))) == (1, 0, 0, 0)
    assert {each.document for _, _, each in marked(other)} == {moved.id}
    assert counts(imported(other, exported(project))) == (0, 0, 1, 0)


# Documents


@pytest.mark.parametrize(
    ("when", "title"), [("2025-01-01", "theirs"), ("2027-01-01", "mine"), ("", "theirs")]
)
def test_of_what_is_said_of_a_document_the_later_counts(project, other, when, title):
    imported(project, as_lines([line()]))
    imported(other, exported(project))
    (here,) = (document for _, document in described(other))
    if when:
        mine(other).describe(replace(here, metadata={"title": "mine"}, described=when))
    theirs = replace(here, metadata={"title": "theirs"}, described="2026-01-01")
    mine(project).describe(theirs)
    data = exported(project)
    if title == "theirs":
        assert imported(other, data).documents == 1
    assert imported(other, data).documents == 0
    assert [each.metadata["title"] for _, each in described(other)] == [title]


def test_a_document_that_is_done_on_one_side_is_done(project, other):
    imported(project, as_lines([line()]))
    imported(other, exported(project))
    ((_, here),) = described(other)
    mine(project).say_done(here, "2026-01-01T00:00:00.000Z")
    imported(other, exported(project))
    assert described(other)[0][1].done == "2026-01-01T00:00:00.000Z"
    assert imported(project, exported(other)).documents == 0


def test_texts_of_a_file_are_kept_where_the_document_is_missing(project, tmp_path):
    imported(project, as_lines([line()]))
    empty = tmp_path / "empty"
    empty.mkdir()
    whole = Project.of(empty)
    imported(whole, exported(project), name="x.json")
    assert kept_texts(whole) == kept_texts(project) != {}
    assert [path.name for path in empty.iterdir()] == [".postil"]


# All or nothing


def test_one_refused_mark_refuses_the_whole_file(project):
    before = everything(project.folder)
    with pytest.raises(NothingTaken) as caught:
        imported(project, as_lines([line(), line("nowhere"), line("money", tag="")]))
    report = caught.value.report
    assert [(each.line, each.why) for each in report.refused] == [
        (2, "a.txt: its quote is not in the text"),
        (3, "tag is missing"),
    ]
    assert report.counted() == "3 read, 0 repaired, 2 refused"
    assert everything(project.folder) == before
    assert not project.home.exists()


def test_the_rest_is_taken_in_when_that_is_wanted(project):
    report = imported(project, as_lines([line(), line("nowhere")]), partial=True)
    assert (report.counted(), report.became()) == ("2 read, 0 repaired, 1 refused", "1 added")


def test_what_would_happen_is_said_and_not_done(project):
    data = as_lines([line(), line("money")])
    format = importing.format_of(data, "x.jsonl")
    checked = importing.read(format, data, project, ME)
    assert take_in(checked, project, dry_run=True).added == 2
    assert not project.home.exists()


def by_two(words: str = "The locks") -> bytes:
    """A mark of mine, and one of somebody else."""
    people = ({"annotator": who.name, "person": who.person} for who in (ME, OTHER))
    return as_lines(line(words, **who) for who in people)


def test_a_file_of_marks_that_takes_none_refuses_all(project):
    imported(project, by_two())
    ben = project.home / "annotations" / "ben.json"
    tables = json.loads(ben.read_bytes())
    tables["about"]["1"]["schema"] = 99
    ben.write_text(json.dumps(tables))
    before = everything(project.folder)
    data = by_two("money")
    with pytest.raises(NotSaved, match=r"ben\.json: was written by a newer Postil"):
        imported(project, data)
    assert everything(project.folder) == before


def test_a_window_that_writes_for_long_refuses_all(project):
    imported(project, by_two())
    before = everything(project.folder)
    data = by_two("money")
    held = JournalStorage(project.home / "annotations" / "ben.json")
    with (
        held.lock.held(),
        patch("annotations.store.lock.PATIENCE", 0.01),
        pytest.raises(Busy, match=r"ben\.json"),
    ):
        imported(project, data)
    assert everything(project.folder) == before


def test_texts_that_cannot_be_kept_refuse_all(project):
    project.home.mkdir()
    (project.home / "texts").write_text("in the way")
    with pytest.raises(NotSaved, match="texts"):
        imported(project, by_two())
    assert marked(project) == []


def test_after_a_disk_failed_in_between_the_file_can_be_taken_in_again(project):
    calls: list[bytes] = []
    begin = JournalStorage._append

    def fail(storage: JournalStorage, line: bytes) -> None:
        calls.append(line)
        if len(calls) == 2:
            raise NotSaved(storage.path, "no space left on device")
        begin(storage, line)

    with patch.object(JournalStorage, "_append", fail), pytest.raises(NotSaved):
        imported(project, by_two())
    report = imported(project, by_two())
    assert (report.added, report.same) == (1, 1)


@pytest.mark.parametrize("path", ["annotations", "annotations/ben.json"])
def test_a_file_that_must_not_be_written_refuses_all(project, path):
    imported(project, by_two())
    before = everything(project.folder)
    locked = project.home / path

    def access(asked: Path, _: int) -> bool:
        return asked != locked

    with (
        patch.object(os, "access", access),
        pytest.raises(NotSaved, match="permission denied"),
    ):
        imported(project, by_two("money"))
    assert everything(project.folder) == before


# Beside a window


def test_an_open_window_sees_what_is_taken_in(project):
    imported(project, as_lines([line()]))
    window = mine(project)
    assert len(window) == 1
    imported(project, as_lines([line("money")]))
    assert window.refresh()
    assert len(window) == 2
    window.add(replace(only_of(window), id="", tag="commitment"))
    assert len(mine(project)) == 3


def only_of(store: AnnotationStore) -> Annotation:
    return next(iter(store))


def test_what_a_window_marked_in_between_is_seen(project):
    imported(project, as_lines([line("Inspectors")]))
    data = as_lines([line(), line("money")])
    checked = importing.read(importing.format_of(data, "x.jsonl"), data, project, ME)
    with patch("annotations.taking_in._check_writable", lambda _: first(project)):
        report = take_in(checked, project)
    assert counts(report) == (1, 0, 1, 0)
    assert len(mine(project)) == 3


def first(project: Project) -> None:
    """Another window takes in one of the marks at the last moment."""
    store = mine(project)
    store.add(replace(only_of(store), id="", segments=(Segment.of(Text.of(TEXT), 0, 9),), rev=0))


def test_an_import_is_taken_back_as_one_step(project):
    imported(project, as_lines(line(word) for word in WORDS))
    done, _ = mine(project).past()
    assert len(done[-1].change.marks) == len(WORDS)


def test_long_names_of_one_person_share_a_file(project):
    names = {"é" * 60 + end: word for end, word in zip("ab", WORDS, strict=False)}
    records = [line(word, annotator=name, person="p1") for name, word in names.items()]
    data = as_lines(records)
    assert imported(project, data).added == 2
    assert imported(project, data).same == 2
    assert len(project.stores()) == 1


def test_a_project_that_is_no_folder_of_ours_takes_marks_away_from_it(home):
    """Home is never a project: marks go to the user's data, and the texts with them."""
    (home / "a.txt").write_text(TEXT)
    whole = Project.of(home)
    assert imported(whole, as_lines([line()])).added == 1
    assert whole.is_away
    assert len(kept_texts(whole)) == 1


def test_the_report_of_nothing_says_so():
    assert Report().became() == "nothing to add"
