"""The journal: lines with a checksum, and the file that grows by them."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.store import journal
from annotations.store.journal import NOTHING, Base, Entry, JournalFile, Lines, read
from annotations.store.lines import encode
from tests.annotations.stored import append, journal_line
from tests.annotations.strategies import FEW, SOME, strings

BASE = Base("a" * 64, 3, "b" * 64, "file", 1)


def entry(number: int, group: str = "g") -> Entry:
    return Entry(
        number=number,
        at="2026-11-22T10:00:00.000Z",
        put={"annotations": {7: b'{"note":"\xc3\xa9","tag":"threat"}'}},
        deleted={"deleted": (7, 8)},
        before={"annotations": {7: None}, "deleted": {7: b'{"at":""}', 8: b"{}"}},
        group=group,
        takes="undo",
        schema=1,
    )


WHOLE = b"".join(each.line() for each in (BASE, entry(4), entry(5), entry(6)))

rows = st.dictionaries(
    st.integers(0, 2**63 - 1), st.dictionaries(strings, strings, max_size=2).map(encode), max_size=2
)
entries = st.builds(
    Entry,
    number=st.integers(0, 2**63 - 1),
    at=strings,
    put=st.dictionaries(strings, rows, max_size=2),
    deleted=st.dictionaries(strings, st.lists(st.integers(0, 2**63 - 1)).map(tuple), max_size=2),
    before=st.dictionaries(
        strings,
        st.dictionaries(st.integers(0, 2**63 - 1), st.none() | st.just(b'{"a":1}'), max_size=2),
        max_size=2,
    ),
    group=strings,
    takes=st.sampled_from(["", "undo", "redo"]),
    schema=st.integers(0, 99),
)


# Lines


def test_a_line_is_a_checksum_and_json():
    checksum, body = BASE.line().split(b" ", 1)
    assert int(checksum, 16) == zlib.crc32(body.rstrip(b"\n"))
    assert len(checksum) == 8
    assert body == (
        b'{"snapshot":"%b","n":3,"after":"%b","file":"file","schema":1}\n' % (b"a" * 64, b"b" * 64)
    )


def test_what_was_written_is_read():
    lines = read(WHOLE)
    assert lines.bases == [BASE]
    assert lines.entries == [entry(4), entry(5), entry(6)]
    assert lines.faults == []
    assert (lines.header, lines.number) == (BASE, 6)


@SOME
@given(entries)
def test_whatever_an_entry_says_is_read(each):
    line = each.line()
    assert read(line) == Lines([each])
    assert line.count(b"\n") == 1


def test_nothing_is_an_empty_journal():
    assert read(b"") == Lines()
    assert read(b"").number == 0
    assert read(b"").header is None


def test_a_journal_cut_anywhere_holds_exactly_its_whole_lines():
    ends = [at + 1 for at, byte in enumerate(WHOLE) if byte == ord("\n")]
    for size in range(len(WHOLE) + 1):
        lines = read(WHOLE[:size])
        whole = sum(end <= size for end in ends)
        assert len(lines.bases) + len(lines.entries) == whole
        assert lines.faults == []


def test_no_flipped_bit_is_obeyed_in_silence():
    for at in range(len(WHOLE)):
        for bit in range(8):
            flipped = bytearray(WHOLE)
            flipped[at] ^= 1 << bit
            lines = read(bytes(flipped))
            whole = [each for each in (4, 5, 6) if entry(each) in lines.entries]
            assert all(each in (entry(4), entry(5), entry(6)) for each in lines.entries)
            assert lines.bases in ([BASE], [])
            lost = 4 - len(whole) - len(lines.bases)
            assert lines.faults or (lost == 1 and at == len(WHOLE) - 1), (at, bit)


def test_a_damaged_line_is_passed_over_and_named_by_its_place():
    first = len(BASE.line())
    damaged = WHOLE[: first + 30] + b"!" + WHOLE[first + 31 :]
    lines = read(damaged)
    assert lines.entries == [entry(5), entry(6)]
    assert lines.faults == [f"the save at byte {first} of the journal cannot be read"]


def test_a_line_whose_checksum_is_written_in_another_way_is_damaged():
    line = journal_line({"snapshot": "x", "n": 1, "after": "", "file": "", "schema": 1})
    assert read(line).bases
    for other in (line.upper(), b" " + line, line.replace(b" ", b"", 1)):
        assert other == line or read(other).faults


@FEW
@given(st.binary(max_size=200))
def test_any_bytes_are_no_entries(data):
    lines = read(data)
    assert lines.entries == lines.bases == []
    assert len(lines.faults) == data.count(b"\n")


@SOME
@given(
    st.dictionaries(
        st.sampled_from(
            ["n", "schema", "snapshot", "put", "del", "before", "group", "at", "takes"]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "7"]),
            lambda inside: (
                st.lists(inside, max_size=2)
                | st.dictionaries(st.sampled_from(["7", "x", "-1"]), inside, max_size=2)
            ),
            max_leaves=4,
        ),
    )
)
def test_whatever_a_line_holds_it_is_read_or_named(value):
    lines = read(journal_line(value))
    assert len(lines.faults) + len(lines.entries) + len(lines.bases) == 1
    for each in lines.entries:
        assert read(each.line()).entries == [each]


@pytest.mark.parametrize("number", ["-1", str(2**63), "9" * 40, "x", "1.5", ""])
@pytest.mark.parametrize("part", ["put", "before"])
def test_a_number_that_no_main_file_can_hold_is_damage(number, part):
    value = {"n": 4, "schema": 1, "at": "", "put": {}, "del": {}, "before": {}}
    value |= {"group": "", "takes": "", part: {"annotations": {number: {}}}}
    assert read(journal_line(value)).faults


def test_what_json_cannot_hold_is_no_line():
    with pytest.raises(ValueError, match="surrogates"):
        Entry(1, "\ud800", {}, {}, {}).line()


def test_of_a_main_file_that_came_back_the_latest_word_counts():
    again = Base(BASE.snapshot, 9)
    lines = read(BASE.line() + Base(NOTHING, 5).line() + again.line())
    assert lines.base_of(BASE.snapshot) == again
    assert lines.base_of("unknown") is None
    assert lines.header == BASE
    assert lines.number == 9


def test_the_journal_before_and_this_one_hold_each_entry_once():
    before = read(BASE.line() + entry(4).line() + entry(5, "before").line() + b"damaged\n")
    since = read(Base(NOTHING, 4).line() + entry(5).line() + entry(6).line())
    both = since.with_earlier(before)
    assert both.entries == [entry(4), entry(5), entry(6)]
    assert both.bases == [BASE, Base(NOTHING, 4)]
    assert both.faults == before.faults != []


# The file


@pytest.fixture
def file(tmp_path: Path) -> JournalFile:
    """A journal on the disk, read to its end."""
    path = tmp_path / "journal"
    path.write_bytes(WHOLE)
    file = JournalFile(path)
    file.load()
    return file


def numbers(path: Path) -> list[int]:
    return [each.number for each in read(path.read_bytes()).entries]


def test_where_there_is_no_journal_there_is_none(tmp_path):
    file = JournalFile(tmp_path / "journal")
    assert file.load() is None
    assert not file.has_begun
    assert file.is_as_read
    assert not file.is_lost()
    assert list(tmp_path.glob("journal*")) == []


def test_a_line_is_appended_and_nothing_else_is_news(file):
    file.append(entry(7).line())
    assert file.path.read_bytes() == WHOLE + entry(7).line()
    assert file.is_as_read
    assert file.news() == (Lines(), True)


def test_what_another_window_appended_is_news_once(file):
    append(file.path, entry(7).line())
    assert not file.is_as_read
    assert file.news() == (Lines([entry(7)]), True)
    assert file.is_as_read
    assert file.news() == (Lines(), True)


def test_a_line_without_its_end_is_no_news_and_the_next_writer_cuts_it_off(file):
    append(file.path, entry(7).line()[:-1])
    assert file.news() == (Lines(), True)
    file.append(entry(8, "next").line())
    assert file.path.read_bytes() == WHOLE + entry(8, "next").line()


def test_a_new_journal_with_the_rest_takes_the_place_of_the_old_one_which_is_kept(file):
    append(file.path, b"torn")
    base = Base("c" * 64, 5, BASE.snapshot, "next")
    file.begin_next(base)
    lines = read(file.path.read_bytes())
    assert (lines.bases, lines.entries, lines.faults) == ([base], [entry(6)], [])
    assert file.backup.read_bytes() == WHOLE + b"torn"
    assert file.is_as_read
    file.append(entry(7).line())
    assert numbers(file.path) == [6, 7]
    assert list(file.path.parent.glob("*.damaged-*")) == []


def test_a_journal_with_a_damaged_line_is_kept_for_good(tmp_path):
    path = tmp_path / "journal"
    path.write_bytes(WHOLE + b"damaged\n")
    file = JournalFile(path)
    file.load()
    file.begin_next(Base("c" * 64, 6))
    file.begin_next(Base("d" * 64, 6))
    (kept,) = path.parent.glob("journal.damaged-*")
    assert kept.read_bytes() == WHOLE + b"damaged\n"


def test_another_journal_under_the_name_is_read_from_its_beginning(file):
    other = Base("c" * 64, 6, BASE.snapshot, "other").line() + entry(7).line()
    aside = file.path.with_name("aside")
    aside.write_bytes(other)
    assert file.is_the_one()
    aside.replace(file.path)
    assert not file.is_the_one()
    assert not file.is_as_read
    lines, same = file.news()
    assert not same
    assert lines == read(other)


def test_another_journal_of_the_same_inode_is_noticed(file):
    """Systems give the number of a file that is gone to the next one."""
    inode = file.path.stat().st_ino
    other = Base("c" * 64, 6, BASE.snapshot, "other").line() + entry(7).line() * 9
    file.path.write_bytes(other)
    assert file.path.stat().st_ino == inode
    lines, same = file.news()
    assert not same
    assert lines == read(other)


def test_a_journal_that_became_shorter_is_another_one(file):
    file.path.write_bytes(BASE.line() + entry(4).line())
    lines, same = file.news()
    assert not same
    assert lines.entries == [entry(4)]


def test_a_journal_that_was_taken_away_or_put_back_is_lost(file):
    assert not file.is_lost()
    append(file.path, entry(7).line())
    assert not file.is_lost()
    for content in (WHOLE[:-1], BASE.line(), b"", WHOLE.replace(b'"file":"file"', b'"file":"x"')):
        file.path.write_bytes(content)
        assert file.is_lost()
    file.path.unlink()
    assert file.is_lost()


def test_a_journal_that_goes_while_it_is_read_is_read_again(file, monkeypatch):
    contents, calls = journal.files.contents, []

    def going(path: Path) -> bytes | None:
        calls.append(path)
        data = contents(path)
        if len(calls) == 1:
            aside = path.with_name("aside")
            aside.write_bytes(BASE.line())
            os.replace(aside, path)  # noqa: PTH105
        return data

    monkeypatch.setattr(journal.files, "contents", going)
    assert file.load() == BASE.line()
    assert len(calls) == 2
