"""TinyDB's JSON, one record a line: what is written is read, and what is broken is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.store import lines
from annotations.store.lines import Tables, Twin, decode, encode, parse
from tests.annotations.strategies import FEW, SOME, characters, pieces, strings

TABLES: Tables = {
    "about": {1: b'{"schema":1}'},
    "annotations": {7: b'{"note":"a\\nb","tag":"threat"}', 12: '{"tag":"é"}'.encode()},
    "empty": {},
}
FILE = (
    '{"about":{\n'
    '"1":{"schema":1}\n'
    "}\n"
    ',"annotations":{\n'
    '"7":{"note":"a\\nb","tag":"threat"}\n'
    ',"12":{"tag":"é"}\n'
    "}\n"
    ',"empty":{\n'
    "}\n"
    "}\n"
).encode()

words = pieces | st.text(characters, max_size=3)
numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(words, inside, max_size=2),
    max_leaves=5,
)
records = st.dictionaries(words, values, max_size=3)
keys = st.integers(0, 2**63 - 1)
rows = st.dictionaries(keys, records.map(encode), max_size=3)
tables = st.dictionaries(words, rows, max_size=3)


def dump(tables: Tables) -> bytes:
    return b"".join(lines.dump(tables))


def as_json(tables: Tables) -> dict[str, dict[str, object]]:
    """What any reader of JSON makes of the tables."""
    return {
        name: {str(number): decode(row) for number, row in rows.items()}
        for name, rows in tables.items()
    }


def records_in(tables: Tables) -> int:
    return sum(map(len, tables.values()))


# Whole files


def test_a_record_is_a_line_with_its_comma_in_front():
    assert dump(TABLES) == FILE


def test_tables_come_by_name_and_records_by_number():
    shuffled: Tables = {"b": {10: b"{}", 9: b"{}"}, "a": {}}
    assert dump(shuffled) == b'{"a":{\n}\n,"b":{\n"9":{}\n,"10":{}\n}\n}\n'


def test_what_was_written_is_read():
    contents = parse(FILE)
    assert contents.tables == TABLES
    assert contents.faults == []


@SOME
@given(tables)
def test_whatever_was_written_is_read(tables):
    contents = parse(dump(tables))
    assert contents.tables == tables
    assert contents.faults == []


@FEW
@given(tables)
def test_every_json_reader_reads_it(tables):
    assert json.loads(dump(tables)) == as_json(tables)


@FEW
@given(tables)
def test_what_another_json_writer_wrote_is_read(tables):
    for indent in (None, 2):
        written = json.dumps(as_json(tables), indent=indent, ensure_ascii=False)
        contents = parse(written.encode())
        assert contents.tables == tables
        assert contents.faults == []


@FEW
@given(tables, st.randoms())
def test_the_order_of_the_tables_makes_no_difference(tables, random):
    shuffled = list(tables.items())
    random.shuffle(shuffled)
    assert dump(dict(shuffled)) == dump(tables)


def test_newlines_of_windows_make_no_difference():
    assert parse(FILE.replace(b"\n", b"\r\n")).tables == TABLES
    assert parse(FILE.replace(b"\n", b"\r\n")).faults == []
    broken = FILE.replace(b'"threat"', b"threat")
    assert parse(broken.replace(b"\n", b"\r\n")) == parse(broken)


def test_a_missing_newline_at_the_end_is_no_fault():
    assert parse(FILE.rstrip()).tables == TABLES
    assert parse(FILE.rstrip()).faults == []


# Broken files


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t", b"\0" * 100, b"\0\n\0"])
def test_an_emptied_file_is_no_new_file(data):
    assert parse(data).tables == {}
    assert parse(data).faults == ["the file is empty"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"null", "it holds no tables"),
        (b"[]", "it holds no tables"),
        (b'{"a":[]}', "the table 'a' holds no records"),
        (b'{"a":{"x":{}}}', "table 'a': the key 'x' is not a number"),
        (b'{"a":{"-1":{}}}', "table 'a': the key '-1' is not a number"),
        ('{"a":{"٣":{}}}'.encode(), "table 'a': the key '٣' is not a number"),
        (b'{"a":{"1":7}}', "table 'a': the record 1 is not an object"),
        (b'{\n"a":\n!}', "line 3 is not JSON"),
        (b"\xff\xfe", "line 1 is not JSON"),
        (b'{"a":{"1":{}}', "line 1 is not JSON"),
        (b'{"a":{"1":{"x":NaN}}}', "it is not JSON: NaN is no number"),
        (b'{"a":{"1":{},"1":{}}}', "it is not JSON: a name is there twice"),
        (b'{"a":{"1":{"x":1,"x":2}}}', "it is not JSON: a name is there twice"),
    ],
)
def test_of_a_file_that_another_program_wrote_all_is_good_or_nothing(data, fault):
    assert parse(data).tables == {}
    assert parse(data).faults == [fault]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"garbage", "line 6 is not a record"),
        (b',"8":{"tag":"thr', "line 6 is not a record"),
        (b',"8":{"tag":"\xff"}', "line 6 is not a record"),
        (b',"x":{}', "line 6: the key 'x' is not a number"),
        (b',"8":3', "line 6 is not a record"),
        (b',"99999999999999999999":{}', "line 6: the key '99999999999999999999' is not a number"),
        (b',"-8":{}', "line 6: the key '-8' is not a number"),
        (b',"08":{}', "line 6: the key '08' is not a number"),
    ],
)
def test_a_broken_line_costs_one_record(line, fault):
    contents = parse(FILE.replace(b"\n,", b"\n" + line + b"\n,", 2).replace(line + b"\n", b"", 1))
    assert contents.tables == TABLES
    assert contents.faults == [fault]


def test_a_line_between_two_tables_is_in_no_table():
    contents = parse(FILE.replace(b'\n,"annotations"', b'\n,"8":{}\n,"annotations"'))
    assert contents.tables == TABLES
    assert contents.faults == ["line 4 is in no table"]


def test_of_what_is_nested_too_deeply_nothing_is_read():
    contents = parse(b"[" * 100_000)
    assert contents.tables == {}
    assert len(contents.faults) == 1


def test_what_another_program_added_behind_the_end_is_read_or_a_fault():
    assert "line 11 is not a record" in parse(FILE + b"more\n").faults
    twice = parse(FILE + FILE.replace(b'"7"', b'"8"'))
    assert sorted(twice.tables["annotations"]) == [7, 8, 12]


def test_a_number_written_in_another_way_is_no_number():
    contents = parse(FILE.replace(b'"12"', b'"07"'))
    assert contents.tables["annotations"][7] == TABLES["annotations"][7]
    assert contents.faults == ["line 6: the key '07' is not a number"]


def test_two_records_on_one_line_are_a_fault():
    contents = parse(FILE.replace(b'\n,"12"', b',"12"'))
    assert contents.faults == ["line 5 is not a record"]


def test_a_file_without_tables_is_whole():
    assert dump({}) == b"{\n}\n"
    assert parse(b"{\n}\n") == parse(b"{\r\n}\r\n") == parse(b"{}") == lines.Contents()


def test_many_records_are_written_in_pieces_and_read_as_one():
    many: Tables = {"a": {number: b'{"n":%d}' % number for number in range(2500)}}
    pieces_written = list(lines.dump(many))
    assert len(pieces_written) > 3
    assert parse(b"".join(pieces_written)).tables == many


# Two versions put together


def test_what_git_put_in_twice_is_another_version():
    contents = parse(FILE.replace(b'\n,"12"', b'\n,"7":{"tag":"another"}\n,"12"'))
    assert contents.tables == TABLES
    assert contents.faults == []
    assert contents.twins == [Twin("annotations", 7, b'{"tag":"another"}')]
    assert not contents.conflicted


def test_the_same_record_twice_is_once():
    contents = parse(FILE.replace(b'\n,"12"', b'\n,"7":{"tag":"threat","note":"a\\nb"}\n,"12"'))
    assert contents == parse(FILE)


MINE, THEIRS, BASE = (
    b',"12":{"tag":"mine"}\n',
    b',"12":{"tag":"theirs"}\n',
    b',"12":{"tag":"was"}\n',
)


@pytest.mark.parametrize("base", [b"", b"||||||| 1234567\n" + BASE, b"|||||||\n" + BASE])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_of_a_conflict_both_sides_are_read_and_what_they_began_with_is_not(base, newline):
    conflict = b"<<<<<<< HEAD\n" + MINE + base + b"=======\n" + THEIRS + b">>>>>>> theirs\n"
    file = FILE.replace(',"12":{"tag":"é"}\n'.encode(), conflict)
    contents = parse(file.replace(b"\n", newline))
    assert contents.conflicted
    assert contents.faults == []
    assert contents.tables["annotations"] == {**TABLES["annotations"], 12: b'{"tag":"mine"}'}
    assert contents.twins == [Twin("annotations", 12, b'{"tag":"theirs"}')]


def test_a_conflict_around_the_whole_file_is_read():
    theirs = FILE.replace(b"threat", b"another").replace(b'"12"', b'"13"')
    contents = parse(b"<<<<<<< HEAD\n" + FILE + b"=======\n" + theirs + b">>>>>>> theirs\n")
    assert contents.conflicted
    assert contents.faults == []
    assert sorted(contents.tables["annotations"]) == [7, 12, 13]
    assert [twin.number for twin in contents.twins] == [7]


def test_what_looks_like_a_marker_inside_a_record_is_none():
    note = b'{"note":"<<<<<<< HEAD\\n=======","tag":"threat"}'
    assert parse(dump({"annotations": {7: note}})) == lines.Contents({"annotations": {7: note}})


# Broken names and broken files


@pytest.mark.parametrize("name", [b'"annot\xe1tions"', b'"anno\\qtations"', b'"\\ud800"'])
def test_a_broken_name_of_a_table_is_a_fault_and_the_other_tables_are_read(name):
    contents = parse(FILE.replace(b'"annotations"', name))
    assert contents.tables["about"] == TABLES["about"]
    assert contents.faults


def test_of_a_file_that_was_cut_every_whole_record_is_read():
    records = [line.lstrip(b",") for line in FILE.split(b"\n") if line.endswith(b"}")][:4]
    for size in range(FILE.index(b"\n") + 1, len(FILE) - 1):
        contents = parse(FILE[:size])
        whole = sum(record in FILE[:size] for record in records if record != b"}")
        assert records_in(contents.tables) == whole
        assert contents.faults


def test_no_flipped_bit_loses_a_record_in_silence():
    for at in range(len(FILE)):
        for bit in range(8):
            flipped = bytearray(FILE)
            flipped[at] ^= 1 << bit
            contents = parse(bytes(flipped))
            assert contents.faults or contents.twins or records_in(contents.tables) == 3, (at, bit)


@SOME
@given(tables, st.data())
def test_a_cut_file_is_never_taken_for_a_whole_one(tables, data):
    file = dump(tables)
    cut = file[: data.draw(st.integers(0, len(file) - 2))]
    contents = parse(cut)
    assert contents.faults or contents.tables == tables
    for name, table in contents.tables.items():
        for key, record in table.items():
            assert tables[name][key] == record


@SOME
@given(st.binary(max_size=200) | strings.map(str.encode))
def test_any_bytes_are_tables_or_a_fault(data):
    contents = parse(data)
    assert contents.faults or contents.tables or contents.conflicted or json.loads(data) == {}
