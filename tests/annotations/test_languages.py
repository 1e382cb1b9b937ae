"""The tables of languages."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from annotations.errors import BadLanguage
from annotations.languages import language
from annotations.languages.table import Language, parse

SOURCE = (resources.files("annotations.languages") / "en.toml").read_text("utf-8")
PATH = Path("annotations/languages/en.toml")


def fault(source: str) -> str:
    with pytest.raises(BadLanguage) as caught:
        parse(source, PATH, "en")
    return str(caught.value)


@pytest.mark.parametrize("code", ["en", "EN", "en-GB", "en_US.UTF-8"])
def test_english_is_known_by_any_of_its_codes(code):
    assert language(code).code == "en"
    assert language(code).known


@pytest.mark.parametrize("code", ["de", "eng1", "", "../en", "english", "nobody"])
def test_what_has_no_table_is_an_empty_language(code):
    assert language(code) == Language(code)
    assert not language(code).known


def test_verbs_and_nouns_of_speech_are_grouped_by_what_they_report():
    english = language("en")
    assert {"warned", "threatening", "ultimatum"} <= english.of_tag("threat")
    assert {"vows", "sworn", "promises"} <= english.of_tag("commitment")
    assert {"accused", "alleging", "allegations"} <= english.of_tag("allegation")
    assert english.of_tag("rumour") == frozenset()
    assert {"said", "warned", "vowed", "accused"} <= english.speech


def test_a_preposition_belongs_to_every_form_of_its_verb():
    assert {("accused", "of"), ("blaming", "for")} <= language("en").governed


def test_every_word_of_the_table_is_written_as_it_is_looked_up():
    english = language("en")
    for words in (english.speech, english.auxiliaries, english.determiners, english.elisions):
        assert all(word == word.strip().lower() and "’" not in word for word in words)


def test_a_table_that_is_not_toml_is_refused_with_its_line():
    assert fault(SOURCE + "\npronouns = [").startswith(f"{PATH}, line ")


def test_a_list_that_is_missing_is_named():
    assert fault(SOURCE.replace("\nelisions =", "\nillusions =")) == (
        f"{PATH}, line {1 + SOURCE[: SOURCE.index(chr(10) + 'elisions =') + 1].count(chr(10))}: "
        "illusions is not a list that is looked at"
    )
    assert fault(SOURCE.replace('elisions = ["tis', 'pronouns2 = ["tis')).startswith(f"{PATH}")
    without = "\n".join(line for line in SOURCE.split("\n") if not line.startswith("elisions"))
    assert fault(without) == f"{PATH}: elisions has to be a list of words"


@pytest.mark.parametrize("value", ['"not"', "[]", '["Not"]', "[3]", '[" "]'])
def test_a_list_that_holds_no_words_in_lower_case_is_refused(value):
    lines = SOURCE.split("\n")
    number = next(at for at, line in enumerate(lines) if line.startswith("negations ="))
    lines[number] = f"negations = {value}"
    assert fault("\n".join(lines)).startswith(f"{PATH}, line {number + 1}: negations ")


def test_a_table_of_prepositions_that_is_no_table_is_refused():
    source = SOURCE.split("[governed]")[0]
    assert fault(f"governed = 1\n{source}").startswith(f"{PATH}, line 1: governed ")
