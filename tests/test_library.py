"""docs/library.md says what happens."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import annotations as library
from annotations import AnnotationsError, Annotator, Project
from tui.samples import copy_samples

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "library.md"


def test_the_examples_of_the_page_do_what_they_say(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "letters").mkdir()
    copy_samples(folder / "letters")
    (folder / "copies").mkdir()
    for text in (folder / "letters").glob("*.txt"):
        (folder / "copies" / text.name).write_bytes(text.read_bytes())
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


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda project: project.written("pdf"), "no format is called 'pdf'; there are xlsx, csv"),
        (lambda project: project.write("marks.pdf"), "the format has to be named; there are"),
        (lambda project: project.write("a.txt", format="csv"), "was not overwritten"),
        (lambda project: project.quotes(template="mla"), "no template is called 'mla'; there are"),
        (lambda project: project.quotes(template="{q}"), "the template '{q}' has an unknown field"),
        (lambda project: project.remove("abc"), "too short"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Project], object], said: str
) -> None:
    monkeypatch.chdir(folder)
    (folder / "a.txt").write_text("We will pay.")
    project = Project.of(".")
    project.add("a.txt", "We will pay", "threat")
    with pytest.raises(AnnotationsError, match=re.escape(said)):
        ask(project)
    assert (folder / "a.txt").read_text() == "We will pay."


def test_a_file_that_is_there_is_written_over_only_by_force(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "a.txt").write_text("We will pay.")
    project = Project.of("a.txt")
    mark = project.add("a.txt", ["We", "pay"], "threat", by=Annotator("ben", "person-2"))
    assert project.write("marks.xlsx") == []
    with pytest.raises(AnnotationsError, match="is there already"):
        project.write("marks.xlsx")
    assert project.write("marks.xlsx", force=True) == []
    assert isinstance(project.written("xlsx"), bytes)
    assert mark.exact in project.quotes(template="plain")
    assert project.change(mark, note="x", by=Annotator("ben", "person-2")).annotation.note == "x"
