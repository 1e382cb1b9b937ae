"""Reading a file into a text: encodings, newlines, the head of a long one, and what is refused."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.document import HEAD, SNIFFED, Reading, decode, read
from annotations.errors import UnreadableDocument
from tests.annotations.strategies import SOME, strings

MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def string(reading: Reading) -> str:
    return reading.text[:]


def refused(path: Path) -> str:
    """The reason for which a file is not read, after the path that the message names."""
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert str(caught.value) == f"{path}: {caught.value.reason}"
    return caught.value.reason


# Encodings


def test_utf_8_is_read_without_a_guess():
    reading = decode("naïve 😀".encode())
    assert string(reading) == "naïve 😀"
    assert (reading.encoding, reading.bom, reading.guessed) == ("utf-8", False, False)


@pytest.mark.parametrize("encoding", MARKED)
def test_a_byte_order_mark_settles_the_encoding_and_is_not_in_the_text(encoding):
    reading = decode(MARKED[encoding] + "naïve\r\n😀".encode(encoding))
    assert string(reading) == "naïve\n😀"
    assert (reading.encoding, reading.bom, reading.guessed) == (encoding, True, False)
    assert reading.newline == "crlf"


def test_only_the_first_byte_order_mark_is_taken_off():
    assert string(decode(codecs.BOM_UTF8 * 2 + b"text")) == "\ufefftext"


def test_what_is_not_utf_8_is_read_as_windows_1252_by_a_guess():
    reading = decode(b"caf\xe9 \x93now\x94 \x80 5")
    assert string(reading) == "café “now” € 5"
    assert (reading.encoding, reading.bom, reading.guessed) == ("cp1252", False, True)


def test_bytes_that_windows_1252_leaves_open_become_controls():
    assert string(decode(b"\xe9 \x81\x8d\x8f\x90\x9d")) == "é \x81\x8d\x8f\x90\x9d"


def test_a_late_byte_that_is_not_utf_8_decides_for_the_whole_file():
    reading = decode("é".encode() * HEAD + b"\xe9")
    assert reading.guessed
    assert string(reading) == "Ã©" * HEAD + "é"


@pytest.mark.parametrize(
    ("encoding", "broken"),
    [
        ("utf-8", b"\xff"),
        ("utf-8", b"caf\xc3"),
        ("utf-16-le", b"a"),
        ("utf-16-be", b"\xdc\x00\x00a"),
        ("utf-16-le", b"\x00\xd8"),
        ("utf-32-le", b"a\0\0"),
        ("utf-32-be", b"\x00\x11\x00\x00"),
    ],
)
def test_what_is_not_in_the_encoding_that_its_mark_names_is_refused(encoding, broken, folder):
    path = folder / "broken.txt"
    path.write_bytes(MARKED[encoding] + "A line.\n".encode(encoding) + broken)
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    assert refused(path).startswith(f"is marked as {name} but is not")


@SOME
@given(strings, st.sampled_from([*MARKED, "plain"]))
def test_every_text_is_read_as_it_was_written(text, encoding):
    text = "text" + text
    data = text.encode() if encoding == "plain" else MARKED[encoding] + text.encode(encoding)
    if encoding == "plain" and "\0" in text:
        with pytest.raises(ValueError, match="binary"):
            decode(data)
    else:
        assert string(decode(data)) == text.replace("\r\n", "\n").replace("\r", "\n")


@SOME
@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_refused(data):
    try:
        reading = decode(data)
    except ValueError:
        assert b"\0" in data or data.startswith(tuple(MARKED.values()))
    else:
        assert "\r" not in string(reading)


# Newlines


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"one", "lf"),
        (b"one\ntwo\n", "lf"),
        (b"one\r\ntwo\r\n", "crlf"),
        (b"one\rtwo\r", "cr"),
        (b"one\r\ntwo\n", "mixed"),
        (b"one\r\ntwo\r", "mixed"),
        (b"one\n\rtwo", "mixed"),
    ],
)
def test_the_newlines_of_a_file_are_remembered(data, kind):
    reading = decode(data)
    assert reading.newline == kind
    assert string(reading) == data.decode().replace("\r\n", "\n").replace("\r", "\n")


# Long files


def test_a_file_of_one_megabyte_is_read_whole(folder):
    path = folder / "long.txt"
    path.write_bytes(b"x" * HEAD)
    reading = read(path, head_only=True)
    assert reading.whole
    assert len(reading.text) == HEAD


def test_of_a_longer_file_the_head_is_read_up_to_a_line(folder):
    path = folder / "long.txt"
    path.write_bytes(b"Line.\n" * HEAD)
    head, whole = read(path, head_only=True), read(path)
    assert (head.whole, whole.whole) == (False, True)
    assert string(head) == "Line.\n" * (HEAD // 6)
    assert string(whole) == "Line.\n" * HEAD


@pytest.mark.parametrize("character", ["é", "漢", "😀"])
@pytest.mark.parametrize("shift", range(4))
def test_a_character_cut_by_the_end_of_the_head_is_not_in_it(character, shift, folder):
    path = folder / "long.txt"
    path.write_bytes(b"x" * shift + character.encode() * HEAD)
    head = read(path, head_only=True)
    assert not head.guessed
    assert string(head).strip("x") == character * len(string(head).strip("x"))
    assert len(head.text.data) > HEAD - 8


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-be"])
def test_the_head_of_a_marked_file_is_cut_between_characters(encoding, folder):
    path = folder / "long.txt"
    path.write_bytes(MARKED[encoding] + ("x" + "😀" * HEAD).encode(encoding))
    head = read(path, head_only=True)
    assert string(head) == "x" + "😀" * (len(string(head)) - 1)
    assert len(string(head)) > HEAD // 5


def test_a_line_cut_by_the_end_of_the_head_is_not_in_it(folder):
    path = folder / "long.txt"
    path.write_text("Zeile für Zeile.\n" * HEAD, "utf-8")
    head = read(path, head_only=True)
    assert set(string(head).splitlines()) == {"Zeile für Zeile."}
    assert string(head).endswith("\n")


def test_the_encoding_is_settled_by_the_whole_file_only(folder):
    path = folder / "long.txt"
    path.write_bytes(b"plain\n" * HEAD + b"caf\xe9")
    head, whole = read(path, head_only=True), read(path)
    assert (head.encoding, head.whole) == ("utf-8", False)
    assert (whole.encoding, whole.guessed) == ("cp1252", True)


# What is refused


@pytest.mark.parametrize("at", [0, SNIFFED - 1])
def test_a_file_with_a_nul_in_its_head_is_binary(at, folder):
    path = folder / "picture.txt"
    path.write_bytes(b"x" * at + b"\0" + b"x" * SNIFFED)
    assert refused(path).startswith("is a binary file, not text")


def test_a_nul_far_behind_is_a_character(folder):
    path = folder / "log.txt"
    path.write_bytes(b"x" * SNIFFED + b"\0")
    assert string(read(path)).endswith("x\0")


def test_a_missing_file_is_refused(folder):
    assert refused(folder / "nothing.txt") == "no such file or folder"
    assert refused(folder / "no" / "folder.txt") == "no such file or folder"


def test_a_folder_is_refused(folder):
    assert refused(folder) == "is a folder"


def test_a_pipe_is_refused_without_waiting_for_it(folder):
    os.mkfifo(folder / "pipe")
    assert refused(folder / "pipe") == "is not a regular file"


def test_a_file_that_may_not_be_read_is_refused(folder, monkeypatch):
    path = folder / "secret.txt"
    path.write_text("secret")

    def locked(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", locked)
    assert refused(path) == "cannot be read: permission denied"


def test_a_path_that_no_file_can_have_is_refused(folder):
    assert refused(folder / "a\0b").startswith("cannot be read")


def test_an_empty_file_is_an_empty_text(folder):
    path = folder / "empty.txt"
    path.touch()
    assert string(read(path)) == ""


def test_reading_never_changes_a_file(folder):
    path = folder / "letter.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree")
    path.chmod(0o440)
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode
    read(path)
    read(path, head_only=True)
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) == before
    assert list(folder.iterdir()) == [path]
