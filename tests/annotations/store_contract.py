"""What every store of annotations must do, wherever it keeps them.

A store is run through this by a subclass that says how it is opened, and how another program
reaches a saved record.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from annotations.annotation import Annotation
from annotations.errors import Conflict, NotSaved
from annotations.store import AnnotationStore, Annotator
from tests.annotations.examples import DOCUMENT, ME, document, mark
from tests.annotations.store_life import Life

Store = AnnotationStore


class Interrupted(Exception):
    """Something went wrong in the middle of a transaction."""


AT = "2026-11-22T10:00:00.000Z"


class StoreContract(ABC):
    @abstractmethod
    def open_store(self, path: Path, annotator: Annotator | None) -> Store:
        """The store at a path, opened once more."""

    @abstractmethod
    def saved(self, path: Path, id: str) -> dict[str, Any]:
        """The saved record of an annotation."""

    @abstractmethod
    def alter(self, path: Path, id: str, **fields: Any) -> None:
        """Another program changes fields of a saved record, and nothing else."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "annotations" / "ana.json"

    @pytest.fixture
    def store(self, path: Path) -> Store:
        return self.open_store(path, ME)

    @pytest.fixture
    def other(self, path: Path) -> Store:
        """The same store in another window."""
        return self.open_store(path, ME)

    def reopened(self, store: Store) -> Store:
        return self.open_store(store.path, store.annotator)

    # Adding

    def test_a_new_store_is_empty_and_leaves_no_trace(self, store: Store, tmp_path: Path):
        assert (len(store), list(store), store.documents()) == (0, [], [])
        assert store.read_only is None
        assert not store.path.parent.exists()

    def test_an_added_annotation_gets_id_times_and_its_first_revision(self, store: Store):
        added = store.add(mark("harbour open"))
        assert len(added.id) == 13
        assert added.rev == 1
        assert added.created == added.modified != ""
        assert replace(added, id="", created="", modified="", rev=0) == mark("harbour open")

    def test_an_added_annotation_is_there_at_once_and_after_reopening(self, store: Store):
        added = store.add(mark("harbour open"))
        for each in (store, self.reopened(store)):
            assert each.get(added.id) == added
            assert len(each) == 1

    @pytest.mark.parametrize("id", ["", "0000000000000", "no id at all", "ÄÖÜ"])
    def test_an_unknown_id_has_no_annotation(self, store: Store, id: str):
        store.add(mark("harbour open"))
        assert store.get(id) is None

    def test_everything_that_is_said_of_a_span_is_kept(self, store: Store):
        full = mark(
            "We will keep",
            "open,” she said",
            tag="commitment",
            annotator="somebody else",
            note="line one\nline two\x1b[2J",
            fields={"speaker": ["the mayor"], "sure": 3, "testable": True, "deadline": None},
            origin="brat",
            extra={"T1": {"deep": [1.5, "😀"]}},
        )
        added = store.add(full)
        assert self.reopened(store).get(added.id) == added
        assert len(added.segments) == 2

    def test_ids_are_unique_and_in_the_order_of_creation(self, store: Store, other: Store):
        added = [each.add(mark("locks")) for _ in range(20) for each in (store, other)]
        ids = [each.id for each in added]
        assert ids == sorted(set(ids))

    def test_an_annotation_that_is_there_cannot_be_added_again(self, store: Store, other: Store):
        added = store.add(mark("harbour open"))
        for each in (store, other):
            with pytest.raises(Conflict):
                each.add(added)
        assert list(self.reopened(store)) == [added]

    # Changing

    def test_a_changed_annotation_has_a_higher_revision(self, store: Store):
        added = store.add(mark("harbour open"))
        sleep(0.005)
        changed = store.change(replace(added, note="really?"), added.rev)
        assert (changed.id, changed.created, changed.rev) == (added.id, added.created, 2)
        assert changed.modified > added.modified
        for each in (store, self.reopened(store)):
            assert list(each) == [changed]

    def test_a_changed_annotation_keeps_nothing_of_what_was_taken_out(self, store: Store):
        added = store.add(mark("locks", note="x", fields={"sure": 1}, extra={"a": 1}))
        bare = replace(mark("locks"), id=added.id, created=added.created)
        store.change(bare, added.rev)
        found = self.reopened(store).get(added.id)
        assert found is not None
        assert (found.note, dict(found.fields), dict(found.extra)) == ("", {}, {})

    def test_a_change_of_another_state_is_a_conflict(self, store: Store):
        first = store.add(mark("harbour open"))
        second = store.change(replace(first, note="second"), first.rev)
        for rev in (first.rev, second.rev + 1):
            with pytest.raises(Conflict):
                store.change(replace(second, note="third"), rev)
        for each in (store, self.reopened(store)):
            assert list(each) == [second]

    def test_what_is_not_there_cannot_be_changed_or_removed(self, store: Store):
        added = store.add(mark("harbour open"))
        store.remove(added.id, added.rev)
        with pytest.raises(Conflict):
            store.change(added, added.rev)
        with pytest.raises(Conflict):
            store.remove(added.id, added.rev)
        assert list(self.reopened(store)) == []

    def test_what_we_do_not_know_of_a_record_survives_a_change(self, store: Store, path: Path):
        added = store.add(mark("harbour open"))
        self.alter(path, added.id, certainty=0.5, rev=2)
        store.refresh()
        store.change(replace(added, note="really?"), rev=2)
        assert self.saved(path, added.id)["certainty"] == 0.5
        assert self.saved(path, added.id)["note"] == "really?"

    # Removing

    def test_a_removed_annotation_is_gone(self, store: Store):
        gone, stays = store.add(mark("locks")), store.add(mark("harbour"))
        store.remove(gone.id, gone.rev)
        for each in (store, self.reopened(store)):
            assert list(each) == [stays]
            assert each.get(gone.id) is None
            assert each.of_document(DOCUMENT.id) == [stays]

    def test_a_removal_of_another_state_is_a_conflict(self, store: Store):
        first = store.add(mark("harbour open"))
        second = store.change(replace(first, note="second"), first.rev)
        with pytest.raises(Conflict):
            store.remove(first.id, first.rev)
        assert list(store) == [second]

    def test_a_removed_annotation_can_be_added_again_under_its_id(self, store: Store):
        first = store.add(mark("harbour open"))
        second = store.change(replace(first, note="kept"), first.rev)
        store.remove(second.id, second.rev)
        again = store.add(second)
        assert (again.id, again.created, again.note) == (first.id, first.created, "kept")
        assert again.rev > second.rev
        assert list(self.reopened(store)) == [again]
        store.remove(again.id, again.rev)
        assert list(self.reopened(store)) == []

    # Taking what comes from elsewhere

    def test_what_is_taken_is_as_it_was(self, store: Store):
        was = {"id": "01h8xgjhw0abc", "created": "2020-01-01", "modified": "2021", "rev": 7}
        one = mark("harbour open", origin="brat", annotator="somebody else", **was)
        done = replace(DOCUMENT, added="2020-01-01", done="2020-02-02", metadata={"title": "A"})
        assert store.take([one], [done]) == [one]
        for each in (store, self.reopened(store)):
            assert (list(each), each.documents()) == ([one], [done])

    def test_what_is_taken_without_id_and_times_is_given_them(self, store: Store):
        taken = store.take([mark("locks"), mark("harbour")], [DOCUMENT])
        assert len({each.id for each in taken}) == 2
        assert all(each.rev == 1 and each.created and each.modified for each in taken)
        assert list(self.reopened(store)) == taken
        assert store.documents()[0].added

    def test_what_is_taken_takes_the_place_of_what_is_there(self, store: Store, path: Path):
        first = store.add(mark("harbour open"))
        self.alter(path, first.id, certainty=0.5)
        store.refresh()
        store.say_done(DOCUMENT, "2026-01-01")
        newer = replace(first, note="newer", rev=5, modified="2027-01-01")
        store.take([newer], [replace(DOCUMENT, title="A")])
        for each in (store, self.reopened(store)):
            assert list(each) == [newer]
            assert [(one.title, one.done) for one in each.documents()] == [("A", "")]
        assert self.saved(path, first.id)["certainty"] == 0.5

    def test_what_was_removed_and_is_taken_is_there_again(self, store: Store):
        first = store.add(mark("harbour open"))
        changed = store.change(first, first.rev)
        store.remove(first.id, changed.rev)
        (back,) = store.take([first])
        assert back == replace(first, rev=changed.rev + 1)
        assert list(self.reopened(store)) == [back]

    def test_what_is_taken_is_one_step_that_can_be_taken_back(self, store: Store):
        first = store.add(mark("harbour open"))
        store.take([replace(first, rev=2, note="x"), mark("locks"), mark("money")], [DOCUMENT])
        steps, _ = self.reopened(store).past()
        assert len(steps[-1].change.marks) == 3
        assert steps[-1].change.marks[0][0] == first

    def test_nothing_is_taken_when_one_of_them_breaks_a_rule(self, store: Store):
        bad = mark("locks", tag="")
        with pytest.raises(ValueError, match="tag is missing"):
            store.take([mark("harbour"), bad], [DOCUMENT])
        for each in (store, self.reopened(store)):
            assert (list(each), each.documents()) == ([], [])

    # Looking

    def test_the_annotations_of_a_document_come_in_the_order_of_the_text(self, store: Store):
        inner = store.add(mark("harbour open"))
        early = store.add(mark("The mayor"))
        outer = store.add(mark("harbour open,”"))
        twin = store.add(mark("harbour open"))
        store.add(mark("locks", document="another"))
        for each in (store, self.reopened(store)):
            assert each.of_document(DOCUMENT.id) == [early, outer, inner, twin]
            assert each.of_document("unknown") == []

    def test_all_annotations_come_oldest_first(self, store: Store):
        first, second, third = (store.add(mark(word)) for word in ("she", "locks", "money"))
        first = store.change(replace(first, note="changed"), first.rev)
        store.remove(second.id, second.rev)
        second = store.add(second)
        for each in (store, self.reopened(store)):
            assert list(each) == [first, second, third]
            assert each.tagged("threat") == [first, second, third]

    def test_annotations_are_found_by_their_tag(self, store: Store):
        threat = store.add(mark("locks would close"))
        changed = store.add(mark("harbour open"))
        changed = store.change(replace(changed, tag="commitment"), changed.rev)
        for each in (store, self.reopened(store)):
            assert each.tagged("threat") == [threat]
            assert each.tagged("commitment") == [changed]
            assert each.tagged("unknown") == []

    # Documents

    def test_a_document_is_kept_with_the_time_when_it_was_first_marked(self, store: Store):
        kept = store.keep_document(DOCUMENT)
        assert kept.added
        assert replace(kept, added="") == DOCUMENT
        assert store.keep_document(DOCUMENT).added == kept.added
        assert store.keep_document(kept) == kept
        assert self.reopened(store).documents() == [kept]

    def test_a_changed_document_takes_the_place_of_the_old_one(self, store: Store):
        kept = store.keep_document(DOCUMENT)
        moved = replace(kept, path="b.txt", title="A speech", encoding="cp1252")
        assert store.keep_document(moved) == moved
        for each in (store, self.reopened(store)):
            assert each.documents() == [moved]
            assert each.document(DOCUMENT.id) == moved
            assert each.document("unknown") is None

    def test_a_document_whose_file_name_is_not_utf_8_is_kept_under_its_name(self, store: Store):
        named = replace(DOCUMENT, path="caf\udce9/\udcff.txt", title="\udcff.txt")
        kept = store.keep_document(named)
        assert self.reopened(store).documents() == [kept]
        assert kept.path == named.path

    def test_what_is_known_of_a_document_is_kept_apart_from_the_rest(self, store: Store):
        known = replace(DOCUMENT, metadata={"publisher": "The Harbour"}, described=AT)
        first = store.describe(known)
        assert replace(first, added="") == known
        again = store.describe(replace(known, path="b.txt", metadata={"title": "A speech"}))
        assert again == replace(first, metadata={"title": "A speech"})
        assert store.keep_document(replace(again, metadata={}, described="")) == again
        assert store.say_done(DOCUMENT, AT) == replace(again, done=AT)
        undone = store.describe(replace(known, metadata={}, described=""))
        for each in (store, self.reopened(store)):
            assert each.documents() == [undone]
            assert undone == replace(again, metadata={}, described="", done=AT)

    def test_a_document_that_is_new_brings_what_it_says_of_itself(self, store: Store):
        kept = store.keep_document(replace(DOCUMENT, metadata={"title": "A speech"}))
        assert self.reopened(store).documents() == [kept]
        assert kept.metadata == {"title": "A speech"}

    def test_documents_come_by_path(self, store: Store):
        for name in ("b.txt", "a/z.txt", "a.txt"):
            store.keep_document(document(name, f"The text of {name}."))
        for each in (store, self.reopened(store)):
            assert [doc.path for doc in each.documents()] == ["a.txt", "a/z.txt", "b.txt"]

    # Transactions

    def test_a_transaction_is_saved_as_one(self, store: Store, other: Store):
        with store.transaction():
            kept = store.keep_document(DOCUMENT)
            added = store.add(mark("locks"))
            changed = store.change(replace(added, note="x"), added.rev)
            gone = store.add(mark("harbour"))
            store.remove(gone.id, gone.rev)
            other.refresh()
            assert list(other) == []
        for each in (store, self.reopened(store)):
            assert list(each) == [changed]
            assert each.documents() == [kept]

    def test_an_exception_in_a_transaction_takes_all_of_it_back(self, store: Store):
        stays, changes = store.add(mark("locks")), store.add(mark("harbour"))

        def half_done() -> None:
            with store.transaction():
                store.keep_document(DOCUMENT)
                store.add(mark("money"))
                store.remove(stays.id, stays.rev)
                store.change(replace(changes, note="changed"), changes.rev)
                raise Interrupted

        with pytest.raises(Interrupted):
            half_done()
        for each in (store, self.reopened(store)):
            assert list(each) == [stays, changes]
            assert each.documents() == []
        last = store.add(mark("money"))
        assert list(self.reopened(store)) == [stays, changes, last]

    def test_a_conflict_in_a_transaction_takes_all_of_it_back(self, store: Store):
        first = store.add(mark("locks"))

        def half_done() -> None:
            with store.transaction():
                store.add(mark("harbour"))
                store.remove(first.id, first.rev + 1)

        with pytest.raises(Conflict):
            half_done()
        for each in (store, self.reopened(store)):
            assert list(each) == [first]

    def test_transactions_inside_one_another_are_one(self, store: Store):
        def half_done() -> None:
            with store.transaction():
                with store.transaction():
                    store.add(mark("locks"))
                raise Interrupted

        with pytest.raises(Interrupted):
            half_done()
        assert list(store) == list(self.reopened(store)) == []

    def test_an_empty_transaction_changes_no_annotation(self, store: Store):
        added = store.add(mark("locks"))
        with store.transaction():
            pass
        assert list(self.reopened(store)) == [added]

    def test_what_cannot_be_written_is_not_saved(self, store: Store):
        added = store.add(mark("locks"))
        for impossible in ("half a character \ud83d", "\udce9"):
            with pytest.raises(NotSaved):
                store.add(mark("harbour", note=impossible))
        for each in (store, self.reopened(store)):
            assert list(each) == [added]

    # Listening

    def test_a_listener_is_called_after_each_change(self, store: Store):
        seen: list[int] = []
        store.subscribe(lambda: seen.append(len(store)))
        added = store.add(mark("locks"))
        store.change(added, added.rev)
        store.remove(added.id, 2)
        assert seen == [1, 1, 0]

    def test_a_listener_is_called_once_for_a_transaction(self, store: Store):
        seen: list[int] = []
        store.subscribe(lambda: seen.append(len(store)))
        with store.transaction():
            store.add(mark("locks"))
            store.add(mark("harbour"))
        assert seen == [2]

    def test_a_listener_that_left_is_not_called(self, store: Store):
        seen: list[str] = []
        store.subscribe(lambda: seen.append("stays"))
        leave = store.subscribe(lambda: seen.append("leaves"))
        leave()
        store.add(mark("locks"))
        assert seen == ["stays"]

    def test_a_listener_is_not_called_for_what_did_not_happen(self, store: Store):
        added = store.add(mark("locks"))
        seen: list[str] = []
        store.subscribe(lambda: seen.append("told"))
        with pytest.raises(Conflict):
            store.change(added, added.rev + 1)
        assert seen == []

    # Several windows

    def test_another_window_sees_a_change_when_it_refreshes(self, store: Store, other: Store):
        seen: list[str] = []
        other.subscribe(lambda: seen.append("told"))
        assert not other.refresh()
        added = store.add(mark("locks"))
        assert other.refresh()
        assert not other.refresh()
        assert list(other) == [added]
        assert seen == ["told"]
        assert not store.refresh()

    def test_a_change_of_the_same_revision_is_seen(self, store: Store, path: Path):
        added = store.add(mark("locks"))
        self.alter(path, added.id, tag="allegation")
        assert store.refresh()
        assert [each.tag for each in store] == ["allegation"]
        assert list(store) == list(self.reopened(store))

    def test_windows_that_take_turns_lose_nothing(self, store: Store, other: Store):
        added = []
        for _ in range(10):
            added += [store.add(mark("locks")), other.add(mark("harbour"))]
            changed = store.change(replace(added[-1], note="seen"), added[-1].rev)
            added[-1] = other.change(replace(changed, tag="allegation"), changed.rev)
        assert list(self.reopened(store)) == added
        for each in (store, other):
            each.refresh()
            assert list(each) == added

    def test_what_another_window_changed_is_a_conflict(self, store: Store, other: Store):
        added = store.add(mark("locks"))
        other.refresh()
        changed = store.change(replace(added, note="mine"), added.rev)
        with pytest.raises(Conflict):
            other.change(replace(added, note="theirs"), added.rev)
        with pytest.raises(Conflict):
            other.remove(added.id, added.rev)
        assert list(self.reopened(store)) == [changed]

    def test_what_another_window_removed_is_a_conflict(self, store: Store, other: Store):
        added = store.add(mark("locks"))
        other.refresh()
        store.remove(added.id, added.rev)
        with pytest.raises(Conflict):
            other.change(replace(added, note="theirs"), added.rev)
        assert list(self.reopened(store)) == []

    def test_after_a_conflict_the_screen_learns_what_the_other_window_did(
        self, store: Store, other: Store
    ):
        added = store.add(mark("locks"))
        other.refresh()
        shown: list[list[Annotation]] = []
        other.subscribe(lambda: shown.append(list(other)))
        changed = store.change(replace(added, note="mine"), added.rev)
        with pytest.raises(Conflict):
            other.change(replace(added, note="theirs"), added.rev)
        other.refresh()
        assert shown == [[changed]]

    # Only reading

    def test_a_store_without_an_annotator_is_only_read(self, store: Store):
        added = store.add(mark("locks"))
        reader = self.open_store(store.path, None)
        assert list(reader) == [added]
        assert reader.read_only
        for attempt in (
            lambda: reader.add(mark("harbour")),
            lambda: reader.change(added, added.rev),
            lambda: reader.remove(added.id, added.rev),
            lambda: reader.keep_document(DOCUMENT),
        ):
            with pytest.raises(NotSaved):
                attempt()
        assert list(self.reopened(store)) == [added]

    def test_a_store_knows_its_owner(self, store: Store):
        assert store.owner is None
        store.add(mark("locks"))
        assert store.owner == self.open_store(store.path, None).owner == ME

    # A random life

    def test_whatever_is_done_the_store_holds_what_was_acknowledged(self):
        run_state_machine_as_test(
            lambda: Life(self.open_store),
            settings=settings(max_examples=40, stateful_step_count=30, deadline=None),
        )
