"""Marks of a file beside the texts of a project: where they stand, and whose they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotations import importing
from annotations.annotation import Annotation
from annotations.annotator import Annotator
from annotations.errors import AnnotationsError
from annotations.formats.offsets import CR_LF, UTF_8, UTF_16, Scale
from annotations.importing import Checked
from annotations.project import Project
from annotations.text import Text
from tests.annotations.arrivals import as_lines, exported, imported, marked
from tests.annotations.examples import ME, OTHER

TEXT = "👍🏽 “We will pay,” she said.\n\nWe will pay — we will not pay.\n"
SHA256 = Text.of(TEXT).sha256


@pytest.fixture
def project(folder: Path) -> Project:
    (folder / "a.txt").write_text(TEXT)
    return Project.of(folder)


def line(exact: str, **rest: Any) -> dict[str, Any]:
    return {"document": "a.txt", "tag": "threat", "exact": exact, **rest}


def check(project: Project, *records: dict[str, Any], name: str = "marks.jsonl") -> Checked:
    data = as_lines(records)
    return importing.read(importing.format_of(data, name), data, project, ME, name, name)


def spans(checked: Checked) -> list[tuple[tuple[int, int], ...]]:
    assert checked.refused == []
    return [each.annotation.spans for each in checked.marks]


def only(checked: Checked) -> Annotation:
    (mark,) = checked.marks
    return mark.annotation


def reasons(checked: Checked) -> list[str]:
    assert not checked.marks
    return [each.why for each in checked.refused]


# Where a quote stands


def test_a_quote_that_stands_once_needs_no_offsets(project):
    checked = check(project, line("will not pay"))
    start = TEXT.index("will not pay")
    assert spans(checked) == [((start, start + 12),)]
    assert checked.repaired == 0
    assert only(checked).segments[0].prefix == TEXT[start - 32 : start]


def test_a_quote_that_stands_nowhere_is_refused(project):
    assert reasons(check(project, line("we shall pay"))) == ["a.txt: its quote is not in the text"]


def test_a_quote_that_stands_in_several_places_is_refused_with_their_number(project):
    assert reasons(check(project, line("We will pay"))) == [
        "a.txt: its quote stands in 2 places, and nothing says in which"
    ]
    (project.folder / "a.txt").write_text("ab" * 5000)
    assert reasons(check(project, line("a"))) == [
        "a.txt: its quote stands in 1,000 places or more, and nothing says in which"
    ]


@pytest.mark.parametrize("context", [{"prefix": "\n\n"}, {"suffix": " — we"}, {"suffix": " "}])
def test_context_says_which_of_several_places_is_meant(project, context):
    second = TEXT.index("We will pay —")
    assert spans(check(project, line("We will pay", **context))) == [((second, second + 11),)]


def test_context_that_is_nowhere_says_nothing(project):
    checked = check(project, line("not pay", prefix="we shall ", suffix="!"))
    assert len(spans(checked)) == 1


def test_offsets_say_which_of_several_places_is_meant(project):
    second = TEXT.index("We will pay —")
    checked = check(project, line("We will pay", start=second, end=second + 11))
    assert spans(checked) == [((second, second + 11),)]
    assert checked.repaired == 0


@pytest.mark.parametrize("unit", [UTF_16, UTF_8, CR_LF], ids=lambda unit: unit.name)
def test_a_unit_is_found_for_all_marks_of_a_document_together(project, unit):
    scale = Scale(TEXT, unit)
    wanted = [(TEXT.index("We will pay —"), 11), (TEXT.index("not pay"), 7), (4, 3)]
    records = [
        line(TEXT[at : at + long], start=scale.offset(at), end=scale.offset(at + long))
        for at, long in wanted
    ]
    checked = check(project, *records)
    assert spans(checked) == [((at, at + long),) for at, long in wanted]
    moved = [each for each in wanted if scale.offset(each[0]) != each[0]]
    assert checked.repaired == len(moved) > 0


def test_wrong_offsets_are_repaired_by_the_quote(project):
    checked = check(project, line("not pay", start=3, end=10), line("she said", start=0, end=8))
    assert [TEXT[start:end] for ((start, end),) in spans(checked)] == ["not pay", "she said"]
    assert checked.repaired == 2


def test_a_mark_among_others_that_is_off_does_not_move_them(project):
    second = TEXT.index("We will pay —")
    right = line("We will pay", start=second, end=second + 11)
    checked = check(project, right, right | {"tag": "b"}, line("she said", start=1, end=9))
    assert spans(checked)[:2] == [((second, second + 11),)] * 2
    assert checked.repaired == 1


def test_a_unit_in_which_the_context_fits_is_better_than_one_in_which_the_quote_stands(project):
    (project.folder / "a.txt").write_text("👍xxbaxbaab")
    assert spans(check(project, line("a", prefix="b", start=8, end=9))) == [((7, 8),)]


def test_a_quote_in_its_context_is_better_than_one_where_the_offsets_say(project):
    (project.folder / "a.txt").write_text("they pay, we pay")
    checked = check(project, line("pay", prefix="we ", start=5, end=8))
    assert spans(checked) == [((13, 16),)]
    assert checked.repaired == 1


def test_several_segments_stand_one_after_the_other(project):
    segments = [{"exact": "We will pay"}, {"exact": "she said"}, {"exact": "We will pay"}]
    assert reasons(check(project, line("", segments=segments))) == [
        "a.txt: its quote stands in 2 places, and nothing says in which"
    ]
    segments[0]["prefix"] = "“"
    first, said, second = TEXT.index("We"), TEXT.index("she"), TEXT.rindex("We")
    assert spans(check(project, line("", segments=segments))) == [
        ((first, first + 11), (said, said + 8), (second, second + 11))
    ]


def test_segments_that_touch_or_overlap_are_refused(project):
    for second in ({"exact": " will"}, {"exact": "We will", "start": 4, "end": 11}):
        first = {"exact": "We", "start": 4, "end": 6}
        if "start" not in second:
            second = {**second, "start": 6, "end": 11}
        assert reasons(check(project, line("", segments=[first, second]))) == [
            "a.txt: its segments touch or overlap"
        ]


def test_segments_in_another_order_are_put_right(project):
    said, not_pay = TEXT.index("she said"), TEXT.index("not pay")
    segments = [
        {"exact": "not pay", "start": not_pay, "end": not_pay + 7},
        {"exact": "she said", "start": said, "end": said + 8},
    ]
    checked = check(project, line("", segments=segments))
    assert spans(checked) == [((said, said + 8), (not_pay, not_pay + 7))]
    assert checked.repaired == 1


def test_a_quote_that_is_longer_than_a_mark_can_be_is_refused(project):
    (project.folder / "a.txt").write_text("a" * 100_001)
    record = line("a" * 100_001)
    for each in (record, {**record, "start": 0, "end": 100_001}):
        (reason,) = reasons(check(project, each))
        assert reason == "a.txt: a mark holds 100,000 characters at most"


# Which text


def test_a_mark_of_a_text_that_changed_is_looked_for_in_what_it_is_now(project):
    checked = check(project, line("not pay", text_sha256="0" * 64, start=1, end=8))
    assert only(checked).text_sha256 == SHA256
    assert checked.repaired == 1


def test_the_kept_text_counts_before_the_file(project):
    sitting = imported(project, as_lines([line("not pay")]))
    assert sitting.added == 1
    (project.folder / "a.txt").write_text("all is different")
    checked = check(project, line("she said", text_sha256=SHA256))
    assert only(checked).text_sha256 == SHA256
    assert checked.repaired == 0


def test_a_document_is_known_by_its_text_under_another_name(project):
    (project.folder / "a.txt").rename(project.folder / "Anna.txt")
    checked = check(project, line("not pay", text_sha256=SHA256))
    assert len(spans(checked)) == 1
    by_hash = {"text_sha256": SHA256, "tag": "threat", "exact": "not pay"}
    checked = check(project, by_hash)
    assert [each.path for each in checked.documents.values()] == ["Anna.txt"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"document": "b.txt"}, "b.txt is not here, and its text is not in the file"),
        ({"document": "b\x1b.txt"}, "b\x1b.txt is not here, and its text is not in the file"),
        ({"document": "bin"}, "bin cannot be read as text"),
        ({"text_sha256": "0" * 64}, "no document here has the text 000000000000…"),
    ],
)
def test_a_mark_without_a_text_is_refused(project, record, reason):
    (project.folder / "bin").write_bytes(b"\0\1")
    assert reasons(check(project, {"tag": "t", "exact": "x", **record})) == [reason]


def test_no_link_leads_out_of_the_folder(project, tmp_path):
    (tmp_path / "secret.txt").write_text(TEXT)
    (project.folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert reasons(check(project, line("not pay", document="link.txt"))) == [
        "link.txt is not here, and its text is not in the file"
    ]


def test_a_mark_that_is_here_needs_no_text(project):
    imported(project, as_lines([line("not pay")]))
    data = exported(project, "jsonl")
    (project.folder / "a.txt").unlink()
    (project.home / "texts" / f"{SHA256}.txt").unlink()
    assert imported(project, data).same == 1


# Whose it is


def test_marks_that_name_nobody_are_mine_and_say_where_they_come_from(project):
    mark = only(check(project, line("not pay")))
    assert (mark.annotator, mark.origin, mark.extra) == (ME.name, "marks.jsonl", {})


def test_a_name_that_nobody_here_has_is_kept_beside(project):
    mark = only(check(project, line("not pay", annotator="zoe", origin="brat")))
    assert (mark.annotator, mark.origin) == (ME.name, "brat")
    assert mark.extra == {"annotator": "zoe"}


def test_a_name_that_is_known_here_is_that_person(project):
    imported(project, as_lines([line("not pay", annotator="ben", person="b1")]))
    (mark,) = check(project, line("she said", annotator="ben")).marks
    assert mark.annotator == Annotator("ben", "b1")
    assert mark.annotation.origin == ""
    imported(project, as_lines([line("she said", annotator="ben", person="b2")]))
    (mark,) = check(project, line("We", prefix="“", annotator="ben")).marks
    assert mark.annotator == ME


def test_everybody_keeps_their_marks(project):
    records = [
        line("not pay", annotator=who.name, person=who.person)
        for who in (ME, OTHER, Annotator(OTHER.name, "person-3"), Annotator(OTHER.name, "other"))
    ]
    assert imported(project, as_lines(records)).added == 4
    assert [(name, person) for name, person, _ in marked(project)] == [
        ("ana", "person-1"),
        ("ben", "other"),
        ("ben", "person-2"),
        ("ben", "person-3"),
    ]


# What is said beside


def test_a_tag_that_the_codebook_does_not_know_is_kept_and_said(project):
    checked = check(project, line("not pay", tag="demand"), line("she said", tag="demand"))
    assert [each.annotation.tag for each in checked.marks] == ["demand"] * 2
    assert checked.remarks == ["2 marks have the tag demand, which the codebook does not know"]


def test_a_tag_may_be_called_by_its_name_where_nobody_counted_changes(project):
    assert only(check(project, line("not pay", tag="Threat"))).tag == "threat"
    assert only(check(project, line("not pay", tag="Threat", rev=1))).tag == "Threat"


def test_a_codebook_that_comes_along_is_not_taken_over(project, tmp_path):
    imported(project, as_lines([line("not pay", tag="demand")]))
    (project.folder / "codebook.toml").write_text(
        '[[tags]]\nid = "demand"\nname = "Demand"\nkey = "d"\ncolour = "#aa0000"\n'
    )
    other = tmp_path / "other"
    other.mkdir()
    report = imported(Project.of(other), exported(project), name="x.json")
    assert report.remarks == (
        "1 mark has the tag demand, which the codebook does not know; the file describes it",
    )
    assert not (other / "codebook.toml").exists()


def test_a_broken_codebook_is_said_and_costs_no_mark(project):
    (project.folder / "codebook.toml").write_text("[[tags")
    checked = check(project, line("not pay"))
    assert len(checked.marks) == 1
    assert "codebook.toml" in checked.remarks[0]


def test_two_marks_of_one_id_that_differ_are_refused(project):
    one = line("not pay", id="01h8xgjhw0abc", note="a")
    assert len(check(project, one, one).marks) == 1
    checked = check(project, one, {**one, "note": "b"})
    assert [(each.line, each.why) for each in checked.refused] == [
        (2, "line 1 has its id, and says something else")
    ]


# Which format


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b'{"format": "postil"', "x.json", "json"),
        (b"[]", "x.json", "json"),
        (b'\xef\xbb\xbf {"a": 1}', "x.txt", "jsonl"),
        (b'{"a": 1}', "x.json", "json"),
        (b"[]", "x.csv", "jsonl"),
        (b"", "x.jsonl", "jsonl"),
    ],
)
def test_a_format_is_known_by_what_a_file_holds(data, name, format):
    assert importing.format_of(data, name).name == format


@pytest.mark.parametrize("data", [b"PK\3\4", b"a,b\n1,2", b"\xff\xfe{", b"<html>"])
def test_a_file_in_no_format_is_said_to_be_so(data):
    with pytest.raises(AnnotationsError, match=r"^x\.csv: is in none of the formats .*json"):
        importing.format_of(data, "x.csv")
    for name, words in ("", "the file"), ("x.json", "x.json"):
        with pytest.raises(AnnotationsError, match=f"^{words}: is empty"):
            importing.format_of(b"\n", name)


def test_files_that_cannot_be_read_are_named(tmp_path):
    for path, reason in ((tmp_path, "not a file"), (tmp_path / "x", "no such file")):
        with pytest.raises(AnnotationsError, match=reason):
            importing.bytes_of(path)
