"""`M`: what is known of a document; undo of it, restarts, other windows, disks that fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotations.store import AnnotationStore
from tests.tui.examples import OTHER, TEXT
from tests.tui.screen import status_row
from tests.tui.sitting import Sitting, another_window_writes, full_disk, marks_file
from tui import elsewhere
from tui.lists.form import Form

Sit = Callable[..., Sitting]

DATE = {"date-parts": [[2024, 5, 13]]}
SPEECH = {"title": "A speech", "issued": DATE}


def fill(sitting: Sitting, **said: str) -> Sitting:
    """Fill in entries of the form, by label."""
    form = asked(sitting.press("M"))
    for label, words in said.items():
        while form.entry.label != label:
            sitting.press("tab")
        sitting.press("ctrl+u").desk.sheet.paste(words)
    return sitting


def describe(sitting: Sitting, **said: str) -> Sitting:
    """The same, and take it."""
    return fill(sitting, **said).press("enter")


def asked(sitting: Sitting) -> Form:
    """The form that is filled in."""
    form = sitting.desk.form
    assert form is not None
    return form


def known(sitting: Sitting) -> dict[str, Any]:
    """What is known of the open document on screen."""
    return dict(sitting.reader.opened.document.metadata)


def kept(folder: Path, path: str = "a.txt") -> dict[str, Any]:
    """What is known of a document on disk. Writes nothing."""
    documents = {each.path: each for each in AnnotationStore(marks_file(folder)).documents()}
    return dict(documents[path].metadata) if path in documents else {}


def is_done(folder: Path) -> bool:
    """Whether the first document is done on disk. Writes nothing."""
    store = AnnotationStore(marks_file(folder))
    return any(each.done for each in store.documents() if each.path == "a.txt")


def again(sitting: Sitting) -> Sitting:
    """The next sitting on the same document."""
    sitting.session.finish()
    return Sitting(sitting.folder, "a.txt")


@pytest.fixture
def described(sitting: Sitting) -> Sitting:
    """Somebody said of which speech this is the text."""
    return describe(sitting, title="A speech", date="2024-05-13")


# Saying it


def test_what_is_filled_in_is_known_and_saved(described: Sitting) -> None:
    assert described.said == "data of a.txt: title, date  ✓"
    assert known(described) == kept(described.folder) == SPEECH
    assert described.reader.state == "READING"
    assert described.session.store.document(described.reader.opened.document.id).described


def test_the_text_is_kept_like_that_of_a_mark(described: Sitting) -> None:
    assert described.session.needs_freezing
    described.session.freeze_next()
    assert described.session.project.frozen(described.reader.opened.text.sha256) is not None


def test_what_is_known_stands_there_already(described: Sitting) -> None:
    form = asked(described.press("M"))
    assert {name: value for name, value in form.values.items() if value} == {
        "title": "A speech",
        "issued": "2024-05-13",
    }


def test_a_document_that_says_something_itself_begins_with_that(sitting: Sitting) -> None:
    opened = sitting.reader.opened
    opened.document = replace(opened.document, metadata={"title": "In front", "publisher": "Us"})
    assert asked(fill(sitting, title="")).values["publisher"] == "Us"
    assert kept(sitting.press("enter").folder) == {"title": "", "publisher": "Us"}
    assert known(sitting.press("u")) == {"title": "In front", "publisher": "Us"}


def test_what_is_emptied_is_said_not_to_be_known(described: Sitting) -> None:
    describe(described, title="")
    assert known(described) == kept(described.folder) == {"title": "", "issued": DATE}
    assert described.said == "data of a.txt: date  ✓"


def test_the_same_again_changes_nothing(described: Sitting) -> None:
    saves = described.saves
    assert describe(described, title="A speech").said == "nothing else is known of a.txt now"
    assert described.saves == saves
    assert describe(described, title=" A  speech ").saves == saves


def test_leaving_changes_nothing(sitting: Sitting) -> None:
    assert fill(sitting, title="A speech").press("escape").said == "nothing was changed"
    assert known(sitting) == {}
    assert not marks_file(sitting.folder).exists()


def test_what_cannot_be_a_date_is_said_at_its_entry_and_nothing_is_lost(sitting: Sitting) -> None:
    form = asked(fill(sitting, title="A speech", date="2024-13").press("up", "enter"))
    assert form.trouble.startswith("date: ")
    assert (form.entry.label, form.values["title"]) == ("date", "A speech")
    assert known(sitting) == {}
    sitting.press("backspace", "2", "enter")
    assert known(sitting)["issued"] == {"date-parts": [[2024, 12]]}


def test_what_is_known_otherwise_stays(described: Sitting) -> None:
    document = described.reader.opened.document
    described.session.describe(described.reader.opened, {"DOI": "10.1/2"})
    describe(described, publisher="The Harbour")
    assert kept(described.folder) == {**SPEECH, "DOI": "10.1/2", "publisher": "The Harbour"}
    assert described.reader.opened.document.id == document.id


def test_sentences_are_cut_by_the_language_that_is_said(sitting: Sitting) -> None:
    assert describe(sitting, language="de").reader.selection.language == "de"
    assert sitting.press("u").reader.selection.language == "en"


def test_in_the_list_it_is_about_the_document_at_the_cursor(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER).press("d", "j")
    describe(sitting, title="Another")
    assert kept(sitting.folder, "b.txt") == {"title": "Another"}
    assert kept(sitting.folder) == {}
    assert sitting.desk.state == "DOCUMENTS"


def test_a_name_from_outside_obeys_nobody(sit: Sit, folder: Path) -> None:
    (folder / "\x1b[2J.txt").write_text(TEXT)
    sitting = Sitting(folder, "\x1b[2J.txt")
    assert asked(sitting.press("M")).title == "Data of \x1b[2J.txt"
    sitting.press("x", "enter")
    assert "␛[2J.txt" in status_row(sitting.reader, 80)


# Undo, restarts


def test_it_is_one_step_of_undo(described: Sitting) -> None:
    assert described.press("u").said == "taken back: data of a.txt"
    assert known(described) == kept(described.folder) == {}
    assert described.press("ctrl+r").said == "done again: data of a.txt"
    assert known(described) == kept(described.folder) == SPEECH


def test_undo_brings_back_what_was_known_before(described: Sitting) -> None:
    describe(described, title="Another", publisher="The Harbour").press("u")
    assert known(described) == kept(described.folder) == SPEECH


def test_it_and_done_are_taken_back_apart(described: Sitting) -> None:
    described.press("D", "u")
    assert (known(described), is_done(described.folder)) == (SPEECH, False)
    described.press("D")
    describe(described, title="Another").press("u")
    assert (known(described), is_done(described.folder)) == (SPEECH, True)


def test_a_mark_made_afterwards_takes_nothing_back(described: Sitting) -> None:
    described.press("t")
    assert kept(described.folder) == SPEECH
    described.press("u")
    assert kept(described.folder) == SPEECH


@pytest.mark.parametrize("keys", [(), ("t", "j", "D"), ("t", "x")])
def test_it_can_be_taken_back_after_a_restart(described: Sitting, keys: tuple[str, ...]) -> None:
    after = again(described.press(*keys))
    assert known(after) == SPEECH
    while "data of" not in after.said:
        after.press("u")
    assert after.said == "u again takes back data of a.txt, from an earlier sitting"
    assert after.press("u").said == "taken back: data of a.txt"
    assert known(after) == kept(after.folder) == {}


def test_done_and_data_of_one_document_are_steps_of_their_own_after_a_restart(
    described: Sitting,
) -> None:
    describe(described.press("D"), title="Another")
    after = again(described)
    after.press("u", "u")
    assert (known(after), is_done(after.folder)) == (SPEECH, True)
    after.press("u", "u")
    assert (known(after), is_done(after.folder)) == (SPEECH, False)
    after.press("u", "u")
    assert (known(after), is_done(after.folder)) == ({}, False)
    after = again(after)
    after.press("ctrl+r", "ctrl+r")
    assert (known(after), is_done(after.folder)) == (SPEECH, False)
    after.press("ctrl+r", "ctrl+r")
    assert (known(after), is_done(after.folder)) == (SPEECH, True)


# Other windows


def beside(sitting: Sitting) -> Sitting:
    """Another window on the same document."""
    return Sitting(sitting.folder, "a.txt")


def test_another_window_shows_it(sitting: Sitting) -> None:
    other = beside(sitting)
    describe(sitting, title="A speech")
    assert other.desk.refresh()
    assert known(other) == {"title": "A speech"}


def test_a_mark_of_another_window_that_knows_less_takes_nothing_away(sitting: Sitting) -> None:
    other = beside(sitting.press("t"))
    describe(sitting, title="A speech")
    other.press("j", "c")
    assert kept(sitting.folder) == {"title": "A speech"}
    assert known(other) == {"title": "A speech"}


def test_undo_of_it_leaves_done_of_another_window(described: Sitting) -> None:
    beside(described).press("D")
    assert described.press("u").said == "taken back: data of a.txt"
    assert (kept(described.folder), is_done(described.folder)) == ({}, True)


def test_done_is_taken_back_whatever_another_window_says_of_the_document(sitting: Sitting) -> None:
    sitting.press("D")
    describe(beside(sitting), title="A speech")
    sitting.press("u")
    assert (kept(sitting.folder), is_done(sitting.folder)) == ({"title": "A speech"}, False)


def test_what_two_windows_say_of_other_things_is_all_there(sitting: Sitting) -> None:
    other = fill(beside(sitting), publisher="The Harbour")
    describe(sitting, title="A speech")
    other.desk.refresh()
    other.press("enter")
    assert kept(sitting.folder) == {"title": "A speech", "publisher": "The Harbour"}


def test_what_another_window_said_since_is_not_taken_back(described: Sitting) -> None:
    describe(beside(described), title="Another")
    described.press("u")
    assert described.said == (
        "cannot be taken back: the data of a.txt was changed in another window since"
    )
    assert kept(described.folder)["title"] == "Another"


# Saves that wait or fail


def test_while_the_disk_is_full_it_is_kept_on_screen(sitting: Sitting) -> None:
    with full_disk():
        describe(sitting, title="A speech")
        assert known(sitting) == {"title": "A speech"}
        assert sitting.said == "data of a.txt: title"
        assert (sitting.session.unsaved, sitting.session.unsaved_are_marks) == (1, False)
        sitting.press("q")
        assert sitting.said.startswith("1 change is only on this screen")
    sitting.session.flush()
    assert (kept(sitting.folder), sitting.session.unsaved) == ({"title": "A speech"}, 0)


def test_what_is_taken_back_before_it_is_saved_never_is(sitting: Sitting) -> None:
    with full_disk():
        describe(sitting, title="A speech").press("u")
    assert (known(sitting), sitting.session.unsaved) == ({}, 0)


def test_it_waits_for_another_window(sitting: Sitting) -> None:
    sitting.press("t")
    with another_window_writes(sitting.folder):
        describe(sitting, title="A speech")
        assert (sitting.session.waiting, kept(sitting.folder)) == (True, {})
    sitting.session.flush()
    assert kept(sitting.folder) == {"title": "A speech"}


def test_what_waited_goes_on_top_of_what_another_window_said_meanwhile(sitting: Sitting) -> None:
    other = beside(describe(sitting, title="A speech", publisher="Nobody", URL="https://a.example"))
    with another_window_writes(sitting.folder):
        describe(sitting, title="Another", publisher="")
    describe(other, title="A third", date="2024")
    sitting.session.flush()
    assert (
        kept(sitting.folder)
        == known(sitting)
        == {
            "title": "Another",
            "publisher": "",
            "URL": "https://a.example",
            "issued": {"date-parts": [[2024]]},
        }
    )


def test_a_copy_elsewhere_has_it(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "ana.copy-1.json"
    monkeypatch.setattr(elsewhere, "places", lambda _: [copy])
    with full_disk():
        describe(sitting, title="A speech").press("E")
    sitting.press("1")
    (document,) = AnnotationStore(copy).documents()
    assert document.metadata == {"title": "A speech"}


def test_where_nothing_can_be_saved_the_form_says_so_and_stays(sitting: Sitting) -> None:
    sitting.press("t").session.finish()
    file = marks_file(sitting.folder)
    file.write_bytes(file.read_bytes().replace(b'"schema":', b'"schema":9'))
    sitting.session.refresh()
    form = asked(describe(sitting, title="A speech"))
    assert "newer Postil" in form.trouble
    assert form.values["title"] == "A speech"
    assert known(sitting) == {}


# What it is good for


def test_a_copy_says_that_no_date_is_known(sitting: Sitting) -> None:
    assert sitting.press("t", "y").said.endswith(" (terminal). No date known: M adds it")
    assert describe(sitting, date="2024").press("y").said.endswith(" (terminal)")
    assert sitting.copied[-1].endswith("(a.txt, 2024)")


def test_a_copy_without_a_source_says_nothing_of_dates(sitting: Sitting) -> None:
    assert sitting.press("t", "Y", "p").said.endswith("characters (terminal)")
