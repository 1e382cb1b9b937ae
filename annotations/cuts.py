"""Where a sentence may be cut into clauses: rules, each with a name.

A rule finds cuts between the words of a sentence. It knows no word of any language itself but asks
the table of the language; where that is empty, only the rules of punctuation find anything. What
they find together is made into edges of marks in `annotations.clauses`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotations.quotations import Quotation
from annotations.sentence import Sentence

SHORTEST = 3
"""Words that a piece has at least, unless a rule says that what it finds is never too short."""
REACH = 14
"""Words, at most, between a verb of speech and the *that* that belongs to it."""
NEAR = 9
"""Words, at most, between a verb of speech and anything else that belongs to it."""
ATTRIBUTION = 14
"""Words of an attribution, at most."""

Cut = tuple[int, int]
"""The last word before a cut, -1 for none, and the first word behind what is left out there."""
Rule = Callable[[Sentence], Iterator[Cut]]


# Punctuation


def labels(sentence: Sentence) -> Iterator[Cut]:
    """Behind who speaks, as interviews have it at the start of a paragraph."""
    if sentence.paragraph[: sentence.start].strip():
        return
    for at in range(1, min(SHORTEST, len(sentence) - 1) + 1):
        if sentence.gaps[at].strip() == ":" and sentence.is_name(0):
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
            yield at - 1, at + _is_coordinator(sentence, at)


# Who says it


def before_attributions(sentence: Sentence) -> Iterator[Cut]:
    """Before ", he said"."""
    return ((start - 1, start) for start, _ in _attributions(sentence))


def behind_attributions(sentence: Sentence) -> Iterator[Cut]:
    """Behind ", he said,"."""
    return ((end - 1, end) for _, end in _attributions(sentence))


# What is said


def that(sentence: Sentence) -> Iterator[Cut]:
    """Around *that* behind a verb or noun of speech, and around *and that* behind such a one."""
    table = sentence.language
    until = -1
    again = False
    for at, word in enumerate(sentence.words):
        if word in table.complementizers and _is_content(sentence, at + 1):
            joined = again and _joined(sentence, at)
            if joined or at <= until:
                yield at - joined - 1, at + 1
                until = -1
            again = True
        elif sentence.speaks(at):
            until = at + REACH
        elif sentence.reports(at):
            until = max(until, at + SHORTEST - 1)
        elif word in table.infinitives and _is_infinitive(sentence, at + 1):
            until = -1


def infinitives(sentence: Sentence) -> Iterator[Cut]:
    """Before *to* and *not to* behind a verb or noun of speech, and before *and to* after it."""
    table = sentence.language
    said = -1
    again = False
    for at, word in enumerate(sentence.words):
        if word in table.infinitives and _is_infinitive(sentence, at + 1):
            first = at - 1 if at and sentence.words[at - 1] in table.negations else at
            joined = again and _joined(sentence, first)
            if joined or again and sentence.has_comma(first) or _near(sentence, said, first):
                yield first - joined - 1, first
                again, said = True, -1
        elif word in table.complementizers:
            said = -1
        elif sentence.reports(at):
            said = at


def prepositions(sentence: Sentence) -> Iterator[Cut]:
    """Behind *of*, *for* or *with* where a verb of speech asks for it: "accused X of"."""
    governed = sentence.language.governed
    governing = sentence.language.governing
    verb = again = -1
    for at, word in enumerate(sentence.words[:-1]):
        if word in governing:
            verb = at
        elif verb >= 0 and (sentence.words[verb], word) in governed:
            if _near(sentence, verb, at):
                yield at - 1, at + 1
                again = verb
            verb = -1
        elif (
            again >= 0
            and (sentence.words[again], word) in governed
            and (_joined(sentence, at) or sentence.has_comma(at))
        ):
            yield at - _joined(sentence, at) - 1, at + 1


def bare(sentence: Sentence) -> Iterator[Cut]:
    """Behind a verb of speech that content follows without *that*: "said they were"."""
    table = sentence.language
    for at in range(len(sentence) - 1):
        if not sentence.speaks(at) or sentence.is_bound(at + 1) or sentence.is_quoted(at):
            continue
        end = _reach(sentence, at + 1)
        for first in range(at + 1, min(at + 5, end - 1)):
            if sentence.words[first] in table.pronouns:
                yield first - 1, first
                break
        else:
            if (
                sentence.words[at] not in table.governing
                and at + 1 < end
                and sentence.begins_subject(at + 1)
                and any(map(sentence.is_auxiliary, range(at + 2, end)))
            ):
                yield at, at + 1


# Clauses


def subordinators(sentence: Sentence) -> Iterator[Cut]:
    """Before *if*, *because*, *but* and the like; before *after* where a verb follows."""
    table = sentence.language
    for at in range(1, len(sentence)):
        word = sentence.words[at]
        if word in table.subordinating:
            ahead = tuple(sentence.words[at : at + 4])
            found = sentence.bound_after(at) - at >= SHORTEST and any(
                ahead[: len(each)] == each for each in table.subordinators
            )
        else:
            found = word in table.clause_subordinators and _is_clause(sentence, at + 1)
        if found:
            first = at
            while (
                first > 1
                and sentence.words[first - 1] in table.modifiers
                and not sentence.is_bound(first)
            ):
                first -= 1
            yield first - _joined(sentence, first) - 1, first


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
    for at, end in _commas(sentence, listed=True):
        first = sentence.bound_before(at)
        if _is_listed(sentence, at, end) and sentence.is_name(at - 1):
            continue
        if (first and sentence.gaps[first].strip() == ",") or not sentence.begins_subject(at):
            continue
        word = sentence.words[first]
        opens = (
            word in table.prepositions
            or word in table.clause_subordinators
            or word in table.subordinating
            or sentence.is_participle(first)
        )
        if opens and (sentence.is_finite(at, end) or end - at > SHORTEST):
            yield at - 1, at


def participles(sentence: Sentence) -> Iterator[Cut]:
    """At a comma before a participle: ", adding that"."""
    return ((at - 1, at) for at, _ in _commas(sentence) if sentence.is_participle(at))


def commas(sentence: Sentence) -> Iterator[Cut]:
    """At a comma between two clauses; without a table, between any two longer pieces."""
    table = sentence.language
    for at, end in _commas(sentence):
        first = sentence.bound_before(at)
        if not table.known:
            if min(sentence.length(first, at), sentence.length(at, end)) >= SHORTEST:
                yield at - 1, at
            continue
        after = at + _is_coordinator(sentence, at)
        if not sentence.is_finite(after, end):
            continue
        if _begins_clause(sentence, after, end) if after > at else (
            sentence.words[at] in table.pronouns
        ):
            yield at - 1, after
        elif sentence.length(first, at) >= SHORTEST and sentence.is_finite(first, at):
            yield at - 1, after


def coordination(sentence: Sentence) -> Iterator[Cut]:
    """Around *and* when a clause, or what else somebody says or will do, follows."""
    table = sentence.language
    clause = 0
    for at in range(1, len(sentence) - 2):
        word = sentence.words[at]
        if word in table.complementizers or word in table.subordinating or word in table.relatives:
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
    "before attributions": before_attributions,
    "behind attributions": behind_attributions,
    "that": that,
    "infinitives": infinitives,
    "prepositions": prepositions,
    "bare": bare,
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
    if sentence.paragraph[quotation.inner_end - 1] in ",.?!…—–-":
        return True
    first, last = sentence.at(quotation.start), sentence.at(quotation.inner_end)
    return sentence.length(first, last) >= SHORTEST


def _commas(sentence: Sentence, listed: bool = False) -> Iterator[Cut]:
    """Words behind a comma, and where the next punctuation is; enumerations only when asked for."""
    for at in sentence.bounds:
        if 0 < at < len(sentence) and sentence.has_comma(at):
            end = sentence.bound_after(at)
            if listed or not _is_listed(sentence, at, end):
                yield at, end


def _is_listed(sentence: Sentence, at: int, end: int) -> bool:
    """Whether "France and Italy ..." behind a comma goes on with an enumeration."""
    if sentence.words[at] in sentence.language.coordinators:
        return not sentence.is_finite(at, end) and not sentence.is_participle(at + 1)
    for joined in range(at + 1, min(at + SHORTEST + 1, end)):
        if sentence.words[joined] in sentence.language.coordinators:
            return not sentence.is_finite(at, joined) and not sentence.is_participle(at)
    return False


def _attributions(sentence: Sentence) -> Iterator[Cut]:
    """The first word of ", he said," and the first one behind it."""
    table = sentence.language
    for at, end in _commas(sentence):
        if not 1 < end - at <= ATTRIBUTION or (end < len(sentence) and sentence.has_mark(end)):
            continue
        if tuple(sentence.words[at : at + 2]) in table.sources:
            yield at, end
            continue
        verbs = [word for word in range(at, end) if sentence.speaks(word)]
        if not verbs or sentence.is_participle(verbs[0]):
            continue
        verb = verbs[0]
        if verb > at and (not sentence.begins_subject(at) or sentence.is_finite(at, verb)):
            continue
        if verb == at and not (sentence.begins_subject(at + 1) or sentence.is_person(at + 1)):
            continue
        if sentence.is_finite(verb + 1, end) or any(
            word in table.complementizers or word in table.infinitives or word in table.pronouns
            for word in sentence.words[verb + 1 + (verb == at) : end]
        ):
            continue
        yield at, end


def _near(sentence: Sentence, verb: int, at: int) -> bool:
    """Whether a word stands so close behind a verb of speech that it belongs to it."""
    return verb >= 0 and at - verb <= NEAR and sentence.bound_after(verb) > at


def _is_coordinator(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and sentence.words[at] in sentence.language.coordinators


def _joined(sentence: Sentence, at: int) -> bool:
    """Whether *and* stands before a word."""
    return at > 0 and _is_coordinator(sentence, at - 1)


def _begins_clause(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a word behind *and* begins a clause, or the verb of one."""
    if sentence.is_auxiliary(at) or sentence.speaks(at):
        return True
    if sentence.words[at] in sentence.language.pronouns:
        return True
    near = range(at + 1, min(at + 1 + SHORTEST, end))
    return sentence.begins_subject(at) and any(map(sentence.is_auxiliary, near))


