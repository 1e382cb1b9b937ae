"""The formats that there are, those of other packages among them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotations import formats
from annotations.formats import BUILT_IN, Format, Mark
from tests.annotations.examples import DOCUMENT
from tests.annotations.exported import HARBOUR, INTERRUPTED, export_of, in_bytes, pieces, written

STREAMED = ["csv", "json", "jsonl", "markdown"]


def test_every_format_says_what_it_is():
    assert BUILT_IN[0] == "xlsx"
    assert {*STREAMED} <= {*BUILT_IN}
    for name in BUILT_IN:
        format = formats.get(name)
        format.check()
        assert format.name == name
        assert format.title
        assert format.keeps


@pytest.mark.parametrize("name", ["xml", "", "CSV", "../csv", "__init__", "cells"])
def test_an_unknown_format_has_none(name):
    with pytest.raises(KeyError):
        formats.get(name)


@pytest.mark.parametrize("format", ["xlsx", *STREAMED])
def test_the_same_marks_always_make_the_same_file(format):
    again = Mark(replace(HARBOUR.annotation), replace(DOCUMENT))
    files = [in_bytes(format, export_of(each, INTERRUPTED)) for each in (HARBOUR, again)]
    assert files[0] == files[1]


@pytest.mark.parametrize("format", STREAMED)
def test_a_format_is_written_a_mark_at_a_time(format):
    assert max(map(len, pieces(format, export_of(*[HARBOUR] * 500)))) < 3000


def test_what_was_lost_is_said_in_counts():
    export = export_of()
    assert export.loss == ""
    export.lost["cells cut"] += 1200
    export.lost["apples dropped"] += 1
    assert export.loss == "apples dropped: 1, cells cut: 1,200"


# Formats of other packages

MODULE = """
from annotations.formats import Format

def write(export):
    for mark in export.marks:
        yield mark.annotation.exact + "\\n"

words = Format(name="words", title="just the words", suffix=".words", keeps="words", write=write)
bare = object()
twice = Format(name="csv", title="another", suffix=".csv", keeps="", write=write)
nameless = Format(name="../x", title="", suffix=".x", keeps="", write=write)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Put a package beside the others that has these entry points."""
    monkeypatch.syspath_prepend(tmp_path)

    def installed(points: str, name: str = "postil-words") -> None:
        (tmp_path / "its_formats.py").write_text(MODULE)
        folder = tmp_path / f"{name.replace('-', '_')}-1.2.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
        (folder / "entry_points.txt").write_text(points)
        formats.added.cache_clear()

    yield installed
    formats.added.cache_clear()
    sys.modules.pop("its_formats", None)


def test_a_package_adds_a_format(install):
    install("[postil.formats]\nwords = its_formats:words\n")
    assert [*formats.formats()] == [*BUILT_IN, "words"]
    assert written("words", HARBOUR) == "harbour open\n"
    (added,) = formats.added()
    assert (added.package, added.reason) == ("postil-words 1.2", "")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("its_formats:gone", "AttributeError: module 'its_formats' has no attribute 'gone'"),
        ("no_such_module:x", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("its_formats:bare", "TypeError: its_formats:bare is not an annotations.formats.Format"),
        ("its_formats:twice", "ValueError: there is a format csv already"),
        ("its_formats:nameless", "ValueError: '../x' is not a name: use a-z, 0-9 and -"),
        ("not an object reference", ""),
    ],
)
def test_a_format_that_cannot_be_used_is_named_and_hurts_no_other(install, target, reason):
    install(f"[postil.formats]\nbroken = {target}\nwords = its_formats:words\n")
    assert [*formats.formats()] == [*BUILT_IN, "words"]
    (broken,) = [each for each in formats.added() if each.format is None]
    assert str(broken).startswith(
        "the format broken of the package postil-words 1.2 cannot be used: " + reason
    )
    assert broken.reason


def test_a_package_that_ends_the_program_ends_only_its_format(install, tmp_path):
    install("[postil.formats]\nrude = rude:format\nwords = its_formats:words\n")
    (tmp_path / "rude.py").write_text("raise SystemExit('no licence')")
    assert "words" in formats.formats()
    assert "no licence" in str(formats.added()[0])


def test_entry_points_that_cannot_be_read_hurt_no_other_package(install):
    install("[postil.formats\nwhatever", "postil-broken")
    install("[postil.formats]\nwords = its_formats:words\n")
    assert "words" in formats.formats()


def test_our_own_formats_are_found_without_looking_at_packages(monkeypatch):
    monkeypatch.setattr(formats, "added", lambda: pytest.fail("looked at packages"))
    assert isinstance(formats.get("csv"), Format)
