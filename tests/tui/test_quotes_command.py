"""`postil quotes`: quotations with their sources, out of a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.annotator import Annotator
from annotations.formats import EXPORTED
from tests.tui.command import Run
from tests.tui.sitting import Sitting
from tui.settings import location


@pytest.fixture
def marked(folder: Path) -> Path:
    """A folder with two documents and three marks."""
    (folder / "a.txt").write_text("He warned that we will pay. They lied.")
    (folder / "b.txt").write_text("“The locks stay open,” he said.")
    sitting = Sitting(folder, "a.txt", "b.txt").press("t", "w", "w", "w", "j", "a", ">", "t")
    assert sitting.file.exists()
    return folder


PAY, LIED, OPEN = "“we will pay”", "“They lied”", "“‘The locks stay open,’ he said”"


def test_quotes_have_their_sources_and_a_blank_line_between(marked: Path, run: Run) -> None:
    ended = run("quotes", marked)
    assert (ended.code, ended.talk) == (0, "")
    assert ended.text == f"{PAY} (a.txt)\n\n{LIED} (a.txt)\n\n{OPEN} (b.txt)\n"


def test_a_template_is_chosen_by_its_name(marked: Path, run: Run) -> None:
    assert run("quotes", marked, "--template", "plain").text == f"{PAY}\n\n{LIED}\n\n{OPEN}\n"
    assert "(“a.txt,” n.d., para. 1)" in run("quotes", marked, "--template", "apa").text


def test_the_template_that_y_copies_with_is_the_default(marked: Path, run: Run) -> None:
    location().parent.mkdir(parents=True)
    location().write_text('template = "mine"\n[templates]\nmine = "{tag}: {words}"\n')
    assert run("quotes", marked).text.startswith("Threat: we will pay\n\nAllegation: They lied")
    assert run("quotes", marked, "--template", "plain").text.startswith(PAY)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("plian", "no template is called 'plian'; did you mean plain?"),
        ("xyz", "no template is called 'xyz'; there are plain, source, markdown, footnote,"),
    ],
)
def test_an_unknown_template_is_wrong_usage(marked: Path, run: Run, name: str, reason: str) -> None:
    ended = run("quotes", marked, "--template", name)
    assert (ended.code, ended.out) == (2, b"")
    assert reason in ended.talk


def test_by_tag_quotes_stand_under_the_names_of_the_tags(marked: Path, run: Run) -> None:
    ended = run("quotes", marked, "--by-tag", "--template", "plain")
    assert ended.text == f"Threat\n\n{PAY}\n\n{OPEN}\n\nAllegation\n\n{LIED}\n"


def test_quotes_in_json_are_always_an_array(marked: Path, run: Run) -> None:
    found = json.loads(run("quotes", marked, "--json").out)
    assert [each["quote"] for each in found] == [
        "we will pay",
        "They lied",
        "“The locks stay open,” he said",
    ]
    one = json.loads(run("quotes", marked, "--template", "json", "--tag", "allegation").out)
    assert [each["quote"] for each in one] == ["They lied"]


def test_quotes_are_everybodys_and_can_be_filtered(marked: Path, run: Run) -> None:
    ben = Annotator("ben", "person-2")
    Sitting(marked, "b.txt", annotator=ben).press("c")
    assert run("quotes", marked).text.count(OPEN) == 2
    assert run("quotes", marked, "--annotator", "ben").text == f"{OPEN} (b.txt)\n"
    assert (
        run("quotes", marked, "--document", "a.txt", "--tag", "threat").text == f"{PAY} (a.txt)\n"
    )


def test_where_no_mark_is_meant_it_says_so(marked: Path, run: Run) -> None:
    ended = run("quotes", marked, "--since", "2100-01-01")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.talk.endswith(": no such marks\n")


def test_without_marks_there_are_no_quotes(folder: Path, run: Run) -> None:
    ended = run("quotes", folder, "--json")
    assert (ended.code, json.loads(ended.out)) == (0, [])
    assert ended.talk.endswith(": no marks yet\n")


def test_quotes_go_to_a_file_that_is_not_overwritten_unasked(marked: Path, run: Run) -> None:
    file = marked / "out.md"
    words = ("quotes", marked, "--template", "markdown", "-o", file)
    ended = run(*words)
    assert (ended.code, ended.text) == (0, "")
    assert ended.talk == f"postil: 3 quotes written to {file}\n"
    written = file.read_text("utf-8")
    assert written == f"{EXPORTED}\n\n{run('quotes', marked, '--template', 'markdown').text}"
    file.write_text(f"{EXPORTED}\n")
    ended = run(*words)
    assert (ended.code, ended.talk) == (
        1,
        f"postil: {file}: is there already; --force overwrites it\n",
    )
    assert run(*words, "--force").code == 0
    assert file.read_text("utf-8") == written


def test_quotes_never_overwrite_a_document(marked: Path, run: Run) -> None:
    before = (marked / "a.txt").read_bytes()
    assert run("quotes", marked, "-o", marked / "a.txt", "--force").code == 1
    assert (marked / "a.txt").read_bytes() == before


def test_quotes_of_damaged_marks_say_so_and_print_the_rest(marked: Path, run: Run) -> None:
    file = marked / ".postil" / "annotations" / "ana.json"
    file.write_bytes(file.read_bytes().replace(b'"exact":"They lied"', b'"exact":"They fled"'))
    ended = run("quotes", marked)
    assert ended.code == 1
    assert "left out" in ended.talk
    assert ended.text == f"{PAY} (a.txt)\n\n{OPEN} (b.txt)\n"


def test_no_terminal_obeys_a_quote(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text("We \x1b[2Jwill\x07 pay.")
    Sitting(folder, "a.txt").press("t")
    for name in ("source", "markdown", "json"):
        assert b"\x1b" not in run("quotes", folder, "--template", name).out
