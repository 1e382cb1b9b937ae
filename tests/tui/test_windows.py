"""Two windows of one person on the same folder: both see everything, and nothing is lost."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.annotator import Annotator
from annotations.errors import NotSaved
from tests.tui.examples import OTHER, TEXT
from tests.tui.sitting import Sitting, another_window_writes, full_disk, marks_file

Sit = Callable[..., Sitting]

WHOLE = ("threat", "He warned that we will pay")
SECOND = ("commitment", "She promised bread")


def beside(sitting: Sitting, *names: str) -> Sitting:
    """Another window on the same folder."""
    return Sitting(sitting.folder, *names or ("a.txt",))


def test_what_one_does_the_other_sees(sitting: Sitting) -> None:
    other = beside(sitting)
    assert not other.desk.refresh()
    for keys, marks in (
        ("t", [WHOLE]),
        ("w", [("threat", "warned that we will pay")]),
        ("ra", [("allegation", "warned that we will pay")]),
        ("x", []),
        ("u", [("allegation", "warned that we will pay")]),
    ):
        sitting.press(*keys)
        assert other.desk.refresh()
        assert other.marks == sitting.marks == marks
        assert not other.desk.refresh()


def test_what_one_does_itself_is_no_news_to_it(sitting: Sitting) -> None:
    sitting.press("t", "w", "j", "c")
    assert not sitting.desk.refresh()
    sitting.session.store.compact()
    assert not sitting.desk.refresh()
    assert sitting.reader.state == "MARKED"


def test_a_file_that_is_written_anew_is_no_news(sitting: Sitting) -> None:
    sitting.press("t")
    other = beside(sitting)
    sitting.session.store.compact()
    sitting.press("j", "c")
    other.desk.refresh()
    assert other.marks == [WHOLE, SECOND]
    other.session.store.compact()
    assert not sitting.desk.refresh()
    assert sitting.press("j", "a").kept == sitting.marks


@pytest.mark.parametrize("first", ["w", "j", "x"])
def test_a_key_sees_what_the_other_did_before_it_was_looked_at(
    sitting: Sitting, first: str
) -> None:
    sitting.press("t")
    beside(sitting).press("j", "c")
    sitting.press(first, "G", "a")
    assert SECOND in sitting.marks
    assert sitting.marks == sitting.kept


def test_marks_of_another_document_are_there_when_it_is_opened(sit: Sit) -> None:
    sitting = sit(TEXT, OTHER)
    other = beside(sitting, "a.txt", "b.txt")
    sitting.press(">", "a")
    other.desk.refresh()
    assert other.marks == []
    assert other.press(">").marks == [("allegation", "The locks stay open")]


def test_a_current_mark_that_the_other_took_off_lets_go(sitting: Sitting) -> None:
    sitting.press("t", "w")
    beside(sitting).press("]", "x")
    assert sitting.desk.refresh()
    assert (sitting.reader.state, sitting.reader.current) == ("READING", None)
    assert sitting.words == "He warned that we will pay"
    sitting.press("w", "c")
    assert sitting.kept == [("commitment", "warned that we will pay")]


def test_a_current_mark_stays_where_the_other_marked_something_else(sitting: Sitting) -> None:
    sitting.press("t", "w")
    beside(sitting).press("j", "c")
    assert sitting.desk.refresh()
    assert sitting.reader.state == "MARKED"
    sitting.press("w")
    assert sitting.kept == [("threat", "that we will pay"), SECOND]
    assert sitting.press("u").kept == [("threat", "warned that we will pay"), SECOND]


def test_what_is_asked_stays_while_the_other_marks(sitting: Sitting) -> None:
    sitting.press("t", "r")
    beside(sitting).press("j", "c")
    assert sitting.desk.refresh()
    assert sitting.reader.state == "RETAG"
    assert sitting.press("a").kept == [("allegation", "He warned that we will pay"), SECOND]


def test_a_mark_that_the_other_changed_while_one_is_asked_is_not_changed(sitting: Sitting) -> None:
    sitting.press("t", "r")
    beside(sitting).press("]", "w")
    sitting.desk.refresh()
    sitting.press("a")
    assert "another window" in sitting.said
    assert sitting.kept == sitting.marks == [("threat", "warned that we will pay")]


def test_marks_made_in_turns_are_all_kept(sitting: Sitting) -> None:
    other = beside(sitting)
    for number in range(6):
        sitting.press("g", *["j"] * (number % 5), "t", "w")
        other.press("g", *["j"] * (number % 5), "a", "B")
        if number == 3:
            sitting.session.store.compact()
        sitting.press("j", "k")
    sitting.desk.refresh()
    other.desk.refresh()
    assert len(sitting.kept) >= 10
    assert sorted(sitting.marks) == sorted(other.marks) == sorted(sitting.kept)
    assert sorted(beside(sitting).marks) == sorted(sitting.marks)


def test_what_is_only_on_this_screen_stays_there(sitting: Sitting) -> None:
    sitting.press("t", "j")
    other = beside(sitting)
    with full_disk():
        sitting.press("c", "[", "w")
    other.press("G", "a")
    assert sitting.desk.refresh()
    here = [("threat", "warned that we will pay"), SECOND, ("allegation", "The end came")]
    assert sitting.marks == here
    assert sitting.session.unsaved == 2
    assert other.marks == [WHOLE, ("allegation", "The end came")]
    sitting.session.flush()
    other.desk.refresh()
    assert sitting.kept == sitting.marks == other.marks == here


def test_what_was_taken_off_and_not_saved_does_not_come_back(sitting: Sitting) -> None:
    sitting.press("t", "j", "c")
    other = beside(sitting)
    with full_disk():
        sitting.press("x")
    other.press("G", "a")
    assert sitting.desk.refresh()
    assert sitting.marks == [WHOLE, ("allegation", "The end came")]
    sitting.session.flush()
    assert sitting.kept == sitting.marks


def test_another_person_of_the_same_name_has_a_file_of_their_own(sitting: Sitting) -> None:
    sitting.press("t")
    stranger = Sitting(sitting.folder, "a.txt", annotator=Annotator("ana", "person-2"))
    stranger.press("j", "c")
    assert not sitting.desk.refresh()
    assert (sitting.marks, stranger.marks) == ([WHOLE], [SECOND])
    assert sitting.kept == [WHOLE]
    files = sorted(path.name for path in marks_file(sitting.folder).parent.glob("*.journal"))
    assert files == ["ana-person.json.journal", "ana.json.journal"]


def test_writing_the_file_anew_never_holds_up_a_key_or_a_look(sitting: Sitting) -> None:
    """The one who writes it anew waits for another window, and must not make others wait for it."""
    sitting.press("t")
    with another_window_writes(sitting.folder):
        tidying = threading.Thread(target=sitting.session.store.compact, args=(5.0,))
        quickly = threading.Thread(target=sitting.session.store.compact)
        quickly.start()
        quickly.join(2)
        assert not quickly.is_alive()
        begun = time.monotonic()
        sitting.desk.refresh()
        sitting.press("j", "c")
        assert time.monotonic() - begun < 1
    tidying.start()
    tidying.join(5)
    sitting.session.flush()
    assert sitting.kept == [WHOLE, SECOND]


KEYS = (*"jkgGtcaTCAbwBWJK[]oxuruDD><12", "ctrl+r", "escape")
number = itertools.count()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from([0, 1]),
            st.sampled_from([*KEYS, "refresh", "flush", "tidy", "again"]),
            st.sampled_from(["", "", "", "more", "more", "full", "held"]),
        ),
        min_size=5,
        max_size=40,
    )
)
def test_whatever_two_windows_do_both_screens_and_the_disk_end_the_same(
    folder: Path, acts: list[tuple[int, str, str]]
) -> None:
    folder = folder / f"{next(number)}"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(OTHER)
    windows = [Sitting(folder, "a.txt", "b.txt") for _ in range(2)]

    def act(which: int, what: str, more: bool) -> None:
        window = windows[which]
        if what == "refresh":
            window.desk.refresh()
        elif what == "flush":
            window.session.flush()
        elif what == "tidy":
            with suppress(NotSaved):
                window.session.store.compact()
        elif what == "again":
            window.session.finish()
            if not window.session.unsaved:
                windows[which] = Sitting(folder, "a.txt", "b.txt")
        else:
            window.now += 1
            window.desk.press(what, more_to_come=more)

    for which, what, how in acts:
        if how == "full":
            with full_disk():
                act(which, what, False)
        elif how == "held" and what != "again" and marks_file(folder).parent.exists():
            with another_window_writes(folder):
                act(which, what, False)
        else:
            act(which, what, how == "more")
    for window in windows:
        window.session.flush()
        assert (window.session.unsaved, window.session.waiting) == (0, False)
    new = Sitting(folder, "a.txt", "b.txt")
    for window in windows:
        window.desk.refresh()
        on_disk = window.session.store.of_document(window.reader.opened.document.id)
        assert sorted(window.marks) == sorted((mark.tag, mark.exact) for mark in on_disk)
        known = window.session.store.document(window.reader.opened.document.id)
        assert window.reader.opened.document.done == (known.done if known else "")
        assert standings(window) == standings(new)
    assert sorted(new.marks + new.press(">").marks) == sorted(windows[0].kept)
    said = [new.press("u").said for _ in range(4 * len(acts))]
    assert said[-1] == "nothing to take back"


def standings(sitting: Sitting) -> list[tuple[int, str]]:
    """What a list of documents says of each; where one has read is each window's own."""
    found = map(sitting.session.corpus.standing, sitting.session.corpus.entries)
    return [(standing.marks, standing.done) for standing in found]
