"""The annotations of one document, found by place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.annotation import Annotation, Segment
from annotations.spans import BUCKET, LONG, Spans, order
from tests.annotations.strategies import SOME

FAR = BUCKET * LONG


def marked(id: str, *spans: tuple[int, int], tag: str = "threat") -> Annotation:
    segments = tuple(Segment(start, end, "", "", "") for start, end in spans)
    return Annotation("doc", "sha", segments, tag, "ana", id=id)


places = st.integers(0, 3 * BUCKET) | st.integers(0, 3 * FAR)
spans = st.tuples(places, places, st.integers(1, 30)).map(
    lambda ends: (min(ends[:2]), max(ends[:2]) + ends[2])
)
annotations = st.builds(
    lambda id, span, tag: marked(id, span, tag=tag),
    st.sampled_from("abcdefgh"),
    spans,
    st.sampled_from(["threat", "allegation"]),
)


def test_they_come_in_the_order_of_the_text_the_longer_first():
    inner, outer, later = marked("1", (5, 9)), marked("2", (5, 20)), marked("3", (6, 7))
    assert list(Spans([later, inner, outer])) == [outer, inner, later]


def test_those_between_two_offsets_have_a_word_there():
    found = Spans([marked("1", (5, 10))])
    assert [len(found.between(*span)) for span in [(0, 5), (0, 6), (9, 12), (10, 12), (6, 7)]] == [
        *(0, 1, 1, 0, 1)
    ]


def test_a_gap_between_two_segments_holds_nothing():
    found = Spans([marked("1", (5, 10), (20, 30))])
    assert found.between(12, 18) == []
    assert len(found.between(12, 21)) == 1


def test_a_mark_over_the_whole_of_a_long_text_is_found_anywhere():
    found = Spans([marked("1", (0, 9 * FAR))])
    assert len(found.between(5 * FAR, 5 * FAR + 1)) == 1
    assert found.between(9 * FAR, 9 * FAR + 1) == []


def test_a_mark_put_again_is_where_it_is_now():
    found = Spans([marked("1", (5, 10))])
    found.put(marked("1", (2 * BUCKET, 2 * BUCKET + 9), tag="allegation"))
    assert len(found) == 1
    assert found.between(0, BUCKET) == []
    assert +found.counts == {"allegation": 1}


def test_the_version_tells_whether_anything_changed():
    found = Spans([marked("1", (5, 10))])
    versions = [found.version]
    for act in (lambda: found.drop("2"), lambda: found.put(marked("2", (1, 2)))):
        act()
        versions.append(found.version)
    found.drop("2")
    assert versions[0] == versions[1] < versions[2] < found.version


def test_what_is_not_there_cannot_be_dropped_and_does_no_harm():
    found = Spans([marked("1", (5, 10))])
    found.drop("2")
    assert [each.id for each in found] == ["1"]


def test_the_neighbours_of_a_place_are_the_marks_around_it():
    first, second, third = (marked(str(at), (at, at + 2)) for at in (1, 5, 9))
    found = Spans([first, second, third])
    assert found.after(order(first)) == second
    assert found.before(order(third)) == second
    assert found.after(order(third)) is None
    assert found.before(order(first)) is None
    assert found.before((5, 0, "")) == second
    assert found.after((5, 0, "")) == third


@SOME
@given(st.lists(annotations), st.lists(annotations | st.sampled_from("abcdefgh")), spans)
def test_they_are_found_like_in_a_list(given_first, changes, span):
    found = Spans(given_first)
    plain = {each.id: each for each in given_first}
    for change in changes:
        if isinstance(change, str):
            found.drop(change)
            plain.pop(change, None)
        else:
            found.put(change)
            plain[change.id] = change
    ordered = sorted(plain.values(), key=order)
    start, end = span
    assert list(found) == ordered
    assert len(found) == len(plain)
    assert found.between(start, end) == [
        each for each in ordered if each.start < end and each.end > start
    ]
    assert all(found.get(id) == plain.get(id) for id in "abcdefgh")
    assert found.counts.total() == len(plain)
