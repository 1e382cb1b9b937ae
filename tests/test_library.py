"""docs/library.md says what happens."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import annotations as library
from tui.samples import copy_samples

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "library.md"


def test_the_examples_of_the_page_do_what_they_say(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "letters").mkdir()
    copy_samples(folder / "letters")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LOGNAME", "ana")
    text = PAGE.read_text("utf-8").replace("```python", "").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    ended = doctest.DocTestRunner().run(examples, out=said.append)
    assert ended.attempted > 20
    assert ended.failed == 0, "".join(said)


def test_what_the_library_names_is_there_and_described() -> None:
    for name in library.__all__:
        assert getattr(library, name).__doc__, name
    assert sorted(library.__all__) == sorted(library._MODULES)


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        library.Nothing  # noqa: B018


def test_the_library_loads_what_is_used_and_not_before() -> None:
    probe = (
        "import sys, annotations\n"
        "print([name for name in sys.modules if name.startswith('annotations.')])\n"
        "from annotations import Project\n"
        "print('tinydb' in sys.modules, 'annotations.store' in sys.modules)\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout == "[]\nFalse False\n"
