"""Which marks are meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.filtering import EVERYTHING, Filter
from annotations.formats import Mark
from tests.annotations.examples import DOCUMENT, mark

MARK = Mark(mark("harbour open", modified="2026-03-01T10:00:00.000Z"), DOCUMENT)


def at(path: str) -> Mark:
    return Mark(MARK.annotation, replace(DOCUMENT, path=path))


def test_an_empty_filter_takes_every_mark():
    assert EVERYTHING.takes(MARK)
    assert Filter().takes_document("anything at all")


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(tags=frozenset({"threat"})),
        Filter(tags=frozenset({"commitment", "threat"})),
        Filter(annotators=frozenset({"ana"})),
        Filter(since="2026-03-01T10:00:00.000Z"),
        Filter(since="2026-03-01"),
        Filter(documents=("statement.txt",)),
        Filter(documents=("other.txt", "*.txt")),
    ],
)
def test_a_mark_that_fulfils_a_filter_is_taken(wanted):
    assert wanted.takes(MARK)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(tags=frozenset({"commitment"})),
        Filter(tags=frozenset({"Threat"})),
        Filter(annotators=frozenset({"ben"})),
        Filter(since="2026-03-01T10:00:00.001Z"),
        Filter(documents=("statement",)),
        Filter(tags=frozenset({"threat"}), annotators=frozenset({"ben"})),
    ],
)
def test_a_mark_that_fails_one_condition_is_not(wanted):
    assert not wanted.takes(MARK)


@pytest.mark.parametrize("folder", ["letters", "letters/", "letters/2026", "letters/*", "l*/*.txt"])
def test_a_folder_means_what_is_in_it(folder):
    assert Filter(documents=(folder,)).takes(at("letters/2026/a.txt"))


@pytest.mark.parametrize("folder", ["letter", "2026", "a.txt", "letters/2026/a.tx"])
def test_a_part_of_a_name_means_nothing(folder):
    assert not Filter(documents=(folder,)).takes(at("letters/2026/a.txt"))
