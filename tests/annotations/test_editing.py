"""Marks added, changed and taken off by words and ids, without a screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from annotations import editing
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.errors import (
    AnnotationsError,
    Conflict,
    NotSaved,
    UnknownTag,
    UnreadableDocument,
)
from annotations.locating import Ambiguous, Choice, NotFound
from annotations.project import Project
from annotations.store import AnnotationStore

ME = Annotator("ana", "person-1")
BEN = Annotator("ben", "person-2")
TEXT = "He warned that we will pay. They lied.\n\n“If they come,” she said, “we will pay.”\n"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(folder: Path) -> Project:
    """A folder with a document, of which nothing was marked."""
    (folder / "a.txt").write_text(TEXT)
    return Project.of(folder)


def marks(project: Project, who: Annotator = ME) -> list[tuple[str, str]]:
    """Tags and words of somebody's marks, as others find them."""
    found, problems = project.marks()
    assert problems == []
    return [
        (each.annotation.tag, each.annotation.exact) for each in found if each.person == who.person
    ]


def only(project: Project) -> Annotation:
    (mark,) = project.marks()[0]
    return mark.annotation


# Adding


def test_a_quote_is_marked_and_its_text_is_kept(project: Project) -> None:
    added = editing.add(project, ME, "a.txt", ["They lied"], "allegation")
    made = added.mark.annotation
    assert added.is_new
    assert (made.start, made.end, made.exact) == (28, 37, "They lied")
    assert (added.mark.document.path, added.mark.person) == ("a.txt", ME.person)
    assert marks(project) == [("allegation", "They lied")]
    assert project.frozen(made.text_sha256) is not None
    assert (project.folder / "a.txt").read_text() == TEXT


def test_a_tag_may_be_called_by_its_name(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "Allegation")
    assert marks(project) == [("allegation", "They lied")]


def test_note_and_fields_are_part_of_the_new_mark(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "allegation", "who?", {"speaker": "He"})
    assert (only(project).note, dict(only(project).fields)) == ("who?", {"speaker": "He"})


def test_fragments_make_one_mark(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["If they come", "we will pay"], "threat")
    assert only(project).exact == "If they come … we will pay"
    assert len(only(project).segments) == 2


def test_fragments_with_only_a_space_between_are_one(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They", "lied"], "threat")
    assert [each.exact for each in only(project).segments] == ["They lied"]


def test_an_ambiguous_quote_changes_nothing(project: Project) -> None:
    with pytest.raises(Ambiguous) as refused:
        editing.add(project, ME, "a.txt", ["we will pay"], "threat")
    assert len(refused.value.places) == 2
    assert not (project.folder / ".postil").exists()
    second = editing.add(project, ME, "a.txt", ["we will pay"], "threat", choice=Choice(2))
    assert second.mark.annotation.start == refused.value.places[1].start


def test_the_same_mark_again_is_the_mark_that_is_there(project: Project) -> None:
    first = editing.add(project, ME, "a.txt", ["They lied"], "threat", "a note")
    for note in ("", "a note"):
        again = editing.add(project, ME, "a.txt", ["They lied"], "threat", note)
        assert (again.is_new, again.mark) == (False, first.mark)
    with pytest.raises(AnnotationsError, match="marks this already; postil set changes it"):
        editing.add(project, ME, "a.txt", ["They lied"], "threat", "another note")
    assert only(project).note == "a note"
    editing.add(project, ME, "a.txt", ["They lied"], "allegation")
    editing.add(project, BEN, "a.txt", ["They lied"], "threat")
    assert len(project.marks()[0]) == 3


@pytest.mark.parametrize(
    ("path", "quote", "tag", "error", "said"),
    [
        ("a.txt", "They lied", "threet", UnknownTag, "did you mean threat?"),
        ("a.txt", "They fled", "threat", NotFound, "“They fled” is not in the text"),
        ("b.txt", "They lied", "threat", UnreadableDocument, "no such file"),
        ("c.txt", "They lied", "threat", UnreadableDocument, "binary"),
        (".", "They lied", "threat", UnreadableDocument, "is a folder"),
        ("../outside.txt", "They lied", "threat", AnnotationsError, "is not in"),
        ("link.txt", "x" * 100_001, "threat", AnnotationsError, "not in the text"),
    ],
)
def test_what_cannot_be_marked_leaves_no_trace(
    project: Project, path: str, quote: str, tag: str, error: type[Exception], said: str
) -> None:
    (project.folder / "c.txt").write_bytes(b"\0")
    (project.folder / "link.txt").symlink_to("a.txt")
    (project.folder.parent / "outside.txt").write_text(TEXT)
    with pytest.raises(error, match=said.replace("?", r"\?")):
        editing.add(project, ME, path, [quote], tag)
    assert not (project.folder / ".postil").exists()


def test_a_mark_that_is_too_long_is_refused_in_a_sentence(project: Project) -> None:
    (project.folder / "long.txt").write_text("x" * 100_001)
    with pytest.raises(AnnotationsError, match="100,000 characters at most"):
        editing.add(project, ME, "long.txt", ["x" * 100_001], "threat")


def test_a_retired_tag_is_not_given(project: Project) -> None:
    (project.folder / "codebook.toml").write_text(
        '[[tags]]\nid = "demand"\n[[tags]]\nid = "old"\nretired = true\n'
    )
    with pytest.raises(UnknownTag, match="retired"):
        editing.add(project, ME, "a.txt", ["They lied"], "old")


def test_a_renamed_document_keeps_its_marks_and_gets_the_new_one(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "threat")
    (project.folder / "a.txt").rename(project.folder / "b.txt")
    editing.add(project, ME, "b.txt", ["He warned"], "threat")
    found, _ = project.marks()
    assert {mark.document.path for mark in found} == {"b.txt"}
    assert len({mark.document.id for mark in found}) == 1


def test_a_changed_document_is_marked_as_it_was_read_until_only_the_new_text_has_it(
    project: Project,
) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "threat")
    (project.folder / "a.txt").write_text("New: " + TEXT + "They fled.")
    earlier = editing.add(project, ME, "a.txt", ["He warned"], "threat")
    assert (earlier.is_earlier, earlier.mark.annotation.start) == (True, 0)
    later = editing.add(project, ME, "a.txt", ["They fled"], "threat")
    assert (later.is_earlier, later.mark.document.id) != (False, earlier.mark.document.id)
    now = editing.add(project, ME, "a.txt", ["He warned"], "threat")
    assert (now.is_earlier, now.mark.annotation.start) == (False, 5)
    assert project.marks()[1] == []


