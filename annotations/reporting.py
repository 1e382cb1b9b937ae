"""Rules of cutting that know of reported speech: who says it, and where what is said begins."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.sentence import SHORTEST, Cut, Sentence

REACH = 14
"""Words, at most, between a verb of speech and the *that* that belongs to it."""
NEAR = 9
"""Words, at most, between a verb of speech and anything else that belongs to it."""
ATTRIBUTION = 14
"""Words of an attribution, at most."""


def before_attributions(sentence: Sentence) -> Iterator[Cut]:
    """Before ", he said"."""
    return ((start - 1, start) for start, _ in _attributions(sentence))


def behind_attributions(sentence: Sentence) -> Iterator[Cut]:
    """Behind ", he said,"."""
    return ((end - 1, end) for _, end in _attributions(sentence))


def that(sentence: Sentence) -> Iterator[Cut]:
    """Around *that* behind a verb or noun of speech, and around *and that* behind such a one."""
    table = sentence.language
    until = noun = -1
    again = False
    for at, word in enumerate(sentence.words):
        if word in table.complementizers and _is_content(sentence, at + 1):
            joined = sentence.is_joined(at)
            resumed = sentence.has_comma(at) and (again or 0 <= noun >= at - REACH)
            if at <= until or resumed or (again and joined):
                yield at - joined - 1, at + 1
                until = noun = -1
            again = True
        elif sentence.speaks(at):
            until = at + REACH
        elif sentence.reports(at):
            until = max(until, at + SHORTEST - 1)
            noun = at
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
            joined = sentence.is_joined(first)
            goes_on = again and (joined or sentence.has_comma(first))
            if goes_on or _near(sentence, said, first):
                yield first - joined - 1, first
                again, said = True, -1
        elif sentence.reports(at):
            said = -1 if word in table.without_infinitive else at
        elif sentence.begins_other(at) or sentence.is_full_verb(at):
            said = -1


def prepositions(sentence: Sentence) -> Iterator[Cut]:
    """Behind *of*, *for* or *with* where a verb of speech asks for it: "accused X of"."""
    governed = sentence.language.governed
    governing = sentence.language.governing
    pronouns = sentence.language.objects | sentence.language.other_pronouns
    verb = again = -1
    for at, word in enumerate(sentence.words[:-1]):
        if word in governing:
            verb = at
        elif verb >= 0 and (sentence.words[verb], word) in governed:
            resumed = sentence.has_comma(at) and sentence.is_participle(at + 1)
            alone = sentence.words[at + 1] in pronouns and not sentence.runs_on(at + 1, 2)
            if not alone and (_near(sentence, verb, at) or (resumed and at - verb <= REACH)):
                yield at - 1, at + 1
                again = verb
            verb = -1
        elif again >= 0 and sentence.is_participle(at) and sentence.is_joined(at):
            yield at - 2, at
        elif again >= 0 and (sentence.words[again], word) in governed:
            joined = [each for each in range(at - SHORTEST, at) if sentence.is_coordinator(each)]
            if sentence.has_comma(at):
                yield at - 1, at + 1
            elif joined and (joined[-1] == at - 1 or sentence.is_participle(at + 1)):
                yield joined[-1] - 1, at + 1


def bare(sentence: Sentence) -> Iterator[Cut]:
    """Behind a verb of speech that content follows without *that*: "said they were"."""
    table = sentence.language
    for verb, at in _spoken(sentence):
        end = _reach(sentence, at)
        for each in range(at, min(at + SHORTEST + 1, end)):
            if sentence.words[each] in table.pronouns and sentence.runs_on(each, 2):
                yield each - 1, each
                break
        else:
            clause = (
                sentence.is_participle(at)
                or (_begins_noun(sentence, at) and _has_verb(sentence, at + 1, end))
                or (sentence.is_name(at) and sentence.is_finite(at + 1, end))
            )
            if clause and at < end and sentence.words[verb] not in table.governing:
                yield at - 1, at


def objects(sentence: Sentence) -> Iterator[Cut]:
    """Behind a verb whose object is what was promised or threatened: "promised her a ferry"."""
    table = sentence.language
    for verb, at in _spoken(sentence):
        end = _reach(sentence, at)
        if sentence.words[verb] not in table.with_object or (
            end < len(sentence) and sentence.words[end] in table.complementizers | table.infinitives
        ):
            continue
        for each in range(at, min(at + SHORTEST + 1, end)):
            word = sentence.words[each]
            if word in table.indefinites or sentence.is_participle(each):
                yield each - 1, each
                break
            if word in table.prepositions:
                break
        if at < end - 1 and _begins_noun(sentence, at) and not sentence.begins_subject(at):
            yield at - 1, at


# What these rules share


def _attributions(sentence: Sentence) -> Iterator[Cut]:
    """The first word of ", he said," and the first one behind it."""
    table = sentence.language
    for at, end in sentence.commas():
        if not 1 < end - at <= ATTRIBUTION or ":" in sentence.gaps[end]:
            continue
        if tuple(sentence.words[at : at + 2]) in table.sources:
            yield at, end
            continue
        verbs = [word for word in range(at, end) if sentence.speaks(word)]
        if not verbs or sentence.is_participle(verbs[0]):
            continue
        verb = verbs[0]
        finite = verb
        while finite > at + 1 and sentence.is_auxiliary(finite - 1):
            finite -= 1  # "a jury was told"
        if verb > at and (not sentence.begins_subject(at) or sentence.is_finite(at, finite)):
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


def _reach(sentence: Sentence, at: int) -> int:
    """The end of what may be one clause from a word on: punctuation, or what begins another."""
    table = sentence.language
    for end in range(at, min(sentence.bound_after(at), at + NEAR)):
        word = sentence.words[end]
        if (
            sentence.begins_other(end)
            or (word in table.infinitives and _is_infinitive(sentence, end + 1))
            or word in table.interrogatives
            or word in table.coordinators
        ):
            return end
    return min(sentence.bound_after(at), at + NEAR)


def _spoken(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Verbs of speech, and what follows them without punctuation."""
    for verb in range(len(sentence) - 1):
        if sentence.speaks(verb) and not sentence.is_quoted(verb):
            at = verb + 1 + (sentence.words[verb + 1] in sentence.language.particles)
            if at < sentence.bound_after(verb):
                yield verb, at


def _begins_noun(sentence: Sentence, at: int) -> bool:
    """Whether a word may begin a noun: nothing speaks against it."""
    word, table = sentence.words[at], sentence.language
    return sentence.begins_subject(at) or not (
        word in table.prepositions
        or word in table.adverbs
        or word in table.objects
        or word in table.coordinators
        or word.endswith(table.adverb_endings)
        or sentence.is_auxiliary(at)
    )


def _has_verb(sentence: Sentence, at: int, end: int) -> bool:
    """Whether a subject has its verb up to a word, or behind an apposition from there on."""
    return any(map(sentence.is_auxiliary, range(at, end))) or sentence.resumes(end)


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
    if gap or word[0].isdigit() or sentence.is_participle(at):
        return True
    if sentence.bound_after(at) == at + 1 and not sentence.is_quoted(at + 1):
        return False
    if (
        sentence.begins_other(at)
        or sentence.begins_subject(at)
        or word in table.prepositions
        or word in table.adverbs
        or word.endswith(table.adverb_endings)
    ):
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
