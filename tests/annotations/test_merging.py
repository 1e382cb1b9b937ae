"""Two versions of the records made into one, without losing either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import ids
from annotations.store.lines import Record, Tables, Twin, decode, encode
from annotations.store.merging import ASIDE, merged, set_aside, take_newer, take_out
from tests.annotations.strategies import FEW


def row(rev: int, note: str = "") -> bytes:
    return encode({"note": note, "rev": rev, "tag": "threat"})


def gone(rev: int, note: str = "") -> bytes:
    return encode({"at": "then", "record": decode(row(rev, note))})


def marks(tables: Tables) -> list[tuple[int, str]]:
    """Revisions and notes of the live marks."""
    records = [decode(each) for each in tables.get("annotations", {}).values()]
    return sorted((each["rev"], each["note"]) for each in records)


def notes(tables: Tables) -> set[str]:
    return {note for _, note in marks(tables)}


def aside(tables: Tables) -> list[Record]:
    return [decode(each)["record"] for each in tables.get(ASIDE, {}).values()]


# What is newer


@pytest.mark.parametrize(
    ("ours", "theirs", "result", "left"),
    [
        ({}, {"annotations": {7: row(1)}}, {"annotations": {7: row(1)}}, []),
        ({"annotations": {7: row(1)}}, {}, {"annotations": {7: row(1)}}, []),
        (
            {"annotations": {7: row(1)}},
            {"annotations": {7: row(2, "x")}},
            {"annotations": {7: row(2, "x")}},
            [],
        ),
        (
            {"annotations": {7: row(2, "x")}},
            {"annotations": {7: row(1)}},
            {"annotations": {7: row(2, "x")}},
            [row(1)],
        ),
        (
            {"annotations": {7: row(2, "x")}},
            {"annotations": {7: row(2, "y")}},
            {"annotations": {7: row(2, "x")}},
            [row(2, "y")],
        ),
        (
            {"annotations": {7: row(2)}},
            {"annotations": {7: row(2)}},
            {"annotations": {7: row(2)}},
            [],
        ),
        ({"annotations": {7: row(2)}}, {"deleted": {7: gone(2)}}, {"deleted": {7: gone(2)}}, []),
        (
            {"annotations": {7: row(3)}},
            {"deleted": {7: gone(2)}},
            {"annotations": {7: row(3)}},
            [],
        ),
        ({"deleted": {7: gone(2)}}, {"annotations": {7: row(2)}}, {"deleted": {7: gone(2)}}, []),
        (
            {"deleted": {7: gone(2)}},
            {"annotations": {7: row(3)}},
            {"annotations": {7: row(3)}},
            [],
        ),
        (
            {"deleted": {7: gone(2)}},
            {"annotations": {7: row(2, "x")}},
            {"deleted": {7: gone(2)}},
            [row(2, "x")],
        ),
    ],
)
def test_the_higher_revision_is_taken_and_what_is_not_is_handed_back(ours, theirs, result, left):
    tables = {name: dict(rows) for name, rows in ours.items()}
    twins = take_newer(tables, theirs)
    assert {name: rows for name, rows in tables.items() if rows} == result
    assert twins == [Twin("annotations", 7, each) for each in left]


def test_of_other_tables_the_higher_revision_is_taken_too():
    tables: Tables = {"documents": {1: row(1), 2: row(3)}, "notes": {}}
    older = row(2, "otherwise")
    left = take_newer(tables, {"documents": {1: row(2), 2: older, 3: row(1)}, "more": {1: b"{}"}})
    assert tables["documents"] == {1: row(2), 2: row(3), 3: row(1)}
    assert tables["more"] == {1: b"{}"}
    assert left == [Twin("documents", 2, older)]


@pytest.mark.parametrize("rev", ["7", None, True, [], {}, 1.5])
def test_what_is_no_revision_is_older_than_any(rev):
    odd = encode({"rev": rev})
    tables: Tables = {"annotations": {7: odd}}
    assert take_newer(tables, {"annotations": {7: row(1)}}) == []
    assert tables == {"annotations": {7: row(1)}}
    assert take_newer(tables, {"annotations": {7: odd}}) == [Twin("annotations", 7, odd)]
    take_newer(tables, {"deleted": {7: encode({"record": rev})}})
    assert tables["annotations"] == {7: row(1)}


# Both


ids_ = st.integers(1, 3).map(lambda each: each << ids.RANDOM_BITS)
versions = st.builds(row, st.integers(1, 3), st.sampled_from("xyz"))
removals = st.builds(gone, st.integers(1, 3), st.sampled_from("xyz"))
files = st.builds(
    lambda live, dead: {
        "annotations": live,
        "deleted": {number: each for number, each in dead.items() if number not in live},
    },
    st.dictionaries(ids_, versions),
    st.dictionaries(ids_, removals),
)
files_of_marks = st.builds(
    lambda live: {"annotations": live, "deleted": {}}, st.dictionaries(ids_, versions)
)
# Of several copies, one may know that another one's mark was taken off: that is another matter.
versions_of_a_file = st.tuples(files, st.lists(files, max_size=1)) | st.tuples(
    files_of_marks, st.lists(files_of_marks, max_size=3)
)


def alive(tables: Tables) -> set[tuple[int, str]]:
    """Which notes stand on which words, the second number of a mark left out."""
    return {
        (number >> ids.RANDOM_BITS, decode(each)["note"])
        for number, each in tables["annotations"].items()
    }


def dead(tables: Tables) -> set[tuple[int, str]]:
    return {
        (number >> ids.RANDOM_BITS, decode(each)["record"]["note"])
        for number, each in tables["deleted"].items()
    }


@FEW
@given(versions_of_a_file)
def test_of_no_version_anything_is_lost(versions):
    tables, copies = versions
    result = merged(tables, [], copies)
    everything = {note for _, note in alive(result) | dead(result)}
    everything |= {each.get("record", each)["note"] for each in aside(result)}
    for version in (tables, *copies):
        assert {note for _, note in alive(version)} <= everything


@FEW
@given(versions_of_a_file)
def test_to_merge_twice_is_to_merge_once(versions):
    tables, copies = versions
    once = merged(tables, [], copies)
    assert merged(once, [], copies) == once


def test_the_tables_that_are_merged_stay_as_they_are():
    tables: Tables = {"annotations": {7: row(1, "x")}}
    merged(tables, [Twin("annotations", 7, row(2, "y"))], [{"annotations": {7: row(3, "z")}}])
    assert tables == {"annotations": {7: row(1, "x")}}


@pytest.mark.parametrize("ours", [1, 2, 3])
def test_of_two_versions_both_are_marks_whichever_is_newer(ours):
    tables: Tables = {"annotations": {7: row(ours, "ours")}}
    theirs = row(2, "theirs")
    for result in (
        merged(tables, [Twin("annotations", 7, theirs)], []),
        merged(tables, [], [{"annotations": {7: theirs}}]),
    ):
        assert notes(result) == {"ours", "theirs"}
        newer = "theirs" if ours == 1 else "ours"
        assert decode(result["annotations"][7])["note"] == newer


def test_versions_that_differ_in_their_counters_are_one_mark():
    tables: Tables = {"annotations": {7: row(3, "same")}}
    assert marks(merged(tables, [Twin("annotations", 7, row(2, "same"))], [])) == [(3, "same")]


def test_a_version_that_was_added_and_changed_since_is_not_put_back():
    copy: Tables = {"annotations": {7: row(1, "theirs")}}
    once = merged({"annotations": {7: row(2, "ours")}}, [], [copy])
    (added,) = once["annotations"].keys() - {7}
    once["annotations"][added] = row(2, "edited")
    assert notes(merged(once, [], [copy])) == {"ours", "edited"}
    del once["annotations"][added]
    once["deleted"] = {added: gone(1, "theirs")}
    assert notes(merged(once, [], [copy])) == {"ours"}


def test_a_mark_that_one_side_took_off_is_gone():
    copy: Tables = {"deleted": {7: gone(1)}}
    assert marks(merged({"annotations": {7: row(1)}}, [], [copy])) == []
    both: Tables = {"annotations": {7: row(1)}, "deleted": {7: gone(1)}}
    assert marks(merged(both, [], [])) == []


def test_an_older_state_of_a_mark_that_was_taken_off_does_not_bring_it_back():
    tables: Tables = {"deleted": {7: gone(3, "same")}}
    older: Tables = {"annotations": {7: row(2, "same")}}
    assert marks(merged(tables, [], [older])) == []
    assert take_newer(tables, older) == []


def test_a_mark_that_one_side_took_off_and_the_other_changed_stays():
    for tables, copies in (
        ({"annotations": {7: row(2, "changed")}, "deleted": {7: gone(1)}}, []),
        ({"annotations": {7: row(2, "changed")}, "deleted": {7: gone(2, "otherwise")}}, []),
        ({"annotations": {7: row(2, "changed")}}, [{"deleted": {7: gone(2, "otherwise")}}]),
        ({"deleted": {7: gone(2, "otherwise")}}, [{"annotations": {7: row(2, "changed")}}]),
    ):
        assert notes(merged(tables, [], copies)) == {"changed"}


def test_another_version_of_a_document_is_set_aside_whichever_is_newer():
    for ours, theirs in ((row(1, "ours"), row(2, "theirs")), (row(2, "ours"), row(1, "theirs"))):
        for result in (
            merged({"documents": {7: ours}}, [Twin("documents", 7, theirs)], []),
            merged({"documents": {7: ours}}, [], [{"documents": {7: theirs}}]),
        ):
            newer, older = sorted([ours, theirs], key=lambda each: -decode(each)["rev"])
            assert result["documents"] == {7: newer}
            assert aside(result) == [decode(older)]


# Set aside


def test_what_was_set_aside_says_what_it_was_and_why():
    tables: Tables = {}
    twin = Twin("annotations", 7, row(1, "x"))
    for _ in range(2):
        set_aside(tables, twin, "a reason")
    ((number, kept),) = tables[ASIDE].items()
    assert 0 <= number <= ids.LARGEST
    assert decode(kept) == {
        "table": "annotations",
        "id": ids.letters(7),
        "record": decode(row(1, "x")),
        "why": "a reason",
    }


def test_marks_that_were_set_aside_are_taken_out_and_the_rest_stays():
    tables: Tables = {}
    twins = [Twin("annotations", 7, row(1)), Twin("documents", 8, row(1))]
    for each in twins:
        set_aside(tables, each, "")
    tables[ASIDE] |= {1: b"{}", 2: b'{"table":"annotations","id":7,"record":{}}'}
    rest, taken = take_out(tables)
    assert taken == twins[:1]
    assert len(rest[ASIDE]) == 3
    assert len(tables[ASIDE]) == 4
    assert take_out({"annotations": {}}) == ({"annotations": {}}, [])
