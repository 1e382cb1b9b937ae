"""The words of a language by which quotations and clauses are told, and how its table is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from annotations.errors import BadLanguage
from annotations.toml import BrokenToml, Lines, parsed

Words = frozenset[str]
"""Forms in lower case, with straight apostrophes."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language that clauses hang on; without a table, none."""

    code: str
    """ISO 639 code, such as `en`; whatever was asked for where there is no table."""
    speech: Words = frozenset()
    """All forms of verbs of speech, those of `threat`, `commitment` and `allegation` included."""
    threat: Words = frozenset()
    """Verbs and nouns by which threats are reported."""
    commitment: Words = frozenset()
    """Verbs and nouns by which commitments are reported."""
    allegation: Words = frozenset()
    """Verbs and nouns by which allegations are reported."""
    speech_nouns: Words = frozenset()
    """Nouns that what was said may follow: *threat*, *promise*, *accusations*."""
    after_person: Words = frozenset()
    """Forms that are speech only behind a person: *quote*, *charge*."""
    persons: Words = frozenset()
    """Nouns of people and bodies that speak."""
    titles: Words = frozenset()
    """Abbreviations before a name, whose full stop ends no sentence."""
    governed: frozenset[tuple[str, str]] = frozenset()
    """A verb or noun of speech and the preposition behind which its content begins."""
    governing: Words = frozenset()
    """The verbs and nouns of those."""
    complementizers: Words = frozenset()
    """What content begins behind: *that*."""
    infinitives: Words = frozenset()
    """What content begins with: *to*."""
    with_object: Words = frozenset()
    """Verbs of speech whose object may be what was said: *promise* a ferry."""
    indefinites: Words = frozenset()
    """What such an object begins with: *a*."""
    particles: Words = frozenset()
    """What belongs to the verb before it: rule *out*."""
    without_infinitive: Words = frozenset()
    """Verbs of speech whose infinitive is not what was said: *expect*."""
    negations: Words = frozenset()
    """What may stand before an infinitive and belongs to it: *not*."""
    subordinators: tuple[tuple[str, ...], ...] = ()
    """What a clause begins with, always; longer ones first."""
    subordinating: Words = frozenset()
    """The first words of those."""
    conditions: Words = frozenset()
    """What begins a clause that belongs to what is said even behind a comma."""
    clause_subordinators: Words = frozenset()
    """What begins a clause only where a verb follows: *after*, *before*."""
    relatives: Words = frozenset()
    """*which*, *who*: a preposition before them belongs to them."""
    interrogatives: Words = frozenset()
    """*what*, *how*: a question in the sentence begins there."""
    modifiers: Words = frozenset()
    """What belongs to a subordinator behind it: *even* if."""
    coordinators: Words = frozenset()
    """What joins clauses and starts none: *and*."""
    pronouns: Words = frozenset()
    """Those that are only ever a subject."""
    other_pronouns: Words = frozenset()
    """Those that may be a subject."""
    determiners: Words = frozenset()
    """What a noun with its article and the like begins with."""
    adverbs: Words = frozenset()
    """What may stand between *that* and its clause."""
    prepositions: Words = frozenset()
    """Prepositions."""
    auxiliaries: Words = frozenset()
    """Forms that make a clause finite, contracted ones included."""
    verbs: Words = frozenset()
    """Other finite forms that are told by no ending."""
    contracted: tuple[str, ...] = ()
    """Endings of a word that is contracted with an auxiliary: *'ll*."""
    finite_endings: tuple[str, ...] = ()
    """Endings of finite verbs: *ed*."""
    participles: tuple[str, ...] = ()
    """Endings of participles that begin a clause: *ing*."""
    plurals: Words = frozenset()
    """Plurals, and nouns that stand without an article, told by no ending."""
    plural_endings: tuple[str, ...] = ()
    """Endings of plurals: *s*."""
    singular_endings: tuple[str, ...] = ()
    """Endings of singulars that look like those: *ss*."""
    adverb_endings: tuple[str, ...] = ()
    """Endings of adverbs: *ly*."""
    objects: Words = frozenset()
    """Pronouns that are no subject: *them*."""
    sources: tuple[tuple[str, ...], ...] = ()
    """What names a source without a verb of speech: *according to*."""
    hearsay: Words = frozenset()
    """What marks a statement as somebody else's: *allegedly*."""
    elisions: Words = frozenset()
    """Words before which an apostrophe opens nothing: *'tis*."""

    def of_tag(self, tag: str) -> Words:
        """Verbs and nouns of speech that report what a tag marks; none for tags unknown here."""
        groups: dict[str, Words] = {group: getattr(self, group) for group in _GROUPS}
        return groups.get(tag, frozenset())

    @property
    def known(self) -> bool:
        """Whether there is a table of it."""
        return bool(self.speech)


