"""Tables of text, read back by the standard library and by pandas."""

from __future__ import annotations

import csv
import io
import string
from collections import Counter
from dataclasses import replace

import pandas
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.formats import Options
from annotations.formats.cells import MADE_TEXT, NULS, is_formula
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, TEXT
from tests.annotations.exported import HARBOUR, INTERRUPTED, SAVED, export_of, on, pieces, written
from tests.annotations.strategies import FEW, SOME, strings

TSV, EXCEL = Options(tsv=True), Options(excel=True)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def frame(text: str, between: str = ",") -> pandas.DataFrame:
    """What pandas reads, nothing of it taken for a number or for missing."""
    data = io.BytesIO(text.encode())
    return pandas.read_csv(data, sep=between, dtype=str, keep_default_na=False)


def test_a_table_has_a_header_even_without_marks():
    assert written("csv") == (
        "id,document,tag,segment,start,end,exact,note,annotator,created,modified,text_sha256,"
        "tag_name,segments,quote,title,author,publisher,date,url\r\n"
    )


def test_a_table_has_a_row_for_each_segment():
    first, second, third = rows(written("csv", HARBOUR, INTERRUPTED))
    assert first == {
        "id": SAVED["id"],
        "document": "statement.txt",
        "tag": "threat",
        "segment": "1",
        "start": str(HARBOUR.annotation.start),
        "end": str(HARBOUR.annotation.end),
        "exact": "harbour open",
        "note": "really?",
        "annotator": "ana",
        "created": "2024-05-01T00:00:00Z",
        "modified": "2024-05-02",
        "text_sha256": TEXT.sha256,
        "tag_name": "Threat",
        "segments": "1",
        "quote": "harbour open",
        "title": "statement.txt",
        "author": "",
        "publisher": "",
        "date": "",
        "url": "",
        "speaker": "",
    }
    for number, (row, words) in enumerate(((second, "We will keep"), (third, "she said")), 1):
        assert (row["id"], row["segment"], row["exact"]) == (SAVED["id"], str(number), words)
        assert (row["segments"], row["quote"]) == ("2", "We will keep … she said")
        assert row["speaker"] == "the mayor"


def test_a_table_says_what_is_known_of_the_document():
    data = {
        "title": "A Statement",
        "author": [{"family": "Bo", "given": "Ana"}, {"literal": "The Port"}],
        "publisher": "Port Press",
        "issued": {"date-parts": [[2024, 5, 1]]},
        "URL": "https://example.org",
    }
    (row,) = rows(written("csv", replace(HARBOUR, document=replace(DOCUMENT, metadata=data))))
    assert [row[name] for name in ("title", "author", "publisher", "date", "url")] == [
        "A Statement",
        "Ana Bo, The Port",
        "Port Press",
        "2024-05-01",
        "https://example.org",
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("the mayor", "the mayor"),
        (["the mayor", "the port"], "the mayor; the port"),
        (True, "true"),
        (3, "3"),
        (2.5, "2.5"),
        (None, ""),
        ({"a": [1]}, '{"a":[1]}'),
    ],
)
def test_fields_have_columns(value, cell):
    (row,) = rows(written("csv", on("x", fields={"target": value})))
    assert row["target"] == cell


def test_a_field_never_takes_the_column_of_something_else():
    fields = {"note": "in the field", "field_note": "odd"}
    (row,) = rows(written("csv", on("x", note="mine", fields=fields)))
    assert row["note"] == "mine"
    assert row["field_note"] == "in the field"
    assert row["field_field_note"] == "odd"


def test_fields_beyond_the_columns_are_counted():
    fields = {f"f{number:03}": "x" for number in range(130)}
    export = export_of(on("x", fields=fields))
    (row,) = rows("".join(pieces("csv", export)))
    assert "f099" in row
    assert "f100" not in row
    assert sum(export.lost.values()) == 30


def test_rows_end_as_the_standard_says():
    assert written("csv", HARBOUR).count("\r\n") == written("csv", HARBOUR).count("\n") == 2