# Changing


def test_tag_note_fields_and_words_are_changed_and_the_rest_stays(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "threat", "why", {"speaker": "He", "to": "us"})
    before = only(project)
    editing.change(project, ME, before.id, tag="allegation")
    assert only(project) == replace(
        before, tag="allegation", rev=2, modified=only(project).modified
    )
    editing.change(project, ME, before.id, note="", fields={"speaker": "", "to": ["you", "me"]})
    assert (only(project).note, dict(only(project).fields)) == ("", {"to": ["you", "me"]})
    editing.change(project, ME, before.id[:10], quotes=["warned", "They lied"])
    assert only(project).exact == "warned … They lied"


def test_a_change_to_what_is_there_already_is_none(project: Project) -> None:
    mark = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark
    assert editing.change(project, ME, mark.annotation.id, tag="threat").annotation.rev == 1


def test_new_words_are_looked_for_where_the_mark_is(project: Project) -> None:
    added = editing.add(project, ME, "a.txt", ["pay"], "threat", choice=Choice(2)).mark.annotation
    changed = editing.change(project, ME, added.id, quotes=["we will pay"]).annotation
    assert (changed.exact, changed.end) == ("we will pay", added.end)
    with pytest.raises(Ambiguous):
        editing.change(project, ME, added.id, quotes=["l"])


def test_new_words_come_from_the_text_that_was_marked(project: Project) -> None:
    added = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark.annotation
    (project.folder / "a.txt").write_text("Something else.")
    assert editing.change(project, ME, added.id, quotes=["He warned"]).annotation.start == 0
    for kept in (project.folder / ".postil" / "texts").iterdir():
        kept.unlink()
    with pytest.raises(AnnotationsError, match="was marked is gone"):
        editing.change(project, ME, added.id, quotes=["They lied"])


# Taking off


def test_marks_are_taken_off_together(project: Project) -> None:
    ids = [
        editing.add(project, ME, "a.txt", [quote], "threat").mark.annotation.id
        for quote in ("They lied", "He warned", "she said")
    ]
    taken = editing.remove(project, ME, [ids[0], ids[2], ids[0]])
    assert [each.annotation.exact for each in taken] == ["They lied", "she said"]
    assert marks(project) == [("threat", "He warned")]


def test_one_wrong_id_leaves_all_marks_there(project: Project) -> None:
    mine = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark.annotation.id
    with pytest.raises(AnnotationsError, match="has the id zzzz"):
        editing.remove(project, ME, [mine, "zzzz"])
    assert len(marks(project)) == 1


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("abc", "too short"),
        ("", "too short"),
        ("zzzzzzzzzzzzzzz", "no mark"),
        ("../../", "no mark"),
    ],
)
def test_an_id_that_leads_nowhere_is_said(project: Project, id: str, said: str) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "threat")
    with pytest.raises(AnnotationsError, match=said):
        editing.remove(project, ME, [id])


