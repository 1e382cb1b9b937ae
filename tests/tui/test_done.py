"""Calling documents done: D, undo of it, restarts, other windows, disks that fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.errors import Conflict
from annotations.project import Project
from annotations.store import AnnotationStore
from tests.tui.examples import OTHER, TEXT
from tests.tui.screen import reading, status_row
from tests.tui.sitting import (
    ME,
    Sitting,
    another_window_writes,
    full_disk,
    marks_file,
    no_permission,
    records,
)
from tui import elsewhere
from tui.opening import Entry
from tui.session import Session
from tui.standing import Standing

Sit = Callable[..., Sitting]

THREE = (TEXT, OTHER, "Nobody came.")
WHOLE = ("threat", "He warned that we will pay")


def again(sitting: Sitting, *names: str) -> Sitting:
    """The next sitting on the same documents."""
    sitting.session.finish()
    return Sitting(sitting.folder, *names or ("a.txt", "b.txt", "c.txt"))


def path(sitting: Sitting) -> str:
    """The document that is open."""
    return sitting.reader.opened.document.path


def done(sitting: Sitting) -> list[str]:
    """The documents that are done, as the lists of this sitting show them."""
    return [
        entry.path
        for entry in sitting.session.corpus.entries
        if sitting.session.corpus.standing(entry).done
    ]


def kept(folder: Path) -> list[str]:
    """The documents that are done on disk. Writes nothing."""
    return [each.path for each in AnnotationStore(marks_file(folder)).documents() if each.done]


def standings(sitting: Sitting) -> list[tuple[int, bool]]:
    """How many marks each of the documents has, and whether it is done."""
    found = map(sitting.session.corpus.standing, sitting.session.corpus.entries)
    return [(each.marks, bool(each.done)) for each in found]


@pytest.fixture
def three(sit: Sit) -> Sitting:
    """Sit down to three documents."""
    return sit(*THREE)


# D


def test_d_calls_the_document_done_and_opens_the_next_one(three: Sitting) -> None:
    three.press("t", "j", "c", "D")
    assert path(three) == "b.txt"
    assert three.said == "done: a.txt, 2 marks  u takes it back"
    assert done(three) == kept(three.folder) == ["a.txt"]
    assert three.press("t", "D").said == "done: b.txt, 1 mark  u takes it back"
    assert done(three) == kept(three.folder) == ["a.txt", "b.txt"]


def test_done_with_nothing_in_it_is_not_the_same_as_not_read(three: Sitting) -> None:
    assert three.press("D").said == "done: a.txt, 0 marks  u takes it back"
    assert standings(three) == [(0, True), (0, False), (0, False)]
    (record,) = records(three.file, "documents")
    assert record["path"] == "a.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record["done"])
    assert three.session.freeze_next() is False
    assert Project.of(three.folder).frozen(record["text_sha256"]) is not None


def test_d_goes_round_to_what_was_left_out(three: Sitting) -> None:
    three.press(">", "D")
    assert path(three) == "c.txt"
    three.press("D")
    assert path(three) == "a.txt"
    three.press("D")
    assert (path(three), three.said) == ("a.txt", "every document is done")
    assert done(three) == ["a.txt", "b.txt", "c.txt"]


def test_d_passes_over_what_is_done(three: Sitting) -> None:
    three.press(">", "D", "<", "<")
    assert path(three) == "a.txt"
    assert path(three.press("D")) == "c.txt"


def test_d_on_a_document_that_is_done_goes_on_and_is_no_step(three: Sitting) -> None:
    three.press("t", "D", "<")
    saves = three.saves
    assert three.press("D").said == "done already: a.txt, 1 mark"
    assert path(three) == "b.txt"
    assert three.saves == saves
    three.press("u", "u")
    assert done(three) == []
    assert three.press("<", "u").kept == []


def test_the_only_document_stays_open(sitting: Sitting) -> None:
    assert sitting.press("t", "D").said == "every document is done"
    assert sitting.press("D").said == "every document is done"
    assert kept(sitting.folder) == ["a.txt"]
    assert sitting.press("u").said == "not done again: a.txt"
    assert kept(sitting.folder) == []
    assert sitting.kept == sitting.marks == [WHOLE]


def test_what_cannot_be_read_is_passed_over(three: Sitting) -> None:
    (three.folder / "b.txt").unlink()
    assert three.press("D").said == "done: a.txt, 0 marks  u takes it back"
    assert path(three) == "c.txt"
    three.press("D")
    assert three.said.startswith("every other document is done; passed over: ")
    assert three.said.endswith("b.txt: no such file or folder")
    assert done(three) == ["a.txt", "c.txt"]


def test_what_has_to_be_said_of_the_next_document_is_said_too(sit: Sit) -> None:
    sitting = sit("One.", b"Caf\xe9 here.").press("D")
    assert sitting.said == (
        "done: a.txt, 0 marks; read as Windows-1252, which is a guess: the file is not UTF-8"
        "  u takes it back"
    )


def test_a_document_that_was_not_read_to_its_end_is_not_called_done(three: Sitting) -> None:
    three.reader.opened.settled = False
    assert three.press("D").said == "it could not be read to its end, and is not called done"
    assert (path(three), done(three)) == ("a.txt", [])


def test_where_nothing_can_be_saved_d_says_so_and_stays(three: Sitting) -> None:
    three.press("t")
    stranger = Sitting(three.folder, "a.txt", "b.txt")
    stranger.session.store.annotator = None
    assert "belongs to somebody else" in stranger.press("D").said
    assert (path(stranger), done(stranger)) == ("a.txt", [])


def test_keys_that_shape_a_mark_after_d_are_another_step(sitting: Sitting) -> None:
    sitting.press("t", "D", "w", "escape")
    assert sitting.kept == [("threat", "warned that we will pay")]
    assert sitting.press("u").kept == [WHOLE]
    assert kept(sitting.folder) == ["a.txt"]
    assert sitting.press("u").said == "not done again: a.txt"


# Undo


def test_undo_of_done_in_another_document_asks_for_a_second_u(three: Sitting) -> None:
    three.press("D", "u")
    assert three.said == "u again takes back that a.txt is done"
    assert (path(three), kept(three.folder)) == ("b.txt", ["a.txt"])
    three.press("u")
    assert three.said == "not done again: a.txt"
    assert (path(three), kept(three.folder), done(three)) == ("a.txt", [], [])
    assert three.press("ctrl+r").said == "done again: a.txt"
    assert kept(three.folder) == done(three) == ["a.txt"]
    assert three.reader.opened.document.done


def test_done_again_is_done_since_the_first_time(three: Sitting) -> None:
    three.press("D")
    at = three.session.corpus.standing(Entry("a.txt")).done
    three.press("u", "u", "ctrl+r")
    assert three.session.corpus.standing(Entry("a.txt")).done == at


def test_marks_and_what_is_done_are_one_history(three: Sitting) -> None:
    three.press("t", "D", "a", "D", "t")
    for keys, marks, documents in (
        ("u", 2, ["a.txt", "b.txt"]),
        ("uu", 2, ["a.txt"]),
        ("u", 1, ["a.txt"]),
        ("uu", 1, []),
        ("u", 0, []),
    ):
        three.press(*keys)
        assert (len(three.kept), kept(three.folder)) == (marks, documents)
    assert three.press("u").said == "nothing to take back"


def test_what_is_done_is_taken_back_and_done_again_after_a_restart(three: Sitting) -> None:
    later = again(three.press("t", "D")).press("u")
    assert later.said == "u again takes back that a.txt is done, from an earlier sitting"
    assert later.press("u").said == "not done again: a.txt"
    assert (kept(later.folder), later.kept) == ([], [WHOLE])
    later = again(later).press("ctrl+r")
    assert later.said == "Ctrl+R again calls a.txt done, from an earlier sitting"
    assert later.press("ctrl+r").said == "done again: a.txt"
    assert kept(later.folder) == done(later) == ["a.txt"]
    later = again(later).press("u", "u", "u", "u")
    assert (kept(later.folder), later.kept) == ([], [])


def test_what_is_done_in_a_document_that_is_not_open_here_is_taken_back(three: Sitting) -> None:
    later = again(three.press("D"), "b.txt").press("u")
    assert later.said == "u again takes back that a.txt is done, from an earlier sitting"
    assert later.press("u").said == "not done again: a.txt"
    assert (path(later), kept(later.folder)) == ("b.txt", [])
    later.press("ctrl+r")
    assert later.press("ctrl+r").said == "done again: a.txt"
    assert kept(later.folder) == ["a.txt"]


def test_a_mark_in_a_document_that_is_done_leaves_it_done(three: Sitting) -> None:
    three.press("D", "<", "t", "x", "u", "w")
    assert kept(three.folder) == ["a.txt"]
    assert three.reader.opened.document.done


# Other windows


def beside(sitting: Sitting) -> Sitting:
    """Another window on the same folder."""
    return Sitting(sitting.folder, "a.txt", "b.txt", "c.txt")


def test_what_one_window_calls_done_the_other_shows(three: Sitting) -> None:
    other = beside(three)
    three.press("D")
    assert other.desk.refresh()
    assert other.reader.opened.document.done
    assert done(other) == ["a.txt"]
    assert other.press("u").said == "nothing to take back"
    three.press("u", "u")
    assert other.desk.refresh()
    assert not other.reader.opened.document.done
    assert done(other) == []


def test_a_mark_of_a_window_that_did_not_look_takes_nothing_back(three: Sitting) -> None:
    other = beside(three)
    three.press("D")
    other.press("t", "w")
    assert kept(three.folder) == ["a.txt"]
    assert other.reader.opened.document.done
    three.press("u", "u")
    other.press("w")
    assert kept(three.folder) == []
    assert not other.reader.opened.document.done


def test_what_another_window_called_done_already_is_no_step(three: Sitting) -> None:
    other = beside(three)
    three.press("D")
    assert other.press("D").said == "done already: a.txt, 0 marks"
    assert path(other) == "b.txt"
    assert other.press("u").said == "nothing to take back"
    assert kept(three.folder) == ["a.txt"]


def test_what_another_window_took_back_is_not_taken_back_once_more(three: Sitting) -> None:
    three.press("t", "D")
    beside(three).press("u", "u")
    three.press("u", "u")
    assert three.said == ("cannot be taken back: a.txt was called not done in another window since")
    assert three.press("u").kept == []


def test_what_another_program_took_out_of_the_file_is_not_taken_back(sit: Sit) -> None:
    sitting = sit(TEXT).press("D")
    store = AnnotationStore(marks_file(sitting.folder), ME)
    with store.transaction():
        store._db.table("documents").truncate()
    assert sitting.press("u").said == (
        "cannot be taken back: a.txt was called not done in another window since"
    )
    assert not sitting.reader.opened.document.done


def test_what_another_window_called_done_anew_is_not_taken_back(sit: Sit) -> None:
    sitting = sit(TEXT).press("D")
    other = Sitting(sitting.folder, "a.txt").press("u", "u")
    other.reader.finish()
    sitting.press("u")
    if kept(sitting.folder):  # the clock of the two D may show the same millisecond
        assert sitting.said == "cannot be taken back: a.txt was called done in another window since"
        assert sitting.reader.opened.document.done


def test_not_done_is_said_of_what_another_window_called_done_anew(sit: Sit) -> None:
    sitting = sit(TEXT).press("D")
    stale = sitting.reader.opened
    store = AnnotationStore(marks_file(sitting.folder), ME)
    store.say_done(store.documents()[0], "2000-01-01T00:00:00.000Z")
    with pytest.raises(Conflict):
        sitting.session.say_done(stale, False)
    assert stale.document.done == "2000-01-01T00:00:00.000Z"
    assert sitting.session.say_done(stale, False).documents
    assert sitting.session.say_done(stale, False).pairs == ()
    assert kept(sitting.folder) == []


# Saves that fail


def test_what_cannot_be_saved_is_shown_and_saved_later(three: Sitting) -> None:
    with full_disk():
        three.press("D")
        assert (path(three), done(three), three.session.unsaved) == ("b.txt", ["a.txt"], 1)
        assert "NOT SAVED 1" in status_row(three.reader, 80)
        assert three.press("<").reader.opened.document.done
        assert kept(three.folder) == []
        assert three.press("q").said == (
            "1 change is only on this screen: q again leaves without saving"
        )
    assert three.press("j", "t").session.unsaved == 0
    assert kept(three.folder) == ["a.txt"]
    assert three.session.freeze_next() is False
    assert len(list((three.folder / ".postil" / "texts").iterdir())) == 1


def test_what_was_taken_back_before_it_could_be_saved_was_never_said(three: Sitting) -> None:
    with full_disk():
        three.press("D", "u", "u")
        assert (three.session.unsaved, done(three)) == (0, [])
        assert not three.reader.opened.document.done
    three.session.flush()
    assert not marks_file(three.folder).with_name("ana.json.journal").exists()


def test_undo_that_cannot_be_saved_is_shown_and_saved_later(three: Sitting) -> None:
    three.press("t", "D")
    with full_disk():
        three.press("u", "u")
        assert (three.session.unsaved, done(three)) == (1, [])
        assert kept(three.folder) == ["a.txt"]
    three.session.flush()
    assert (three.session.unsaved, kept(three.folder)) == (0, [])


def test_what_is_unsaved_when_another_window_says_it_is_said_once(three: Sitting) -> None:
    other = beside(three)
    with full_disk():
        three.press("D")
    other.press("D")
    three.session.flush()
    assert (three.session.unsaved, kept(three.folder)) == (0, ["a.txt"])
    assert three.session.overtaken() == []
    (document,) = AnnotationStore(marks_file(three.folder)).documents()
    assert document.done == other.session.corpus.standing(Entry("a.txt")).done
    assert three.session.corpus.standing(Entry("a.txt")).done == document.done


def test_marks_and_done_wait_for_another_window_together(three: Sitting) -> None:
    three.press("t")
    with another_window_writes(three.folder):
        three.press("D", "a")
        assert (three.session.waiting, three.session.unsaved) == (True, 2)
    three.session.flush()
    assert kept(three.folder) == ["a.txt"]
    assert ("allegation", "The locks stay open") in three.kept


def test_a_copy_elsewhere_says_what_is_done(
    three: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "ana.copy-1.json"
    monkeypatch.setattr(elsewhere, "places", lambda _: [copy])
    with full_disk():
        three.press("t", "D", "D", "E")
    assert three.press("1").said == f"1 mark is in {copy}"
    assert three.session.copy == copy
    documents = AnnotationStore(copy).documents()
    assert [each.path for each in documents if each.done] == ["a.txt", "b.txt"]


def test_without_permission_d_is_kept_on_screen(three: Sitting) -> None:
    three.press("t")
    with no_permission(three.folder):
        three.press("D")
        assert (done(three), three.session.unsaved) == (["a.txt"], 1)
    three.session.flush()
    assert kept(three.folder) == ["a.txt"]


# Standing


def test_before_the_marks_are_loaded_nothing_is_known(three: Sitting) -> None:
    three.press("t", "D")
    project = Project.of(three.folder)
    session = Session(project, project.codebook(), ME, ["a.txt"])
    assert session.corpus.standing(Entry("a.txt")) == Standing()


def test_marks_are_counted_as_they_are_on_screen(three: Sitting) -> None:
    three.press("t", "j", "c", ">", "t")
    assert standings(three) == [(2, False), (1, False), (0, False)]
    with full_disk():
        three.press("j", "c", "<", "[", "x")
        assert standings(three) == [(1, False), (2, False), (0, False)]
        three.press("u")
        assert standings(three) == [(2, False), (2, False), (0, False)]
    three.session.flush()
    assert standings(three) == [(2, False), (2, False), (0, False)]
    assert standings(again(three)) == [(2, False), (2, False), (0, False)]


def test_a_file_that_was_changed_since_is_not_done_any_more(three: Sitting) -> None:
    later = again(three.press("t", "D", "D"))
    assert standings(later) == [(1, True), (0, True), (0, False)]
    while three.session.freeze_next():
        pass
    for name in ("a.txt", "b.txt"):
        (three.folder / name).write_text("Something else.")
    later = again(later)
    later.press(">", ">")
    entries = [(entry.path, entry.version is None) for entry in later.session.corpus.entries]
    assert entries == [("a.txt", False), ("a.txt", False), ("b.txt", True), ("c.txt", True)]
    assert standings(later) == [(1, True), (0, False), (0, False), (0, False)]
    assert path(later.press("D")) == "c.txt"
    assert path(later.press("D")) == "a.txt"
    assert not later.reader.opened.document.done


def test_of_several_states_of_a_file_that_was_not_opened_the_latest_counts(three: Sitting) -> None:
    three.press("D")
    (three.folder / "a.txt").write_text("Something else.")
    later = again(three).press("t", "j")
    assert standings(later)[0] == (1, False)
    assert standings(again(later, "b.txt", "a.txt"))[1] == (1, False)
    (three.folder / "a.txt").write_text(TEXT)
    later = again(later)
    assert standings(later)[0] == (0, True)


def test_a_renamed_document_is_still_done(three: Sitting) -> None:
    three.press("t", "D")
    (three.folder / "a.txt").rename(three.folder / "z.txt")
    later = again(three, "z.txt", "b.txt")
    assert standings(later) == [(1, True), (0, False)]
    assert later.reader.opened.document.done


def test_documents_of_the_whole_folder_have_a_standing(three: Sitting) -> None:
    three.press("t", "D")
    (three.folder / "a.txt").unlink()
    whole = Sitting(three.folder)
    assert [entry.path for entry in whole.session.corpus.entries] == ["b.txt", "c.txt", "a.txt"]
    assert standings(whole) == [(0, False), (0, False), (1, True)]


@pytest.mark.parametrize(
    ("standing", "word"),
    [
        (Standing(3, "then"), "done"),
        (Standing(0, "then", begun=True), "done"),
        (Standing(3), "begun"),
        (Standing(begun=True), "begun"),
        (Standing(), "not read"),
        (Standing(3, "then", reason="is a folder"), "unreadable"),
    ],
)
def test_a_word_for_each_standing(standing: Standing, word: str) -> None:
    assert standing.state == word


# On a screen


async def test_on_a_screen_d_calls_done_and_keeps_the_text(sit: Sit) -> None:
    folder = sit(TEXT, OTHER).folder
    async with reading(folder, "a.txt", "b.txt") as screen:
        await screen.press("D")
        assert "done: a.txt, 0 marks  u takes it back" in screen.row("status")
        assert "✓ saved" in screen.row("status")
        assert screen.row("text_heading").startswith(" b.txt")
        texts = folder / ".postil" / "texts"
        await screen.until(lambda: texts.is_dir() and any(texts.glob("*.txt")))
        await screen.press("<")
        assert screen.row("text_heading").startswith(" a.txt  done ")
    assert kept(folder) == ["a.txt"]
