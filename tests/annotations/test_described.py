"""What a coder says of a document as a whole: its title, its author, its date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.history import Change, Data, key_of, same
from annotations.store import AnnotationStore
from annotations.store.lines import Tables, Twin, decode, encode
from annotations.store.merging import ASIDE, merged
from annotations.store.past import read
from annotations.store.records import from_document, to_document
from tests.annotations.examples import DOCUMENT, ME, mark
from tests.annotations.stored import beside

THEN, LATER = "2026-11-22T10:00:00.000Z", "2026-11-23T10:00:00.000Z"
SPEECH = replace(DOCUMENT, metadata={"title": "A speech"}, described=THEN)
ANOTHER = replace(DOCUMENT, metadata={"title": "Another"}, described=LATER)


def known(store: AnnotationStore) -> Mapping[str, Any]:
    """What is known of the document."""
    document = store.document(DOCUMENT.id)
    return document.metadata if document else {}


# As records


def test_a_record_says_when_it_was_said_and_only_then():
    assert "described" not in from_document(DOCUMENT)
    assert to_document(from_document(SPEECH)) == SPEECH


def test_a_time_of_another_type_breaks_a_rule():
    with pytest.raises(ValueError, match="described is not a string"):
        to_document({**from_document(SPEECH), "described": 7})


def test_what_is_said_already_writes_nothing(store):
    store.describe(SPEECH)
    number = store._file.number
    store.describe(SPEECH)
    store.keep_document(DOCUMENT)
    assert store._file.number == number


def test_fields_that_are_not_known_stay(store, path):
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"title":', b'"colour":"red","title":'))
    store = AnnotationStore(path, ME)
    store.describe(SPEECH)
    store.compact()
    assert b'"colour":"red"' in path.read_bytes()


# As changes


def test_data_and_done_of_a_document_are_not_the_same_thing():
    done = replace(DOCUMENT, done=THEN)
    assert not same(Data(SPEECH), Data(ANOTHER))
    assert same(Data(SPEECH), Data(replace(SPEECH, done=THEN, described=LATER)))
    assert key_of((Data(DOCUMENT), Data(SPEECH))) != key_of((DOCUMENT, done))
    change = Change(((Data(DOCUMENT), Data(SPEECH)), (DOCUMENT, done)))
    assert (len(change.marks), len(change.documents), len(change.data)) == (0, 1, 1)
    assert (change.document, change.spans) == (DOCUMENT.id, ())
    assert change.inverse().data == ((Data(SPEECH), Data(DOCUMENT)),)


# In the past


def past(store: AnnotationStore) -> list[list[tuple[str, Any, Any]]]:
    """What can be taken back, group by group, as this store and the next sitting know it."""

    def short(store: AnnotationStore) -> list[list[tuple[str, Any, Any]]]:
        return [
            [
                *(("mark", one and one.exact, other and other.exact) for one, other in each.marks),
                *(("done", one.done, other.done) for one, other in each.documents),
                *(
                    ("data", dict(one.document.metadata), dict(other.document.metadata))
                    for one, other in each.data
                ),
            ]
            for each in (step.change for step in store.past()[0])
        ]

    found = short(store)
    assert short(AnnotationStore(store.path, ME)) == found
    store.compact()
    assert short(AnnotationStore(store.path, ME)) == found
    return found


def test_the_next_sitting_can_take_it_back(path):
    store = AnnotationStore(path, ME)
    store.describe(SPEECH)
    store.describe(ANOTHER)
    assert past(store) == [
        [("data", {}, {"title": "A speech"})],
        [("data", {"title": "A speech"}, {"title": "Another"})],
    ]


def test_a_mark_does_not_say_what_its_document_says_of_itself(path):
    store = AnnotationStore(path, ME)
    with store.transaction("mark"):
        store.keep_document(replace(DOCUMENT, metadata={"title": "In front"}))
        store.add(mark("money"))
    store.describe(replace(SPEECH, metadata={"title": "A speech"}))
    assert past(store) == [
        [("mark", None, "money")],
        [("data", {"title": "In front"}, {"title": "A speech"})],
    ]


def test_done_and_data_of_one_transaction_are_two_things(path):
    store = AnnotationStore(path, ME)
    with store.transaction("both"):
        store.describe(SPEECH)
        store.say_done(DOCUMENT, THEN)
    assert past(store) == [[("done", "", THEN), ("data", {}, {"title": "A speech"})]]


def test_what_was_done_between_does_not_count_as_done_by_both(path):
    store = AnnotationStore(path, ME)
    with store.transaction("said"):
        store.describe(SPEECH)
    with store.transaction("done"):
        store.say_done(DOCUMENT, THEN)
    with store.transaction("said"):
        store.describe(ANOTHER)
    assert past(store) == [[("done", "", THEN)], [("data", {}, {"title": "Another"})]]


def test_what_comes_and_goes_was_never_said(path):
    store = AnnotationStore(path, ME)
    store.say_done(DOCUMENT, THEN)
    with store.transaction("said"):
        store.describe(SPEECH)
    store.say_done(DOCUMENT, "")
    with store.transaction("said", takes="undo"):
        store.describe(DOCUMENT)
    assert past(store) == [[("done", "", THEN)], [("done", THEN, "")]]


@given(st.lists(st.sampled_from(["done", "undone", "said", "other", "kept"]), max_size=8))
def test_whatever_is_done_each_step_is_about_one_thing(tmp_path_factory, acts):
    store = AnnotationStore(tmp_path_factory.mktemp("store") / "ana.json", ME)
    for number, act in enumerate(acts):
        at = f"2026-11-22T10:00:{number:02}.000Z"
        match act:
            case "done":
                store.say_done(DOCUMENT, at)
            case "undone":
                store.say_done(DOCUMENT, "")
            case "said":
                store.describe(replace(SPEECH, described=at))
            case "other":
                store.describe(replace(ANOTHER, described=at))
            case _:
                store.keep_document(replace(DOCUMENT, title=str(number)))
    steps = past(store)
    assert all(len(step) == 1 for step in steps)
    assert [step[0][0] for step in steps].count("data") == sum(
        act in ("said", "other") for act in acts
    )


def test_the_file_of_the_past_holds_it_beside_that_it_is_done(path):
    store = AnnotationStore(path, ME)
    store.say_done(DOCUMENT, THEN)
    store.describe(SPEECH)
    store.compact()
    groups = read(beside(path, "history").read_bytes()).done
    assert [{table for table, _ in group.pairs} for group in groups] == [{"documents"}, {"data"}]


# In two versions of a file


def tables(document: Any, **more: Any) -> Tables:
    return {"documents": {7: encode({**from_document(document), **more})}}


def test_that_it_was_said_at_another_time_makes_no_second_version():
    both = merged(tables(SPEECH, rev=2), [], [tables(replace(SPEECH, described=LATER), rev=1)])
    assert ASIDE not in both


def test_the_older_of_two_versions_is_set_aside():
    twin = Twin("documents", 7, tables(SPEECH, rev=1)["documents"][7])
    both = merged(tables(ANOTHER, rev=2), [twin], [])
    assert decode(both["documents"][7])["metadata"] == {"title": "Another"}
    ((_, row),) = both[ASIDE].items()
    assert decode(row)["record"]["metadata"] == {"title": "A speech"}


def test_another_window_sees_it(store):
    other = AnnotationStore(store.path, ME)
    other.describe(SPEECH)
    assert store.refresh()
    assert known(store) == {"title": "A speech"}
