"""`postil meta`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.command import Run
from tests.tui.sitting import another_window_writes

HEAD = "---\ntitle: Häfen\nlang: de\n---\n"


@pytest.fixture
def letters(folder: Path) -> Path:
    """Two documents, one of which says something of itself."""
    (folder / "a.md").write_text(HEAD + "We will pay.\n")
    (folder / "b.txt").write_text("They lied.\n")
    return folder


def test_what_is_known_is_shown_in_lines(letters: Path, run: Run) -> None:
    ended = run("meta", letters / "a.md", letters / "b.txt")
    assert ended.text == "a.md\n  title      Häfen\n  language   de\n\nb.txt\n"
    assert ended.talk.startswith("postil: nothing is known of b.txt; --title")
    assert ended.code == 0
    assert not (letters / ".postil").exists()


def test_it_is_said_of_several_documents_and_shown_as_it_is_typed(letters: Path, run: Run) -> None:
    files = [letters / "a.md", letters / "b.txt"]
    names = ["--author", "Doe, Jane", "--author", "The Town; {Smith, Wesson}"]
    others = ["--date", "13 May 2024", "--url", "https://a.example/b", "--accessed", "2024-06"]
    ended = run("meta", *files, *names, *others, "--publisher", "P", "--clear", "title")
    assert (ended.code, ended.text) == (0, "")
    assert ended.talk == (
        "postil: data of a.md: author, publisher, date, URL, accessed, language\n"
        "postil: data of b.txt: author, publisher, date, URL, accessed\n"
    )
    assert run("meta", files[1]).text == (
        "b.txt\n"
        "  author     Doe, Jane; The Town; {Smith, Wesson}\n"
        "  publisher  P\n"
        "  date       2024-05-13\n"
        "  URL        https://a.example/b\n"
        "  accessed   2024-06\n"
    )
    assert "Häfen" not in run("meta", files[0]).text
    assert run("meta", *files, "--author", "", "-q").talk == ""
    assert "Doe" not in run("meta", *files).text


def test_as_json_it_has_the_names_of_csl(letters: Path, run: Run) -> None:
    ended = run("meta", letters / "b.txt", "--date", "2024", "--title", "B", "--json")
    (known,) = json.loads(ended.out)
    assert known["document"] == "b.txt"
    assert known["metadata"] == {"title": "B", "issued": {"date-parts": [[2024]]}}
    assert json.loads(run("meta", letters / "b.txt", "--json").out) == [known]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["b.txt", "--date", "5/6/2024"], 2, "may mean two days: write 2024-06-05 or 2024-05-06"),
        (["b.txt", "--date", "2024-02-31"], 2, "there is no 2024-02-31"),
        (["b.txt", "--url", "file:///etc/passwd"], 2, "begins with http"),
        (["b.txt", "--author", "a, b, c, d"], 2, "several have ; between them"),
        (["b.txt", "--title", "a\x1b[2Jb"], 2, "U+001B"),
        (["b.txt", "--title", "x", "--clear", "title"], 2, "say two things"),
        (["b.txt", "--clear", "colour"], 2, "--clear"),
        ([], 2, "name the documents"),
        (["c.txt"], 1, "no such file"),
        (["."], 1, "is a folder"),
        (["c.bin"], 1, "binary"),
        (["b.txt", "c.bin", "--title", "B"], 1, "binary"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(
    letters: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    said: str,
) -> None:
    (letters / "c.bin").write_bytes(b"\0")
    monkeypatch.chdir(letters)
    ended = run("meta", *words)
    assert (ended.code, ended.out) == (code, b"")
    assert said in ended.talk
    assert not (letters / ".postil").exists()


def test_names_stay_in_their_lines(letters: Path, run: Run) -> None:
    run("meta", letters / "b.txt", "--title", "B", "--as", "ana")
    file = letters / ".postil" / "annotations" / "ana.json"
    file.write_text(file.read_text().replace('"title":"B"}', '"title":"B\\nC","author":7}'))
    assert run("meta", letters / "b.txt", "--as", "ana").text == "b.txt\n  title      B C\n"


def test_another_window_that_writes_is_waited_for(letters: Path, run: Run) -> None:
    with another_window_writes(letters):
        assert run("meta", letters / "b.txt", "--title", "B", "--as", "ana").code == 1
    assert run("meta", letters / "b.txt", "--title", "B", "--as", "ana").code == 0


def test_files_of_several_projects_are_described_each_in_its_own(letters: Path, run: Run) -> None:
    for name in ("one", "two"):
        (letters / name / ".postil").mkdir(parents=True)
        (letters / name / "x.txt").write_text(name)
    run("meta", letters / "one" / "x.txt", letters / "two" / "x.txt", "--title", "X")
    for name in ("one", "two"):
        assert list((letters / name / ".postil" / "annotations").glob("*.json"))
        assert "X" in run("meta", letters / name / "x.txt").text


# From references

BOTH = """\
@online{x, title = {Häfen}, author = {Doe, Jane}, date = {2024-05-13}}
@misc{y, title = {b.txt}, publisher = {The Port}}
"""


def test_references_say_what_documents_are(letters: Path, run: Run) -> None:
    source, files = letters / "r.bib", [letters / "a.md", letters / "b.txt"]
    source.write_text(BOTH)
    ended = run("meta", *files, "--from", source)
    assert (ended.code, ended.text) == (0, "")
    assert ended.talk == (
        "postil: data of a.md: title, author, date, language\npostil: data of b.txt: publisher\n"
    )
    assert "Doe, Jane" in run("meta", files[0]).text


@pytest.mark.parametrize("format", ["csl", "bibtex"])
def test_references_that_were_exported_come_back(letters: Path, run: Run, format: str) -> None:
    files = [letters / "a.md", letters / "b.txt"]
    run("meta", *files, "--author", "Doe, Jane; The Town", "--date", "2024-05")
    before, out = run("meta", *files).text, letters / "refs.out"
    assert run("export", letters, "--format", format, "-o", out).code == 0
    run("meta", *files, "--clear", "author", "--clear", "date", "--clear", "title")
    assert run("meta", *files, "--from", out).code == 0
    assert run("meta", *files).text == before


def test_a_reference_that_means_no_document_is_named(letters: Path, run: Run) -> None:
    (letters / "r.bib").write_text(BOTH + "@misc{z, title = {Else}}\n")
    ended = run("meta", letters / "a.md", letters / "b.txt", "--from", letters / "r.bib")
    assert ended.code == 1
    assert ended.talk.endswith("r.bib, line 3: Else is none of these documents\n")


@pytest.mark.parametrize("source", ["missing.bib", "broken.bib", "."])
def test_references_that_cannot_be_read_change_nothing(
    letters: Path, run: Run, source: str
) -> None:
    (letters / "broken.bib").write_text(BOTH + "@misc{")
    ended = run("meta", letters / "a.md", "--from", letters / source)
    assert ended.code == 1
    assert ended.talk.startswith(f"postil: {letters / source}: ")
    assert not (letters / ".postil").exists()


def test_references_go_without_other_words(letters: Path, run: Run) -> None:
    ended = run("meta", letters / "a.md", "--from", "r.bib", "--title", "A")
    assert ended.code == 2
