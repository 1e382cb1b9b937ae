"""Where a sentence may be cut into clauses: rules, each with a name.

A rule finds cuts between the words of a sentence. It knows no word of any language itself but asks
the table of the language; where that is empty, only the rules of punctuation find anything. What
they find together is made into edges of marks in `annotations.clauses`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotations import reporting
from annotations.quotations import Quotation
from annotations.sentence import SHORTEST, Cut, Sentence

NEAR = 9
"""Words, at most, from *after* or *before* to the verb of its clause."""

Rule = Callable[[Sentence], Iterator[Cut]]


# Punctuation


def labels(sentence: Sentence) -> Iterator[Cut]:
    """Behind who speaks, as interviews have it at the start of a paragraph, and behind a place."""
    before = len(sentence.paragraph) - len(sentence.paragraph.lstrip())
    if sentence.start > before or not sentence.words or not sentence.is_name(0):
        return
    is_place = sentence.paragraph[slice(*sentence.spans[0])].isupper()
    for at in range(1, min(2 * SHORTEST, len(sentence))):
        is_speaker = at <= SHORTEST and sentence.gaps[at].strip() == ":"
        if is_speaker or (is_place and sentence.has_dash(at)):
            yield at - 1, at
            return


def marks(sentence: Sentence) -> Iterator[Cut]:
    """At a semicolon or colon."""
    return ((at - 1, at) for at in sentence.bounds if at and sentence.has_mark(at))


def dashes(sentence: Sentence) -> Iterator[Cut]:
    """At a dash, or a hyphen with spaces around it."""
    return ((at - 1, at) for at in sentence.bounds if at and sentence.has_dash(at))


def before_quotations(sentence: Sentence) -> Iterator[Cut]:
    """Before a quotation."""
    for quotation in sentence.quotations:
        if sentence.start <= quotation.start and _is_said(sentence, quotation):
            at = sentence.at(quotation.start)
            yield at - 1, at


def behind_quotations(sentence: Sentence) -> Iterator[Cut]:
    """Behind a quotation."""
    for quotation in sentence.quotations:
        if quotation.closed and quotation.end <= sentence.end and _is_said(sentence, quotation):
            at = sentence.at(quotation.inner_end)
            yield at - 1, at + sentence.is_coordinator(at)


# Clauses


def subordinators(sentence: Sentence) -> Iterator[Cut]:
    """Before *if*, *because*, *but* and the like; before *after* where a verb follows."""
    table = sentence.language
    for at in range(1, len(sentence)):
        if sentence.words[at] in table.clause_subordinators:
            found = _is_clause(sentence, at + 1)
        else:
            found = sentence.is_subordinator(at) and sentence.runs_on(at, SHORTEST)
        if found:
            first = at
            while (
                first > 1
                and sentence.words[first - 1] in table.modifiers
                and not sentence.is_bound(first)
            ):
                first -= 1
            yield first - sentence.is_joined(first) - 1, first


def relatives(sentence: Sentence) -> Iterator[Cut]:
    """Before *which* and *who*, and before the preposition that belongs to them."""
    table = sentence.language
    for at in range(1, len(sentence)):
        if sentence.words[at] in table.relatives:
            first = at
            if (
                at > 1
                and sentence.words[at - 1] in table.prepositions
                and not sentence.is_bound(at)
            ):
                comma = sentence.bound_before(at)
                first = comma if at - SHORTEST <= comma < at and comma else at - 1
            yield first - 1, first


def fronting(sentence: Sentence) -> Iterator[Cut]:
    """At the comma behind what a sentence is opened with: "In a statement, ..."."""
    table = sentence.language
    for at, end in sentence.commas(listed=True):
        first = sentence.bound_before(at)
        if sentence.is_listed(at, end) and sentence.is_name(at - 1):
            continue
        if (first and sentence.gaps[first].strip() == ",") or not sentence.begins_subject(at):
            continue
        word = sentence.words[first]
        opens = (
            word in table.prepositions
            or word in table.clause_subordinators
            or sentence.is_subordinator(first)
            or sentence.is_participle(first)
        )
        if opens and (sentence.is_finite(at, end) or end - at > SHORTEST):
            yield at - 1, at


def participles(sentence: Sentence) -> Iterator[Cut]:
    """At a comma before a participle: ", adding that"."""
    return ((at - 1, at) for at, _ in sentence.commas() if sentence.is_participle(at))


def commas(sentence: Sentence) -> Iterator[Cut]:
    """At a comma between two clauses; without a table, between any two longer pieces."""
    table = sentence.language
    for at, end in sentence.commas():
        first = sentence.bound_before(at)
        if not table.known:
            if min(sentence.length(first, at), sentence.length(at, end)) > SHORTEST:
                yield at - 1, at
            continue
        after = at + sentence.is_coordinator(at)
        verb = sentence.is_finite(after, end) or (after > at and sentence.resumes(end))
        begins = _begins_clause(sentence, after, end)
        if after == at:
            begins = begins and sentence.begins_subject(at)
        between_clauses = sentence.length(first, at) >= SHORTEST and sentence.is_finite(first, at)
        if verb and (begins or between_clauses):
            yield at - 1, after


def coordination(sentence: Sentence) -> Iterator[Cut]:
    """Around *and* when a clause, or what else somebody says or will do, follows."""
    table = sentence.language
    clause = 0
    for at in range(1, len(sentence) - 2):
        word = sentence.words[at]
        if sentence.begins_other(at):
            clause = at + 1
        if word not in table.coordinators or sentence.is_bound(at + 1):
            continue
        begins = _begins_clause(sentence, at + 1, sentence.bound_after(at))
        if begins and sentence.is_finite(max(clause, sentence.bound_before(at)), at):
            yield at - 1, at + 1


RULES: dict[str, Rule] = {
    "labels": labels,
    "marks": marks,
    "dashes": dashes,
    "before quotations": before_quotations,
    "behind quotations": behind_quotations,
    "before attributions": reporting.before_attributions,
    "behind attributions": reporting.behind_attributions,
    "that": reporting.that,
    "infinitives": reporting.infinitives,
    "prepositions": reporting.prepositions,
    "bare": reporting.bare,
    "objects": reporting.objects,
    "subordinators": subordinators,
    "relatives": relatives,
    "fronting": fronting,
    "participles": participles,
    "commas": commas,
    "coordination": coordination,
}
"""Every rule by its name."""


# What rules share


def _is_said(sentence: Sentence, quotation: Quotation) -> bool:
    """Whether a quotation is more than a word or two of somebody's."""
    if not (quotation.closed and sentence.start <= quotation.start):
        return True
    first, last = sentence.at(quotation.start), sentence.at(quotation.inner_end)
    if sentence.length(first, last) >= SHORTEST:
        return True
    if sentence.paragraph[quotation.inner_end - 1] not in ",.?!…—–-":
        return False
    return first == 0 or sentence.has_pause(first)


def _begins_clause(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a word behind *and* begins a clause, or the verb of one."""
    if sentence.is_auxiliary(at) or sentence.speaks(at):
        return True
    if sentence.words[at] in sentence.language.pronouns:
        return True
    near = at + 1
    while near < min(at + 1 + SHORTEST, end) and not sentence.begins_other(near):
        near += 1
    if sentence.words[at] in sentence.language.other_pronouns:
        return sentence.is_finite(at + 1, near)
    return sentence.begins_subject(at) and any(map(sentence.is_auxiliary, range(at + 1, near)))


def _is_clause(sentence: Sentence, at: int) -> bool:
    """Whether a verb follows *after* or *before*."""
    end = min(sentence.bound_after(at - 1), at + NEAR)
    return at < end and (sentence.is_participle(at) or sentence.is_finite(at + 1, end))
