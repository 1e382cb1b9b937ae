"""Templates: what is missing goes with what belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.template import BUILT_IN, FIELDS, fault_of, fields_of, filled
from tests.annotations.strategies import SOME

ALL = {"quote": "“Q”", "speaker": "S", "title": "T", "date": "D", "url": "U", "paragraph": "7"}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in ALL.items() if name not in names}


@pytest.mark.parametrize(
    ("missing", "shown"),
    [
        ((), "“Q” (S, T, D)"),
        (("speaker",), "“Q” (T, D)"),
        (("title",), "“Q” (S, D)"),
        (("date",), "“Q” (S, T)"),
        (("speaker", "title"), "“Q” (D)"),
        (("speaker", "title", "date"), "“Q”"),
    ],
)
def test_a_missing_part_of_a_list_goes_with_its_comma(missing, shown):
    assert filled(BUILT_IN["source"].text, without(*missing)) == shown


@pytest.mark.parametrize(
    ("template", "missing", "shown"),
    [
        ("{speaker} said: {quote}.", "speaker", "“Q”."),
        ("{speaker} on {date}: {quote}", "date", "S: “Q”"),
        ("{speaker} on {date}: {quote}", "speaker", "on D: “Q”"),
        ("{title}, p. {paragraph}. {date}.", "paragraph", "T, D."),
        ("{title}, p. {paragraph}.", "paragraph", "T."),
        ("{title} ({paragraph} ff)", "paragraph", "T"),
        ("{quote} ({title}, {paragraph} ff)", "paragraph", "“Q” (T)"),
        ("Said by {speaker}, {title}", "speaker", "T"),
        ("— {speaker}, {title}", "speaker", "— T"),
        ("> — {speaker}, {title}", "speaker", "> — T"),
        ("{title}: {quote}", "url", "T: “Q”"),
    ],
)
def test_words_go_with_the_field_that_they_belong_to(template, missing, shown):
    assert filled(template, without(missing)) == shown


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{quote} [{note}]", "“Q”"),
        ("{quote} «{note}», {title}", "“Q”, T"),
        ("{quote} <{note}>", "“Q”"),
        ("[{title}]({note})", "[T]"),
        ("{quote} (({note}))", "“Q”"),
        ("{quote} ({title} [{note}])", "“Q” (T)"),
    ],
)
def test_brackets_around_nothing_go(template, shown):
    assert filled(template, ALL) == shown


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{quote} (!) {title}", "“Q” (!) T"),
        ("{quote} :-) {title}", "“Q” :-) T"),
        ("({quote} {title}", "(“Q” T"),
        ("({quote}] {title}", "(“Q”] T"),
        ("[({quote}] {title}", "[(“Q”] T"),
        ("{title} < {date}", "T < D"),
    ],
)
def test_brackets_without_a_field_or_a_partner_are_characters(template, shown):
    assert filled(template, ALL) == shown


def test_a_line_with_nothing_in_it_goes():
    template = "> {quote}\n— {note}\n\nend: {title}\n"
    assert filled(template, ALL) == "> “Q”\n\nend: T\n"


def test_two_braces_stand_for_one():
    assert filled("{{{quote}}} {{x}}", ALL) == "{“Q”} {x}"
    assert filled("note = {{{note}}}, {title}", ALL) == "T"


def test_values_are_not_read_as_templates():
    assert filled("{quote} {title}", {"quote": "{title} (", "title": "}"}) == "{title} ( }"


@pytest.mark.parametrize(
    "template",
    [*(each.text + each.note for each in BUILT_IN.values()), "", "words", "{{}}", "{quote}\n{url}"],
)
def test_a_template_that_can_be_used_has_no_fault(template):
    assert fault_of(template) == ""


def test_the_first_letters_of_built_in_templates_choose_them():
    assert len({name[0] for name in BUILT_IN}) == len(BUILT_IN)


def test_a_template_names_its_fields_once():
    assert fields_of("{{{title}}} {quote}, {title} {{x}}") == ("title", "quote")


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{quote", "has a { without its partner; {{ stands for one"),
        ("quote}", "has a } without its partner; }} stands for one"),
        ("{quo\nte}", "has a { without its partner; {{ stands for one"),
        ("{speeker}", "has an unknown field {speeker}; did you mean speaker?"),
        ("{}", f"has an unknown field {{}}; there are {', '.join(FIELDS)}"),
        ("{quote!r}", "has an unknown field {quote!r}; did you mean quote?"),
        ("{{quote}", "has a } without its partner; }} stands for one"),
    ],
)
def test_a_template_that_cannot_be_used_says_why(template, reason):
    assert fault_of(template) == reason


def test_brackets_without_end_are_borne():
    deep = "(" * 20_000 + "{quote}" + ")" * 20_000
    assert "“Q”" in filled(deep, ALL)
    assert filled("(" * 50_000, ALL) == "(" * 50_000


pieces = st.sampled_from([*(f"{{{name}}}" for name in FIELDS[:4]), *"()[]“” ,.:—\n", "ab", "{{"])


@SOME
@given(st.lists(pieces, max_size=20).map("".join), st.sets(st.sampled_from(FIELDS[:4])))
def test_what_is_known_is_always_said_and_nothing_else(template, known):
    said = filled(template, {name: f"<{number}>" for number, name in enumerate(known)})
    for number, name in enumerate(known):
        assert said.count(f"<{number}>") == template.count(f"{{{name}}}")


@SOME
@given(st.lists(pieces, max_size=20).map("".join))
def test_where_everything_is_known_a_template_is_only_filled(template):
    said = filled(template, dict.fromkeys(FIELDS, "X"))
    whole = template.replace("{{", "\0")
    for name in FIELDS:
        whole = whole.replace(f"{{{name}}}", "X")
    assert said == whole.replace("\0", "{")
