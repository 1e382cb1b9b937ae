"""What is open, what is saved, and which document a file is."""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.annotation import Annotation, Segment
from annotations.errors import Conflict, UnreadableDocument
from annotations.project import Project
from annotations.store import AnnotationStore
from annotations.text import Text
from tests.tui.sitting import ME, Sitting, full_disk, records
from tui.opening import Entry

ONE = "We will pay. They lied. Nobody came."
OTHER = "The locks stay open. He took money."

Sit = Callable[..., Sitting]


def mark(sitting: Sitting, words: str, tag: str = "threat") -> Annotation:
    """Save a mark on those words of the open document."""
    opened = sitting.reader.opened
    whole = opened.text[0 : len(opened.text)]
    segment = Segment.of(opened.text, whole.index(words), whole.index(words) + len(words))
    new = Annotation(opened.document.id, opened.document.text_sha256, (segment,), tag, ME.name)
    change = sitting.session.change([(None, new)])
    (_, made), *_ = change.pairs
    assert made is not None
    return made


def entries(sitting: Sitting) -> list[tuple[str, bool]]:
    """Paths of the documents that one goes through, and whether each is an older version."""
    return [(entry.path, entry.version is not None) for entry in sitting.session.corpus.entries]


def test_a_mark_is_on_screen_and_on_disk_when_the_change_returns(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    assert made.id
    assert made.rev == 1
    assert sitting.marks == sitting.saved == [("threat", "They lied")]
    assert (sitting.session.unsaved, sitting.session.trouble) == (0, "")


def test_reading_leaves_no_trace(sit: Sit) -> None:
    sitting = sit(ONE)
    sitting.press("j", "G", "y", "]")
    assert [path.name for path in sitting.folder.iterdir()] == ["a.txt"]


def test_each_document_has_its_own_marks(sit: Sit) -> None:
    sitting = sit(ONE, OTHER)
    mark(sitting, "They lied")
    sitting.press(">")
    assert sitting.marks == []
    mark(sitting, "He took money")
    sitting.press("<")
    assert sitting.marks == [("threat", "They lied")]
    assert len(sitting.saved) == 2


def test_the_history_goes_over_documents(sit: Sit) -> None:
    sitting = sit(ONE, OTHER)
    mark(sitting, "They lied")
    sitting.press(">")
    mark(sitting, "He took money")
    sitting.session.undo()
    assert sitting.saved == [("threat", "They lied")]
    sitting.session.undo()
    assert sitting.saved == []
    sitting.session.redo()
    sitting.session.redo()
    assert sorted(words for _, words in sitting.saved) == ["He took money", "They lied"]
    assert sitting.session.redo() is None


def test_nothing_to_undo_is_none(sit: Sit) -> None:
    sitting = sit(ONE)
    assert sitting.session.undo() is None
    assert sitting.session.redo() is None


# Saves that fail


def test_a_mark_that_cannot_be_saved_stays_on_screen(sit: Sit) -> None:
    sitting = sit(ONE)
    with full_disk():
        made = mark(sitting, "They lied")
    assert sitting.marks == [("threat", "They lied")]
    assert sitting.saved == []
    assert sitting.session.unsaved == 1
    assert "no space left" in sitting.session.trouble
    assert sitting.session.state(made.id) == made


def test_the_next_mark_saves_both(sit: Sit) -> None:
    sitting = sit(ONE)
    with full_disk():
        mark(sitting, "They lied")
    mark(sitting, "Nobody came")
    assert sitting.saved == [("threat", "They lied"), ("threat", "Nobody came")]
    assert (sitting.session.unsaved, sitting.session.trouble) == (0, "")


def test_an_unsaved_mark_can_be_changed_and_taken_off(sit: Sit) -> None:
    sitting = sit(ONE)
    with full_disk():
        made = mark(sitting, "They lied")
        sitting.session.change([(made, replace(made, tag="allegation"))])
        assert sitting.session.unsaved == 1
        assert sitting.marks == [("allegation", "They lied")]
        sitting.session.undo()
        assert sitting.marks == [("threat", "They lied")]
    mark(sitting, "Nobody came")
    assert sitting.saved == [("threat", "They lied"), ("threat", "Nobody came")]


def test_a_removal_that_cannot_be_saved_is_made_up_for(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    with full_disk():
        sitting.session.change([(made, None)])
    assert sitting.marks == []
    assert sitting.saved == [("threat", "They lied")]
    mark(sitting, "Nobody came")
    assert sitting.saved == [("threat", "Nobody came")]


def test_an_unsaved_mark_is_still_there_after_a_look_at_another_document(sit: Sit) -> None:
    sitting = sit(ONE, OTHER)
    with full_disk():
        mark(sitting, "They lied")
    sitting.press(">", "<")
    assert sitting.marks == [("threat", "They lied")]
    assert sitting.session.unsaved == 1


def test_an_unsaved_mark_of_another_document_is_saved_with_its_document(sit: Sit) -> None:
    sitting = sit(ONE, OTHER)
    with full_disk():
        mark(sitting, "They lied")
    sitting.press(">")
    mark(sitting, "He took money")
    assert len(sitting.saved) == 2
    assert sorted(each["path"] for each in records(sitting.file, "documents")) == ["a.txt", "b.txt"]


def test_a_folder_that_cannot_be_made_is_a_save_that_failed(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(ONE)
    sitting.folder.joinpath(".postil").write_text("in the way")
    mark(sitting, "They lied")
    assert sitting.marks == [("threat", "They lied")]
    assert sitting.session.unsaved == 1
    assert sitting.session.trouble


# Two windows


def other_window(sitting: Sitting) -> AnnotationStore:
    return AnnotationStore(sitting.file, ME)


def test_a_mark_changed_in_another_window_is_not_overwritten(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    other_window(sitting).change(replace(made, tag="allegation"), made.rev)
    with pytest.raises(Conflict, match="another window"):
        sitting.session.change([(made, replace(made, tag="commitment"))])
    assert sitting.saved == [("allegation", "They lied")]
    assert sitting.marks == [("allegation", "They lied")]


def test_a_mark_taken_off_in_another_window_is_gone(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    other_window(sitting).remove(made.id, made.rev)
    with pytest.raises(Conflict):
        sitting.session.change([(made, replace(made, tag="commitment"))])
    assert sitting.marks == sitting.saved == []


def test_marks_of_another_window_are_kept_by_a_save(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    twin = replace(made, id="", tag="allegation", rev=0)
    other_window(sitting).add(twin)
    mark(sitting, "Nobody came")
    assert sorted(sitting.saved) == [
        ("allegation", "They lied"),
        ("threat", "Nobody came"),
        ("threat", "They lied"),
    ]


def test_a_step_that_another_window_overtook_is_not_taken_back(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    other_window(sitting).change(replace(made, note="mine"), made.rev)
    with pytest.raises(Conflict):
        sitting.session.undo()
    assert sitting.saved == [("threat", "They lied")]


def test_an_unsaved_mark_survives_a_conflict_on_another_one(sit: Sit) -> None:
    sitting = sit(ONE)
    made = mark(sitting, "They lied")
    with full_disk():
        mark(sitting, "Nobody came")
    other_window(sitting).change(replace(made, tag="allegation"), made.rev)
    with pytest.raises(Conflict):
        sitting.session.change([(made, replace(made, tag="commitment"))])
    assert ("threat", "Nobody came") in sitting.marks


# Which document


def test_a_renamed_document_keeps_its_marks(sit: Sit) -> None:
    folder = sit(ONE, OTHER).press("t").folder
    (folder / "a.txt").rename(folder / "z.txt")
    sitting = Sitting(folder, "z.txt")
    assert sitting.marks == [("threat", "We will pay")]
    assert sitting.said == "known as a.txt before it was renamed"
    assert sitting.reader.opened.document.path == "z.txt"
    sitting.press("j", "c")
    assert [each["path"] for each in records(sitting.file, "documents")] == ["z.txt"]


def freeze(sitting: Sitting) -> Sitting:
    while sitting.session.freeze_next():
        pass
    return sitting


def test_an_edited_document_is_shown_as_it_was_marked(sit: Sit) -> None:
    folder = freeze(sit(ONE).press("t")).folder
    (folder / "a.txt").write_text("They say: we will pay. And more.")
    sitting = Sitting(folder, "a.txt")
    assert sitting.reader.opened.text[0 : len(ONE)] == ONE
    assert sitting.marks == [("threat", "We will pay")]
    assert re.match(
        r"changed since it was marked \(\d{4}-\d\d-\d\d\); the next document is", sitting.said
    )
    assert [path for path, _ in entries(sitting)] == ["a.txt", "a.txt"]


def test_the_new_state_of_an_edited_document_is_one_key_away(sit: Sit) -> None:
    folder = freeze(sit(ONE).press("t")).folder
    (folder / "a.txt").write_text("They say: we will pay. And more.")
    sitting = Sitting(folder, "a.txt").press(">")
    assert sitting.words == "They say: we will pay"
    assert sitting.marks == []
    sitting.press("c", "<")
    assert sitting.marks == [("threat", "We will pay")]
    assert len(sitting.saved) == 2


def test_an_edited_document_marked_again_opens_as_it_is_now(sit: Sit) -> None:
    folder = freeze(sit(ONE).press("t")).folder
    (folder / "a.txt").write_text("They say: we will pay. And more.")
    freeze(Sitting(folder, "a.txt").press(">", "c"))
    sitting = Sitting(folder, "a.txt")
    assert sitting.marks == [("commitment", "They say: we will pay")]
    assert entries(sitting) == [("a.txt", False), ("a.txt", True)]
    sitting.press(">")
    assert sitting.marks == [("threat", "We will pay")]


def test_a_copy_is_another_document(sit: Sit) -> None:
    sitting = sit(ONE, ONE).press("t", ">")
    assert sitting.marks == []
    sitting.press("c")
    assert sitting.marks == [("commitment", "We will pay")]
    sitting.press("<")
    assert sitting.marks == [("threat", "We will pay")]


def test_a_document_whose_file_is_gone_is_still_in_its_folder(sit: Sit) -> None:
    folder = freeze(sit(ONE, OTHER).press("t")).folder
    (folder / "a.txt").unlink()
    sitting = Sitting(folder)
    assert entries(sitting) == [("b.txt", False), ("a.txt", True)]
    sitting.press(">")
    assert sitting.marks == [("threat", "We will pay")]
    sitting.press("j", "a")
    assert sitting.saved == [("threat", "We will pay"), ("allegation", "They lied")]


def test_a_vanished_document_without_a_copy_can_be_looked_at(sit: Sit) -> None:
    folder = sit(ONE, OTHER).press("t").folder
    (folder / "a.txt").unlink()
    sitting = Sitting(folder).press(">")
    assert sitting.marks == []
    assert "1 mark could not be placed" in sitting.said
    sitting.press("j", "k", "space", "pageup", "t", "<")
    assert sitting.words == "The locks stay open"


@pytest.mark.parametrize("name", ["x" * 5000, "a\\u0000b", "../../etc/passwd"])
def test_a_path_that_no_disk_can_hold_is_that_of_a_vanished_document(sit: Sit, name: str) -> None:
    before = freeze(sit(ONE, OTHER).press("t"))
    file = before.file
    file.write_text(file.read_text().replace('"path":"a.txt"', f'"path":"{name}"'))
    sitting = Sitting(before.folder)
    assert len(sitting.session.corpus.entries) in (2, 3)  # it may be known again by its text
    assert sitting.marks == [("threat", "We will pay")]


def test_a_vanished_document_that_was_renamed_is_not_listed_twice(sit: Sit) -> None:
    folder = freeze(sit(ONE, OTHER).press("t")).folder
    (folder / "a.txt").rename(folder / "z.txt")
    assert entries(Sitting(folder)) == [("b.txt", False), ("z.txt", False)]


def test_a_new_file_of_the_length_of_a_vanished_document_does_not_hide_it(sit: Sit) -> None:
    folder = freeze(sit(ONE, OTHER).press("t")).folder
    (folder / "a.txt").unlink()
    (folder / "z.txt").write_text(ONE.replace("W", "H"))
    assert entries(Sitting(folder)) == [("b.txt", False), ("z.txt", False), ("a.txt", True)]


def test_a_document_in_a_guessed_encoding_says_so(sit: Sit) -> None:
    sitting = sit("caf\xe9 is closed.".encode("latin-1"))
    assert "Windows-1252" in sitting.said
    assert sitting.words == "café is closed"


def test_a_document_whose_name_is_not_utf_8_can_be_marked(folder: Path) -> None:
    (folder / "caf\udce9.txt").write_text(ONE)
    sitting = Sitting(folder).press("t")
    assert sitting.marks == sitting.saved == [("threat", "We will pay")]
    assert Sitting(folder).marks == [("threat", "We will pay")]


# Opening


def test_the_first_document_that_can_be_read_is_opened(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\0binary")
    (folder / "b.txt").write_text(OTHER)
    assert Sitting(folder).words == "The locks stay open"
    assert Sitting(folder, "a.txt", "b.txt").words == "The locks stay open"


@pytest.mark.parametrize("names", [(), ("a.txt", "b.txt")])
def test_when_none_can_be_read_the_first_reason_is_given(folder: Path, names: list[str]) -> None:
    (folder / "a.txt").write_bytes(b"\0binary")
    with pytest.raises(UnreadableDocument, match=r"a\.txt: is a binary file"):
        Sitting(folder, *names)


def test_an_empty_folder_has_no_documents(folder: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no documents here"):
        Sitting(folder)


def test_a_folder_opens_all_of_its_documents_in_order(sit: Sit) -> None:
    folder = sit(ONE, OTHER).folder
    (folder / "deeper").mkdir()
    (folder / "deeper" / "c.md").write_text("More.")
    (folder / "data.json").write_text("{}")
    assert entries(Sitting(folder)) == [("a.txt", False), ("b.txt", False), ("deeper/c.md", False)]


def test_a_long_document_opens_with_its_head_and_settles_whole(folder: Path) -> None:
    text = "We will pay. " * 90_000 + "The end."
    (folder / "long.txt").write_text(text)
    (folder / "short.txt").write_text(ONE)
    sitting = Sitting(folder, "short.txt", "long.txt")
    opened = sitting.session.open(Entry("long.txt"))
    assert not opened.settled
    assert 1_000_000 < len(opened.text) < len(text)
    sitting.press(">")
    assert sitting.reader.opened.settled
    assert len(sitting.reader.opened.text) == len(text)


# Files


def test_a_damaged_file_costs_no_mark_and_is_kept_beside(sit: Sit) -> None:
    before = sit(ONE).press("t", "j", "a")
    damaged = before.file.read_bytes().replace(b'"tag":"threat"', b'"tag":"thr', 1)
    before.file.write_bytes(damaged)
    again = Sitting(before.folder, "a.txt")
    assert again.marks == before.marks
    assert "is not a record" in again.session.store.faults[0]
    again.press("j", "j", "c")
    assert Sitting(before.folder, "a.txt").marks == again.marks
    (kept,) = again.file.parent.glob("*.damaged-*")
    assert kept.read_bytes() == damaged


def test_a_copy_of_the_marked_text_is_kept(sit: Sit) -> None:
    sitting = sit(ONE)
    assert not sitting.session.needs_freezing
    sitting.press("t", "w", "j", "t")
    assert sitting.session.needs_freezing
    freeze(sitting)
    assert not sitting.session.needs_freezing
    (copy,) = (sitting.folder / ".postil" / "texts").iterdir()
    assert copy.read_text() == ONE
    assert copy.stem == sitting.reader.opened.document.text_sha256
    sitting.press("j", "t")
    assert not sitting.session.needs_freezing


def test_a_copy_that_could_not_be_kept_is_tried_again(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(ONE).press("t")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Project, "freeze", refuse)
        with pytest.raises(OSError, match="No space"):
            sitting.session.freeze_next()
    sitting.press("j", "t")
    assert sitting.session.needs_freezing


def test_two_workers_keep_one_copy_without_stumbling(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(ONE).press("t")
    together = threading.Barrier(2, timeout=0.2)
    freeze_text = Project.freeze

    def slowly(project: Project, text: Text) -> None:
        with suppress(threading.BrokenBarrierError):
            together.wait()
        freeze_text(project, text)

    monkeypatch.setattr(Project, "freeze", slowly)
    with ThreadPoolExecutor(2) as workers:
        asked = [workers.submit(sitting.session.freeze_next) for _ in range(2)]
        assert [each.result(10) for each in asked] == [False, False]
    assert len(list((sitting.folder / ".postil" / "texts").iterdir())) == 1


def test_no_document_is_ever_written(sit: Sit) -> None:
    crlf = "We will pay.\r\nThey lied.\r\n".encode("utf-16")
    sitting = sit(ONE, crlf)
    sitting.press("t", "w", "x", "u", ">", "t", "j", "a", "u", "u")
    freeze(sitting)
    assert (sitting.folder / "a.txt").read_text() == ONE
    assert (sitting.folder / "b.txt").read_bytes() == crlf


def test_marks_of_a_file_with_other_newlines_stand_in_its_frozen_text(sit: Sit) -> None:
    sitting = sit("\ufeffOne.\r\nWe will pay.\r\n").press("j", "t")
    (record,) = records(sitting.file, "annotations")
    (segment,) = record["segments"]
    assert "One.\nWe will pay.\n"[segment["start"] : segment["end"]] == "We will pay"