_GROUPS = ("threat", "commitment", "allegation")
_FIELDS = {field.name for field in fields(Language)} - {"code"}
_ENDINGS = {name for name in _FIELDS if name.endswith("endings")} | {"contracted", "participles"}
_CODE = re.compile(r"[a-z]{2,3}(?![a-z0-9])")


def read(code: str) -> Language:
    """The table for a code such as `en` or `en-GB`, an empty one where there is none."""
    found = _CODE.match(code.lower())
    if found:
        source = resources.files(__package__) / f"{found[0]}.toml"
        if source.is_file():
            name = Path("annotations", "languages", source.name)
            return parse(source.read_text("utf-8"), name, found[0])
    return Language(code)


def parse(source: str, path: Path, code: str) -> Language:
    """The language that a TOML source describes. Raises BadLanguage with the line of the fault."""
    try:
        data = parsed(source)
    except BrokenToml as error:
        raise BadLanguage(path, error.line, error.reason) from error
    return _Table(data, path, Lines(source)).language(code)


class _Table:
    """Checks what TOML brought and says where it is wrong."""

    def __init__(self, data: Mapping[str, Any], path: Path, lines: Lines) -> None:
        self.data = data
        self.path = path
        self.lines = lines

    def language(self, code: str) -> Language:
        verbs = {group: self.words("speech_verbs", group) for group in (*_GROUPS, "other")}
        nouns = {group: self.words("speech_nouns", group) for group in (*_GROUPS, "other")}
        governed = self.governed()
        subordinators = self.phrases("subordinators")
        values: dict[str, Any] = {
            "speech": frozenset(word for words in verbs.values() for word in words),
            "speech_nouns": frozenset(word for words in nouns.values() for word in words),
            "governed": frozenset(governed),
            "governing": frozenset(word for word, _ in governed),
            "subordinators": subordinators,
            "subordinating": frozenset(words[0] for words in subordinators),
            "sources": self.phrases("sources"),
        } | {group: frozenset((*verbs[group], *nouns[group])) for group in _GROUPS}
        derived = {"speech", "governing", "subordinating", *_GROUPS}
        if unknown := sorted(self.data.keys() - (_FIELDS - derived) - {"speech_verbs"}):
            raise self.fault("is not a list that is looked at", unknown[0])
        for name in sorted(_FIELDS - values.keys()):
            values[name] = (tuple if name in _ENDINGS else frozenset)(self.words(name))
        return Language(code, **values)

    def phrases(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The words of each string of a list."""
        return tuple(tuple(each.split()) for each in self.list(name))

    def governed(self) -> list[tuple[str, str]]:
        """Every form with its preposition."""
        table = self.data.get("governed")
        if not isinstance(table, dict):
            raise self.fault("has to be a table of lists", "governed")
        return [
            (word, preposition)
            for preposition in table
            for word in self.words("governed", preposition)
        ]

    def words(self, *names: str) -> tuple[str, ...]:
        """Every word of a list, in whose strings several may stand."""
        return tuple(word for string in self.list(*names) for word in string.split())

    def list(self, *names: str) -> list[str]:
        """A list of strings in lower case."""
        value: Any = self.data
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        if not isinstance(value, list) or not value:
            raise self.fault("has to be a list of words", *names)
        for each in value:
            if not isinstance(each, str) or not each.strip() or each != each.lower():
                raise self.fault(f"holds {each!r}, which is not a word in lower case", *names)
        return value

    def fault(self, reason: str, *names: str) -> BadLanguage:
        """What is wrong with an entry, and where."""
        return BadLanguage(self.path, self.lines.of(*names), f"{'.'.join(names)} {reason}")
