"""`y` and `Y`: marks copied as quotations, one or many, by the template that was chosen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.sitting import Sitting
from tui import quoting
from tui.commands import INDEX
from tui.settings import Settings
from tui.wording import Lettered

Sit = Callable[..., Sitting]

ONE = "We will pay. They stole grain. We keep the port open. You will regret it. We stay."
TWO = "The union lied.\n\nWe will leave."
QUOTES = [
    "“We will pay” (a.txt)",
    "“They stole grain” (a.txt)",
    "“We keep the port open” (a.txt)",
    "“You will regret it” (a.txt)",
    "“We stay” (a.txt)",
]


@pytest.fixture
def marked(sit: Sit) -> Sitting:
    """Two documents with five marks and one, at the top of the first."""
    return sit(ONE, TWO).press(*"tjajcjtjc", ">", "j", "t", "<", "g")


def copied(sitting: Sitting) -> list[str]:
    """The quotes that were copied last."""
    return sitting.copied[-1].split("\n\n")


# At most eight keys from a marked text to five quotes with their sources


def test_five_quotes_with_their_sources_take_seven_keys(marked: Sitting) -> None:
    marked.press("i", *["space"] * 5, "y")
    assert copied(marked) == QUOTES
    assert marked.said == "copied 5 quotes, 131 characters (terminal). No date known: M adds it"


def test_all_quotes_of_a_text_with_their_sources_take_three_keys(marked: Sitting) -> None:
    marked.press("Y", "*", "s")
    assert copied(marked) == QUOTES


def test_five_quotes_as_anything_else_take_eight_keys(marked: Sitting) -> None:
    marked.press("i", *["space"] * 5, "Y", "m")
    assert marked.copied[-1].count("> — a.txt") == 5


# The question


def test_the_question_names_the_templates_by_their_letters(marked: Sitting) -> None:
    marked.press("Y")
    assert marked.asked == (
        "copy 1 quote as: p plain  s source  m markdown  f footnote  c chicago  a apa  j json"
    )
    assert marked.reader.state == "COPY AS"


@pytest.mark.parametrize(
    ("key", "quote"),
    [
        ("p", "“We will pay”"),
        ("s", "“We will pay” (a.txt)"),
        ("m", "> We will pay\n>\n> — a.txt"),
        ("c", "“We will pay”\n“a.txt.”"),
        ("a", "“We will pay” (“a.txt,” n.d., para. 1)"),
    ],
)
def test_a_letter_copies_by_its_template(marked: Sitting, key: str, quote: str) -> None:
    marked.press("Y", key)
    assert marked.copied == [quote]
    undated = "" if key == "p" else ". No date known: M adds it"
    assert marked.said == f"copied 1 quote, {len(quote)} characters (terminal){undated}"


def test_a_footnote_has_the_id_of_its_mark(marked: Sitting) -> None:
    marked.press("Y", "f")
    (mark, *_) = marked.reader.opened.spans
    assert marked.copied == [f"“We will pay”[^{mark.id}]\n\n[^{mark.id}]: “a.txt.”"]


def test_json_is_an_object_or_an_array(marked: Sitting) -> None:
    marked.press("Y", "j", "Y", "*", "j")
    one, several = map(json.loads, marked.copied)
    assert (one["quote"], one["paragraph"]) == ("We will pay", 1)
    assert len(several) == 5


def test_own_templates_are_chosen_by_digit(folder: Path) -> None:
    (folder / "a.txt").write_text(ONE)
    own = {"mine": "{tag}: {words}", "other": "{words}!"}
    sitting = Sitting(folder, "a.txt", settings=Settings(templates=own)).press("t", "Y")
    assert sitting.asked.endswith("j json  1 mine  2 other")
    sitting.press("1", "Y", "2")
    assert sitting.copied == ["Threat: We will pay", "We will pay!"]


def test_y_copies_by_the_template_of_the_settings(folder: Path) -> None:
    (folder / "a.txt").write_text(ONE)
    settings = Settings(template="apa")
    assert Sitting(folder, "a.txt", settings=settings).press("t", "y").copied == [
        "“We will pay” (“a.txt,” n.d., para. 1)"
    ]


def test_any_other_key_lets_go_and_copies_nothing(marked: Sitting) -> None:
    marked.press("Y", "x")
    assert (marked.copied, marked.asked, len(marked.marks)) == ([], "", 5)


def test_g_groups_by_tag_and_back(marked: Sitting) -> None:
    marked.press("Y", "*", "g")
    assert marked.asked.startswith("copy all 5 quotes, by tag, as: ")
    marked.press("p")
    assert copied(marked)[:3] == ["Threat", "“We will pay”", "“You will regret it”"]
    marked.press("Y", "g", "g", "p")
    assert marked.copied[-1] == "“We will pay”"


def test_star_means_all_and_back(marked: Sitting) -> None:
    marked.press("Y", "*")
    assert marked.asked.startswith("copy all 5 quotes as: ")
    marked.press("*")
    assert marked.asked.startswith("copy 1 quote as: ")


# Which marks


def test_of_several_marks_here_one_is_chosen_first(sit: Sit) -> None:
    sitting = sit(ONE).press("t", "c", "escape", "Y")
    assert sitting.asked.startswith("2 marks here")
    sitting.press("2")
    assert sitting.asked.startswith("copy 1 quote as: ")


def test_where_no_mark_is_all_of_the_text_are_meant(sit: Sit) -> None:
    sitting = sit(ONE).press(*"tjtjjY")
    assert sitting.asked.startswith("copy all 2 quotes as: ")
    sitting.press("*", "p")
    assert sitting.copied == ["“We will pay”\n\n“They stole grain”"]


def test_without_marks_there_is_nothing_to_ask(sitting: Sitting) -> None:
    sitting.press("Y")
    assert (sitting.asked, sitting.said) == ("", "no marks in this text")


def test_in_the_list_the_row_is_meant_or_all_that_are_picked(marked: Sitting) -> None:
    marked.press("i", "j", "Y", "p")
    assert copied(marked) == ["“They stole grain”"]
    marked.press("space", "G", "space", "Y")
    assert marked.asked.startswith("copy 2 quotes as: ")
    marked.press("p")
    assert copied(marked) == ["“They stole grain”", "“We stay”"]


def test_quotes_come_in_the_order_of_the_text_however_they_were_picked(marked: Sitting) -> None:
    marked.press("i", "G", "space", "g", "space", "y")
    assert copied(marked) == [QUOTES[0], QUOTES[-1]]


def test_in_the_list_star_means_all_rows_of_the_filter(marked: Sitting) -> None:
    marked.press("i", "/", *"threat", "enter", "space", "Y", "*")
    assert marked.asked.startswith("copy all 2 quotes as: ")
    marked.press("s")
    assert copied(marked) == [QUOTES[0], QUOTES[3]]


def test_quotes_of_all_documents_have_the_paragraphs_of_their_own(marked: Sitting) -> None:
    marked.press("i", "tab", "Y", "*", "a")
    assert len(copied(marked)) == 6
    assert copied(marked)[-1] == "“We will leave” (“b.txt,” n.d., para. 2)"
    assert marked.desk.room == INDEX


def test_an_empty_list_has_nothing_to_copy(sitting: Sitting) -> None:
    sitting.press("i", "Y")
    assert (sitting.copied, sitting.said) == ([], "no mark here")


def test_many_quotes_are_made_beside_the_keys(
    marked: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoting, "MANY", 4)
    work: list[tuple[Callable[[], str], Callable[[str], None]]] = []
    monkeypatch.setattr(marked, "beside", lambda make, done: work.append((make, done)))
    marked.press("Y", "*", "s")
    assert (marked.copied, marked.said) == ([], "copying 5 quotes")
    ((make, done),) = work
    done(make())
    assert copied(marked) == QUOTES


def test_no_terminal_obeys_a_copy_by_any_template(sit: Sit) -> None:
    sitting = sit("We \x1b[2Jwill\x9b pay.").press("t")
    for key in "psmfcaj":
        assert not {"\x1b", "\x9b"} & set(sitting.press("Y", key).copied[-1])


# The question on little room

OPTIONS = (("p", "plain"), ("s", "source"), ("m", "markdown"), ("j", "json"), ("1", "mine"))
QUESTION = Lettered("copy 5 quotes as: ", short="5 quotes: ", options=OPTIONS)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "copy 5 quotes as: p plain  s source  m markdown  j json  1 mine"),
        (62, "copy 5 quotes as: plain source markdown json 1 mine"),
        (45, "5 quotes: plain source markdown json 1 mine"),
        (40, "5 quotes: plain sour… mark… json 1 mi…"),
        (20, "pl… so… ma… js… 1…"),
    ],
)
def test_the_question_keeps_every_letter_on_little_room(width: int, shown: str) -> None:
    assert QUESTION.fit(width) == shown


def test_no_terminal_obeys_the_name_of_a_template() -> None:
    question = replace(QUESTION, options=(("1", "a\x1b[2J\nb"),))
    assert "\x1b" not in question.fit(60)
    assert "\n" not in question.fit(60)
