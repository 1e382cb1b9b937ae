"""What the rules know of a language: a table each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Language:
    verbs: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    persons_only: frozenset[str]
    persons: frozenset[str]
    complementizers: frozenset[str]
    negations: frozenset[str]
    with_to: frozenset[str]
    prepositions: dict[str, frozenset[str]]
    not_a_source: frozenset[str]
    coordinators: frozenset[str]
    determined: frozenset[str]
    asides: frozenset[str]


@cache
def language(code: str) -> Language:
    data = tomllib.loads((files("annotations.languages") / "en.toml").read_text())

    def groups(table):
        found = {}
        for group, words in table.items():
            for word in words.split():
                found[word] = found.get(word, frozenset()) | {group}
        return found

    w = data["words"]
    pre = {}
    for p, words in data["prepositions"].items():
        for word in words.split():
            pre[word] = pre.get(word, frozenset()) | {p}
    return Language(
        groups(data["verbs"]),
        groups(data["nouns"]),
        prepositions=pre,
        **{k: frozenset(v.split()) for k, v in w.items()},
    )