def test_excel_gets_a_byte_order_mark_and_nobody_else():
    plain = written("csv", HARBOUR)
    assert written("csv", HARBOUR, options=EXCEL) == "\ufeff" + plain
    assert not plain.startswith("\ufeff")


# The words


def cell_of(words: str) -> str:
    """What a table holds of words, worked out another way than the writer does it."""
    words = words.replace("\0", "␀")
    rest = words.lstrip(string.whitespace + "'\"\x1c\x1d\x1e\x1f\x85\xa0\u3000\u2028\u2029\ufeff")
    starts = words.startswith(("\t", "\r", "\n")) or rest.startswith(("=", "+", "-", "@"))
    return "'" + words if starts or is_formula(words) else words


@SOME
@given(strings.filter(bool), st.sampled_from([Options(), TSV, EXCEL]))
@example("=1+1", Options())
@example('a\tb"c\nd', TSV)
@example("NA", Options())
@example("  padded  ", TSV)
def test_pandas_reads_exactly_the_marked_words(words, options):
    words = Text.of(words)[:]
    text = written("csv", on(words, note=words), options=options).removeprefix("\ufeff")
    between = "\t" if options.tsv else ","
    (row,) = frame(text, between).to_dict("records")
    assert row["exact"] == row["quote"] == row["note"] == cell_of(words)


@FEW
@given(st.lists(strings.filter(bool), min_size=1, max_size=5))
def test_the_standard_library_reads_exactly_the_marked_words(several):
    several = [Text.of(words)[:] for words in several]
    found = rows(written("csv", *map(on, several)))
    assert [row["exact"] for row in found] == [cell_of(words) for words in several]


FORMULA = 'HYPERLINK("http://example.org")'


@pytest.mark.parametrize(
    "start",
    [
        *("=", "+", "-", "@", "\t", "\n", "\r="),
        *(" =", "\t =", "\u00a0=", "\ufeff=", "\u200b@", "\x1b="),
        *("'=", '"=', "''-", "' ="),
        *("\uff1d", "\uff0b", "\uff0d", "\uff20"),
    ],
)
def test_no_cell_is_a_formula(start):
    words = start + FORMULA
    hostile = on("x", note=words, annotator=words, tag=words, fields={words: words})
    hostile = replace(hostile, document=replace(DOCUMENT, path=words))
    export = export_of(hostile)
    text = "".join(pieces("csv", export))
    (row,) = rows(text)
    for column in ("note", "annotator", "tag", "tag_name", "document", "'" + words):
        assert row[column] == "'" + words
    assert export.lost[MADE_TEXT] == 7  # those six, and the header of the field


@pytest.mark.parametrize("words", ["we will", "1 - 2", "a=b", "ana@example.org", "", "’tis", "€5"])
def test_other_cells_stay_as_they_are(words):
    export = export_of(on("x", note=words))
    (row,) = rows("".join(pieces("csv", export)))
    assert row["note"] == words
    assert export.lost == Counter()


def test_what_was_made_text_can_be_taken_back():
    for words in ("=1", "'=1", "''=1", "x", "'x", '"-', " =1", "'"):
        (row,) = rows(written("csv", on("x", note=words)))
        cell = row["note"]
        ours = cell.startswith("'") and is_formula(cell[1:])
        assert (cell[1:] if ours else cell) == words


def test_numbers_stay_numbers():
    (row,) = rows(written("csv", on("x", fields={"degree": -5})))
    assert (row["segment"], row["start"], row["end"], row["degree"]) == ("1", "0", "1", "-5")


def test_a_nul_is_made_visible_and_counted():
    export = export_of(on("a\0b\0"))
    (row,) = rows("".join(pieces("csv", export)))
    assert row["exact"] == "a␀b␀"
    assert export.lost[NULS] == 4  # in the words, and in the quote


def test_a_file_name_that_is_not_utf_8_does_not_stop_an_export():
    named = replace(HARBOUR, document=replace(DOCUMENT, path="caf\udce9.txt"))
    assert written("csv", named).encode()