def test_a_beginning_that_several_ids_have_is_too_little(project: Project) -> None:
    for quote in ("They lied", "He warned"):
        editing.add(project, ME, "a.txt", [quote], "threat")
    with pytest.raises(AnnotationsError, match="2 marks have an id that begins with"):
        editing.remove(project, ME, [project.marks()[0][0].annotation.id[:4]])


def test_marks_of_others_are_theirs(project: Project) -> None:
    id = editing.add(project, BEN, "a.txt", ["They lied"], "threat").mark.annotation.id
    for act in (
        lambda: editing.change(project, ME, id, tag="allegation"),
        lambda: editing.remove(project, ME, [id]),
    ):
        with pytest.raises(AnnotationsError, match=f"{id} is a mark of ben, not of yours"):
            act()
    assert marks(project, BEN) == [("threat", "They lied")]


def test_marks_that_i_made_under_another_name_are_mine(project: Project) -> None:
    other = replace(ME, name="a. smith")
    id = editing.add(project, other, "a.txt", ["They lied"], "threat").mark.annotation.id
    assert editing.change(project, ME, id, tag="allegation").annotation.annotator == "a. smith"
    editing.remove(project, ME, [id])
    assert marks(project) == []


# Beside others


def test_each_call_is_one_step_that_can_be_taken_back(project: Project) -> None:
    id = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark.annotation.id
    other = editing.add(project, ME, "a.txt", ["He warned"], "threat").mark.annotation.id
    editing.change(project, ME, id, tag="allegation", note="x", quotes=["she said"])
    editing.remove(project, ME, [id, other])
    done, _ = project.store(ME).past()
    assert [len(step.change.marks) for step in done] == [1, 1, 1, 2]


def test_an_open_store_sees_what_was_done(project: Project) -> None:
    store = project.store(ME)
    id = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark.annotation.id
    store.refresh()
    assert [each.exact for each in store] == ["They lied"]
    known = store.get(id)
    assert known is not None
    editing.change(project, ME, id, tag="allegation")
    with pytest.raises(Conflict, match="changed in another window"):
        store.change(replace(known, tag="commitment"), known.rev)
    store.remove(id, known.rev + 1)
    with pytest.raises(AnnotationsError, match="no mark"):
        editing.change(project, ME, id, tag="threat")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda project, id: editing.change(project, ME, id, tag="commitment"), "changed in"),
        (lambda project, id: editing.remove(project, ME, [id]), "changed in another window"),
    ],
)
def test_a_mark_that_changes_at_the_same_moment_is_left_as_it_is(
    project: Project, act: Callable[[Project, str], object], said: str
) -> None:
    id = editing.add(project, ME, "a.txt", ["They lied"], "threat").mark.annotation.id
    other = project.store(ME)
    whole = AnnotationStore.transaction

    def slow(self: AnnotationStore, *arguments: object, **options: object) -> object:
        known = other.get(id)
        if self is not other and known is not None and known.rev == 1:
            other.change(replace(known, tag="allegation"), 1)
        return whole(self, *arguments, **options)  # type: ignore[arg-type]

    with patch.object(AnnotationStore, "transaction", slow), pytest.raises(Conflict, match=said):
        act(project, id)
    assert marks(project) == [("allegation", "They lied")]


def test_a_disk_that_takes_nothing_changes_nothing(project: Project) -> None:
    editing.add(project, ME, "a.txt", ["They lied"], "threat")
    with (
        patch("annotations.files.write_all", side_effect=OSError(28, "No space left on device")),
        pytest.raises(NotSaved, match="no space left"),
    ):
        editing.add(project, ME, "a.txt", ["He warned"], "threat")
    assert marks(project) == [("threat", "They lied")]


def test_several_programs_at_once_lose_nothing(project: Project) -> None:
    """Also while a store is open that writes in between."""
    store = project.store(ME)
    script = (
        "import sys; from pathlib import Path\n"
        "from annotations import editing; from annotations.annotator import Annotator\n"
        "from annotations.project import Project\n"
        "project = Project.of(Path(sys.argv[1]))\n"
        "for quote in sys.argv[2:]:\n"
        "    editing.add(project, Annotator('ana', 'person-1'), 'a.txt', [quote], 'threat')\n"
    )
    wanted = [["He warned", "that we"], ["They lied", "He warned"], ["If they come", "she said"]]
    running = [
        subprocess.Popen([sys.executable, "-c", script, project.folder, *quotes], cwd=ROOT)
        for quotes in wanted
    ]
    added = editing.add(project, ME, "a.txt", ["warned that"], "threat").mark.annotation
    store.refresh()
    store.remove(added.id, added.rev)
    assert [each.wait(60) for each in running] == [0, 0, 0]
    assert sorted(words for _, words in marks(project)) == sorted(
        {quote for quotes in wanted for quote in quotes}
    )
