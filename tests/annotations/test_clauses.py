"""Where marks start and end when they are moved by clauses.

In the examples `[` stands where a mark may start and `]` where it may end.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations import clauses, cuts, units
from annotations.clauses import clause_ends, clause_starts
from tests.annotations.strategies import SOME, cluster_borders, strings

LANGUAGES = st.sampled_from(["en", "de", "zh"])


def cut(paragraph: str, language: str = "en") -> str:
    """The paragraph with a bracket at every edge."""
    starts, ends = clause_starts(paragraph, language), clause_ends(paragraph, language)
    return "".join(
        "]" * (at in ends) + "[" * (at in starts) + paragraph[at : at + 1]
        for at in range(len(paragraph) + 1)
    )


def check(example: str, language: str = "en") -> None:
    """Compare with an example in which no other brackets stand."""
    assert cut(example.replace("[", "").replace("]", ""), language) == example


# Punctuation


@pytest.mark.parametrize(
    "example",
    [
        "[We will close the ports]; [nobody will pay for it].",
        "[He had one answer]: [nobody will pay for it].",
        "[We will close the ports] — [nobody will pay for it].",
        "[We will close the ports]—[nobody will pay for it].",
        "[We will close the ports] – [nobody will pay for it].",
        "[We will close the ports] - [nobody will pay for it].",
        "[We will close the ports] -- [nobody will pay for it].",
    ],
)
def test_a_sentence_is_cut_at_semicolons_colons_and_dashes(example):
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "[From 2019–2023 the Iran–Russia trade was worth 3,000 at 5:30].",
        "[We will; they will not pay].",
        "[We waited for them … nobody came to the quay].",
        "[We waited for them ... nobody came to the quay...]",
    ],
)
def test_no_piece_is_cut_off_that_is_too_short_and_no_cut_is_made_at_an_ellipsis(example):
    check(example)


def test_a_comma_between_two_clauses_cuts():
    check("[We forged nothing at all], [nobody was paid by us], and [the ships will sail].")


@pytest.mark.parametrize(
    "example",
    [
        "[They visited the United States, Canada, France and Italy].",
        "[The leaders of the United States, Canada, France, and the United Kingdom have met].",
        "[We release the ships, their crews and their cargoes].",
        "[He met the owners of the old ships, the dockers, the crews and a few of the captains].",
        "[They will return, in good order, the ships].",
    ],
)
def test_no_cut_is_made_inside_an_enumeration(example):
    check(example)


def test_no_cut_is_made_inside_a_bracket():
    check("[The ships (which had no papers; nobody asked for any) will sail] [if the owners pay].")
    check("[The ships (and what is left open]; [nobody asked for it] [if they wanted to know].")


def test_a_label_of_who_speaks_and_a_bullet_may_stay_out():
    check("[Q: [Did your ships carry engines?]")
    check("[Ms Tosk: [We will pay].")
    check("[- [We will pay].")
    check("[> [We will pay].")
    check("[PORT AUREL (QG)] — [A former inspector took bribes from them].")


# Quotations


def test_an_edge_stops_outside_the_marks_of_a_quotation():
    check("[The union leader told them]: [“We will strike on Monday.”]")
    check("[The leaders were] [“extremely concerned about it”] [on that day].")
    check("[“We will strike on Monday,”] he said].")


def test_a_word_or_two_in_quotation_marks_are_no_piece():
    check("[He called the whole story “a yarn” and left the room].")
    check("[The data had been “massaged,” a claim the lab called absurd].")
    check("[“No,”] he said to them all].")


def test_a_quotation_that_flows_on_does_not_shorten_the_piece_before_it():
    check("[He would mine the sea] [if [“foreign customs men who came”] [came near his port].")


def test_an_edge_stops_inside_a_mark_whose_partner_is_in_another_sentence():
    check("[“[We will act]. [You will pay],” he said].")
    check("[He said to them]: “[We will act]. [You will pay].”]")


def test_nested_quotations_end_behind_all_their_marks():
    check("[“The letter says], [‘You will lose your licences,’] and [that is all,”] she said].")


def test_edges_may_stop_on_both_sides_of_the_marks(monkeypatch):
    monkeypatch.setattr(clauses, "INSIDE_QUOTATIONS", True)
    clauses.forget()
    try:
        check("[The union leader told them]: [“[We will strike on Monday].”]")
    finally:
        monkeypatch.undo()
        clauses.forget()


# What is said, and who says it


@pytest.mark.parametrize(
    "example",
    [
        "[The ships], [he said], [will sail].",
        "[The ships will sail], [the minister said in a statement].",
        "[The ships will sail], [said Mr X].",
        "[The ships], [according to the ministry], [will sail].",
        "[If we pay], [Ms Tosk told reporters on Monday], [the ships will sail].",
    ],
)
def test_an_attribution_between_commas_is_a_piece(example):
    check(example)


def test_an_apposition_between_commas_is_none():
    check("[Ms Tosk, the minister, warned] that [the ships would not sail].")


@pytest.mark.parametrize(
    "example",
    [
        "[He warned the owners] that [they would pay].",
        "[He told a rally on 8 March] that [foreign customs men would pay].",
        "[Her old promise] that [ships would sail was kept].",
        "[She said on Monday] that [the ships would sail] and that [nobody would pay].",
    ],
)
def test_a_mark_starts_behind_that(example):
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "[They said that ship was lost].",
        "[We will deny that].",
        "[They warned the men that had come].",
        "[She took the letter that the men had sent].",
        "[She can explain that to the growers].",
        "[She dropped the claims for delay that our owners have made].",
    ],
)
def test_that_before_a_noun_a_verb_or_a_full_stop_begins_nothing(example):
    check(example)


@pytest.mark.parametrize(
    "example",
    [
        "[The five governments warned Iran] [not to send missiles].",
        "[We warn the old council in Orsan] [not to take the engines].",
        "[The union has threatened] [to strike on Monday].",
        "[His latest threat] [to strike on Monday was not believed].",
        "[They promised the owners] [to return the ships] and [to admit inspectors].",
    ],
)
def test_a_mark_starts_before_to_and_not_to(example):
    check(example)


def test_to_before_somebody_or_something_begins_nothing():
    check("[She replied to reporters on Monday and to the crew].")


@pytest.mark.parametrize(
    "example",
    [
        "[The company accused an agent] of [taking bribes from them].",
        "[They blamed the captain] for [losing the ship].",
        "[She threatened the owners] with [seizure of their ships].",
        "[She accused the director], [who left in March], of [hiding the losses].",
        "[He is accused] of [taking bribes for years] and of [lying about it].",
    ],
)
def test_a_mark_starts_behind_the_preposition_that_the_verb_asks_for(example):
    check(example)


def test_a_mark_starts_behind_a_verb_of_speech_without_that():
    check("[The minister said] [the ships would sail].")
    check("[The minister told reporters] [they would sail].")
    check("[Ms Ito said] [the men, both in uniform, had beaten him].")


def test_a_pronoun_alone_is_nothing_that_is_said():
    check("[Nobody has ever accused them of it].")


def test_a_mark_starts_at_the_participle_that_a_verb_of_speech_brings():
    check("[The company has denied] [firing anyone for speaking up].")
    check("[They will not rule out] [recalling their ambassador].")
    check("[He is accused] of [accepting four trips] and [leaving them off his list].")


def test_a_mark_starts_at_the_object_of_a_promise_or_threat():
    check("[The mayor has promised them] [a ferry to the islands].")
    check("[The lawyers have threatened] [legal action against anyone] [who repeats it].")
    check("[The union denied the charges made by its members].")


def test_the_words_of_a_headline_are_no_names():
    check("[Torrent Vows [to Keep Plants Open in Winter]")


def test_that_behind_an_apposition_belongs_to_the_noun_before_it():
    check("[He repeated a claim], [first made by the Courier], that [the men held shares].")


def test_a_clause_behind_and_may_have_an_apposition_in_its_subject():
    check("[It will walk out now], and [its leader, Ms Crake, charged] that [the minister knew].")


def test_quote_and_charge_are_speech_only_behind_a_person():
    check("[The prosecutor charged] that [the men had lied].")
    check("[The men in charge that the owners had hired left].")
    check("[They quote that [the ships will sail].")
    check("[The quote that the papers printed is wrong].")


# Clauses


@pytest.mark.parametrize(
    "word",
    [
        "if",
        "unless",
        "because",
        "while",
        "but",
        "although",
        "which",
        "who",
        "when",
        "after",
        "before",
    ],
)
def test_a_clause_begins_at_its_first_word(word):
    check(f"[We will close the ports] [{word} they have paid us].")
    check(f"[We will close the ports], [{word} they have paid us].")


def test_after_and_before_begin_a_clause_only_where_a_verb_follows():
    check("[The ships will sail before noon on Monday and return after the storm].")


def test_what_belongs_to_the_word_that_begins_a_clause_goes_with_it():
    check("[We will close the ports] [even if they have paid us].")
    check("[They sent the letter] [in which they say it].")
    check("[The old towns], [many of which had no water], [were left alone].")


@pytest.mark.parametrize(
    "example",
    [
        "[In a statement], [the leaders of the alliance have agreed on it].",
        "[Should the ships not be free on Monday], [we will close our ports].",
        "[He closed the port], [acting on the orders of the ministry].",
        "[He closed the port], [killing two of the crew].",
        "[They deceived nobody in this affair], and [would see her in court].",
    ],
)
def test_a_comma_that_ends_a_clause_cuts(example):
    check(example)


def test_and_cuts_where_a_clause_or_a_verb_follows_it():
    check("[We closed the old port] and [they will sell the ships].")
    check("[The firm has closed the port] and [will not sell the ships].")
    check("[The firm closed the port and the old market in March].")


def test_a_newline_in_a_paragraph_is_a_space():
    paragraph = "The minister warned them that\nthe ships would sail, \nbecause nobody had paid."
    flat = paragraph.replace("\n", " ")
    assert clause_starts(paragraph) == clause_starts(flat)
    assert clause_ends(paragraph) == clause_ends(flat)


# Other languages, other characters


def test_what_has_no_table_is_cut_at_its_punctuation():
    check("[Er sagte uns gestern], [dass sie nicht zahlen würden]; [das war ein Fehler].", "de")
    check("[Sie besuchten Kanada, Frankreich und Italien].", "de")
    check("[Er warnte sie that they would pay].", "de")


def test_words_without_spaces_are_counted_by_their_characters():
    check("[我们会付钱的]，[你们不会付的。]", "zh")


def test_an_edge_is_never_inside_a_character():
    check("[We will pay you 👍🏽]; [they will pay us 👨‍👩‍👧].")
    check("[We go to the cafe\u0301]; [they go to the house].")


# For every text


@SOME
@given(strings, LANGUAGES)
@example("“", "en")
@example("pay “", "en")
@example("a b c “d e f “", "en")
@example("- ", "en")
def test_edges_are_in_order_and_between_the_characters_of_the_paragraph(paragraph, language):
    for edges in (clause_starts(paragraph, language), clause_ends(paragraph, language)):
        assert list(edges) == sorted(set(edges))
        assert set(edges) <= cluster_borders(paragraph)


@SOME
@given(strings, LANGUAGES)
def test_every_sentence_starts_and_ends_at_an_edge(paragraph, language):
    starts, ends = clause_starts(paragraph, language), clause_ends(paragraph, language)
    for start, end in units.sentences(paragraph, language):
        first, last = units.trim(paragraph[start:end])
        assert any(at <= start + first for at in starts)
        if {start + first, start + last} <= cluster_borders(paragraph):
            assert start + first in starts
            assert start + last in ends


@SOME
@given(strings, LANGUAGES)
def test_a_mark_never_starts_at_white_space_nor_ends_behind_it(paragraph, language):
    alone = cluster_borders(paragraph)

    def white(at: int) -> bool:
        return paragraph[at].isspace() and {at, at + 1} <= alone

    assert not any(white(at) for at in clause_starts(paragraph, language))
    assert not any(white(at - 1) for at in clause_ends(paragraph, language))


@SOME
@given(strings)
def test_the_same_edges_are_found_again(paragraph):
    before = clause_starts(paragraph), clause_ends(paragraph)
    clauses.forget()
    assert (clause_starts(paragraph), clause_ends(paragraph)) == before


@pytest.mark.parametrize("name", cuts.RULES)
def test_every_rule_may_be_left_out(name, monkeypatch):
    paragraph = "“We,” he said, “were told that we, if they come, will pay”; the ships will not."
    with_it = clause_starts(paragraph)
    monkeypatch.setattr(clauses, "START_RULES", tuple({*clauses.START_RULES} - {name}))
    monkeypatch.setattr(clauses, "END_RULES", tuple({*clauses.END_RULES} - {name}))
    clauses.forget()
    assert clause_starts(paragraph)[0] == with_it[0]
    monkeypatch.undo()
    clauses.forget()


def test_every_rule_has_its_place_among_starts_and_ends():
    assert {*clauses.START_RULES} | {*clauses.END_RULES} == cuts.RULES.keys()