def _is_content(sentence: Sentence, at: int) -> bool:
    """Whether what begins behind *that* is a clause: not a noun, a verb or the end of one."""
    if at + 1 >= len(sentence):
        return False
    gap, word, table = sentence.gaps[at].strip(), sentence.words[at], sentence.language
    if gap and gap[-1] not in "“‘\"'«„[,":
        return False
    if word in table.verbs or word in table.infinitives:
        return False
    if sentence.is_auxiliary(at) and not sentence.is_name(at):
        return False
    if gap or sentence.is_name(at) or word[0].isdigit() or sentence.is_participle(at):
        return True
    if sentence.bound_after(at) == at + 1 and not sentence.is_quoted(at + 1):
        return False
    known = (
        table.pronouns | table.other_pronouns | table.determiners | table.prepositions
        | table.adverbs | table.relatives | table.subordinating | table.clause_subordinators
    )
    if word in known or word.endswith(table.adverb_endings):
        return True
    for each in range(at, min(at + SHORTEST, sentence.bound_after(at))):
        if sentence.is_auxiliary(each):
            return False
        if sentence.is_plural(each):
            return True
    return False


def _is_infinitive(sentence: Sentence, at: int) -> bool:
    """Whether the word behind *to* may be a verb rather than what a preposition belongs to."""
    if at >= len(sentence) or sentence.is_bound(at):
        return False
    word, table = sentence.words[at], sentence.language
    return not (
        sentence.begins_subject(at)
        or word in table.objects
        or word in table.relatives
        or word[0].isdigit()
        or sentence.is_participle(at)
        or sentence.is_plural(at)
    )


def _reach(sentence: Sentence, at: int) -> int:
    """The end of what may be one clause from a word on: punctuation, or what begins another."""
    table = sentence.language
    for end in range(at, min(sentence.bound_after(at), at + NEAR)):
        word = sentence.words[end]
        if (
            word in table.complementizers
            or word in table.infinitives
            or word in table.interrogatives
            or word in table.relatives
            or word in table.subordinating
            or word in table.clause_subordinators
            or word in table.coordinators
        ):
            return end
    return min(sentence.bound_after(at), at + NEAR)


def _is_clause(sentence: Sentence, at: int) -> bool:
    """Whether a verb follows *after* or *before*."""
    end = min(sentence.bound_after(at - 1), at + NEAR)
    return at < end and (sentence.is_participle(at) or sentence.is_finite(at + 1, end))
