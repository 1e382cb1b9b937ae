"""Everybody's marks of a project, with what belongs to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from annotations.annotator import Annotator
from annotations.filtering import Filter
from annotations.project import Project
from tests.annotations.examples import DOCUMENT, ME, OTHER, TEXT, mark

SAID = {"title": "A Statement", "publisher": "The Port"}


def keep(folder: Path, annotator: Annotator, *words: str, **data: object) -> None:
    """Save marks of an annotator on words of the statement, and what they say of it."""
    (folder / "statement.txt").write_bytes(TEXT.data)
    store = Project.of(folder).store(annotator)
    store.keep_document(replace(DOCUMENT, metadata=data))
    for each in words:
        store.add(mark(each, annotator=annotator.name))


def test_an_export_has_the_marks_the_documents_and_who_made_them(folder):
    keep(folder, ME, "harbour open")
    keep(folder, OTHER, "locks would close")
    export = Project.of(folder).export()
    marks = list(export.marks)
    assert [(each.annotation.exact, each.person) for each in marks] == [
        ("locks would close", OTHER.person),
        ("harbour open", ME.person),
    ]
    assert [each.id for each in export.documents] == [DOCUMENT.id]
    assert [annotator for annotator, _ in export.records] == [ME, OTHER]
    text = export.text_of(export.documents[0])
    assert text is not None
    assert text.sha256 == TEXT.sha256


def test_what_an_annotator_does_not_say_of_a_document_others_say(folder):
    keep(folder, ME, "harbour open", title="Mine")
    keep(folder, OTHER, "locks would close", **SAID)
    marks, _ = Project.of(folder).marks()
    theirs, mine = (each.document.metadata for each in marks)
    assert mine == {"title": "Mine", "publisher": "The Port"}
    assert theirs == SAID


def test_records_are_what_each_annotator_says_themself(folder):
    keep(folder, ME, "harbour open", title="Mine")
    keep(folder, OTHER, "locks would close")
    export = Project.of(folder).export()
    assert [dict(document.metadata) for _, document in export.records] == [{"title": "Mine"}, {}]
    assert export.documents[0].metadata == {"title": "Mine"}


def test_documents_are_those_of_the_marks_that_are_wanted(folder):
    keep(folder, ME, "harbour open")
    assert Project.of(folder).export(Filter(tags=frozenset({"allegation"}))).documents == []


def test_the_fields_of_the_marks_are_known_beforehand(folder):
    (folder / "statement.txt").write_bytes(TEXT.data)
    store = Project.of(folder).store(ME)
    store.keep_document(DOCUMENT)
    store.add(mark("harbour open", fields={"target": "x", "speaker": "y"}))
    store.add(mark("locks would close", tag="commitment", fields={"degree": 1}))
    assert Project.of(folder).export().fields == ["degree", "speaker", "target"]
    wanted = Filter(tags=frozenset({"commitment"}))
    assert Project.of(folder).export(wanted).fields == ["degree"]


def test_a_filter_leaves_out_marks_and_the_documents_of_none(folder):
    keep(folder, ME, "harbour open", **SAID)
    project = Project.of(folder)
    project.store(ME).keep_document(replace(DOCUMENT, id="f" * 16, path="other.txt"))
    assert len(project.export().documents) == 2
    only = project.export(Filter(tags=frozenset({"threat"})))
    assert [each.path for each in only.documents] == ["statement.txt"]
    none = project.export(Filter(documents=("other.txt",)))
    assert list(none.marks) == []
    assert none.documents == []


def test_what_is_left_out_is_known_when_the_marks_were_gone_through(folder):
    keep(folder, ME, "harbour open")
    project = Project.of(folder)
    project.freeze(TEXT)
    store = project.store(ME)
    (there,) = store
    moved = replace(there.segments[0], start=there.start + 1, end=there.end + 1)
    store.change(replace(there, segments=(moved,)), there.rev)
    export = project.export()
    assert list(export.marks) == []
    (problem,) = export.problems
    assert there.id in problem


def test_a_broken_codebook_is_a_remark_and_costs_no_mark(folder):
    keep(folder, ME, "harbour open")
    (folder / "codebook.toml").write_text("nothing here")
    export = Project.of(folder).export()
    assert len(list(export.marks)) == 1
    assert export.codebook.get("threat").name == "Threat"
    assert "codebook.toml" in export.remarks[0]
    assert export.problems == []


def test_nothing_is_written_by_gathering(folder):
    (folder / "statement.txt").write_bytes(TEXT.data)
    before = sorted(folder.rglob("*"))
    assert list(Project.of(folder).export().marks) == []
    assert sorted(folder.rglob("*")) == before
