"""Workbooks, read back by openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.escape import unescape

from annotations.errors import AnnotationsError
from annotations.formats import Export, Mark
from annotations.formats import workbook as writing
from annotations.formats.workbook import CUT, INK, LONGEST, PICTURED, moment, pale
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, TEXT
from tests.annotations.exported import HARBOUR, INTERRUPTED, SAVED, export_of, in_bytes, on
from tests.annotations.strategies import FEW, strings

BEYOND_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def opened(export: Export) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(in_bytes("xlsx", export)))


def rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *rest = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_people_find_marks_segments_documents_and_tags():
    data = {"title": "A Statement", "publisher": "Port Press"}
    known = [
        replace(each, document=replace(DOCUMENT, metadata=data)) for each in (HARBOUR, INTERRUPTED)
    ]
    book = opened(export_of(*known, documents=[known[0].document], text_of=lambda document: TEXT))
    assert book.sheetnames == ["Marks", "Segments", "Documents", "Tags"]
    harbour, interrupted = rows(book, "Marks")
    assert harbour == {
        "Document": "A Statement",
        "Tag": "Threat",
        "Quote": "harbour open",
        "Speaker": None,
        "Note": "really?",
        "Annotator": "ana",
        "Made (UTC)": datetime(2024, 5, 1),
        "Changed (UTC)": datetime(2024, 5, 2),
        "Paragraph": 1,
        "Segments": 1,
        "File": "statement.txt",
        "Id": SAVED["id"],
    }
    assert interrupted["Quote"] == "We will keep … she said"
    assert interrupted["Speaker"] == "the mayor"
    segments = rows(book, "Segments")
    assert [(each["Segment"], each["Exact words"]) for each in segments] == [
        (1, "harbour open"),
        (1, "We will keep"),
        (2, "she said"),
    ]
    for each in segments:
        assert TEXT[each["Start"] : each["End"]] == each["Exact words"]
        assert each["Text (SHA-256)"] == TEXT.sha256
    assert rows(book, "Documents") == [
        {
            "Title": "A Statement",
            "Author": None,
            "Publisher": "Port Press",
            "Date": None,
            "URL": None,
            "File": "statement.txt",
            "Marks": 2,
            "Threat": 1,
            "Commitment": 1,
            "Allegation": 0,
        }
    ]
    assert [(each["Tag"], each["Marks"]) for each in rows(book, "Tags")] == [
        ("Threat", 1),
        ("Commitment", 1),
        ("Allegation", 0),
    ]


def test_a_sheet_is_ready_to_be_read_and_printed():
    book = opened(export_of(HARBOUR))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.cell(1, 1).font.bold
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$1"
    marks = book["Marks"]
    assert marks["B2"].fill.fgColor.rgb == "FF" + pale("#b01020")[1:].upper()
    assert marks["C2"].alignment.wrap_text
    assert marks.column_dimensions["C"].width > 50


def test_a_tag_that_the_codebook_does_not_know_is_counted_too():
    book = opened(export_of(on("x", tag="demand")))
    assert rows(book, "Tags")[-1]["Id"] == "demand"
    assert rows(book, "Documents")[0]["demand"] == 1


def test_a_workbook_of_nothing_can_be_opened():
    book = opened(export_of())
    assert [len(rows(book, each)) for each in book.sheetnames] == [0, 0, 0, 3]


def test_a_time_that_is_none_is_shown_as_it_is_written():
    (row,) = rows(opened(export_of(on("x", created="=1+1", modified="long ago"))), "Marks")
    assert (row["Made (UTC)"], row["Changed (UTC)"]) == ("=1+1", "long ago")
    assert moment("1066-10-14") is None  # no spreadsheet counts so far back
    assert moment("2024-05-01T12:00:00+02:00") == datetime(2024, 5, 1, 10)


# The words


@FEW
@given(st.lists(strings.filter(bool), min_size=1, max_size=6))
@example(["=1+1", "<r>&amp;</r>", "<r></r>", "_x0041_", "\x1b[2J", "\ufffe", " padded ", "1e5"])
def test_openpyxl_reads_exactly_the_marked_words(several):
    several = [Text.of(words)[:] for words in several]
    export = export_of(*(on(words, note=words) for words in several))
    found = rows(opened(export), "Segments")
    # Excel and XML escape what looks like their own escapes; openpyxl leaves that to its callers.
    read = [unescape(str(row["Exact words"])) for row in found]
    assert read == [pictured(words) for words in several]
    assert bool(export.lost[PICTURED]) == any(map(BEYOND_XML.search, several))


def pictured(words: str) -> str:
    """Words with a picture for each control character, which XML cannot hold."""
    return BEYOND_XML.sub(
        lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", words
    )


def test_cells_are_text_whatever_they_look_like():
    hostile = ["=1+1", "{=1+1}", "http://example.org", "mailto:a@example.org", "007", "-1", "@SUM"]
    book = opened(export_of(*(on(words, note=words) for words in hostile)))
    for sheet in ("Marks", "Segments"):
        for row in book[sheet].iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr")
                assert cell.hyperlink is None
    notes = [row["Note"] for row in rows(book, "Marks")]
    assert notes == hostile
    column = next(cell.column for cell in book["Marks"][1] if cell.value == "Note")
    # Text stays text when somebody edits the cell.
    assert book["Marks"].cell(2, column).quotePrefix


def test_no_cell_is_markup_of_the_library_that_writes_it():
    words = "<r><t>x</t></r>"
    book = in_bytes("xlsx", export_of(on(words)))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        xml = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "&gt;&lt;t&gt;x" in xml


def test_long_cells_are_cut_where_excel_would_refuse_the_file():
    words = "🚢" * 40_000
    export = export_of(on(words))
    (row,) = rows(opened(export), "Segments")
    cell = str(row["Exact words"])
    assert len(cell.encode("utf-16-le")) <= LONGEST * 2
    assert cell.endswith("🚢 …")
    assert export.lost[CUT] == 2  # in both sheets


def test_more_marks_than_rows_are_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 4)
    in_bytes("xlsx", export_of(*[HARBOUR] * 3))
    with pytest.raises(AnnotationsError, match="a sheet holds 4 rows"):
        in_bytes("xlsx", export_of(*[HARBOUR] * 4))


def test_line_breaks_of_other_systems_are_line_breaks():
    (row,) = rows(opened(export_of(on("x", note="a\r\nb\rc"))), "Marks")
    assert row["Note"] == "a\nb\nc"


# Readable, the same, nothing left behind


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffff00", "#b01020", "#0000ff"])
def test_words_are_read_on_every_tint(colour):
    assert (luminance(pale(colour)) + 0.05) / (luminance(INK) + 0.05) >= 7


def test_the_date_of_a_workbook_is_that_of_its_latest_mark():
    book = opened(export_of(HARBOUR, Mark(replace(INTERRUPTED.annotation, modified=""), DOCUMENT)))
    assert book.properties.created == datetime(2024, 5, 2)


def test_nothing_is_left_behind_by_one_who_goes_away(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    def breaking():
        yield HARBOUR
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_bytes("xlsx", replace(export_of(), marks=breaking()))
    assert list(folder.iterdir()) == []
