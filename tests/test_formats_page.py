"""docs/formats.md says what the formats say of themselves, and its example works."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations import formats
from annotations.formats.cited import CITED
from annotations.formats.csv import COLUMNS
from tests.annotations.exported import HARBOUR, INTERRUPTED, export_of

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
TEXT = PAGE.read_text("utf-8")


def section(name: str) -> str:
    """What stands under a heading, on one line."""
    return " ".join(TEXT.partition(f"\n## {name}\n")[2].partition("\n## ")[0].split())


@pytest.mark.parametrize("name", formats.BUILT_IN)
def test_every_format_has_its_place(name: str) -> None:
    format = formats.get(name)
    out, into = ("yes" if way else "" for way in (format.write, format.read))
    cells = (f"`{name}`", format.title, out, into, format.offsets)
    assert " ".join(f"| {' | '.join(cells)} |".split()) in " ".join(TEXT.split("  "))
    sentence = f"Keeps {format.keeps}; loses {format.loses or 'nothing'}."
    assert sentence in section(name)


def test_every_column_is_explained() -> None:
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", TEXT, re.MULTILINE)))
    assert {*COLUMNS} <= {*named}
    assert {*CITED} <= {*COLUMNS}


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package of the page, installed."""
    module, project = re.findall(r"```(?:python|toml)\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "postil_words.py").write_text(module)
    folder = tmp_path / "postil_words-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: postil-words\nVersion: 1.0\n")
    points = project.replace('project.entry-points."postil.formats"', "postil.formats")
    (folder / "entry_points.txt").write_text(points.replace('"', ""))
    monkeypatch.syspath_prepend(tmp_path)
    formats.added.cache_clear()
    yield
    formats.added.cache_clear()
    sys.modules.pop("postil_words", None)


@pytest.mark.usefixtures("example")
def test_the_example_of_the_page_is_a_format() -> None:
    words = formats.get("words")
    assert words.write is not None
    assert [*words.write(export_of(HARBOUR, INTERRUPTED))] == [
        "statement.txt\tharbour open\n",
        "statement.txt\tWe will keep … she said\n",
    ]
