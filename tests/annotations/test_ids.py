"""Identifiers: unique, in order, and the same in letters and numbers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import ids
from tests.annotations.strategies import SOME

numbers = st.integers(0, 2**63 - 1)


def test_new_ids_are_unique_and_in_order_even_within_a_millisecond():
    made = [ids.new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_a_new_id_says_when_it_was_made():
    before = time.time_ns() // 1_000_000
    made = ids.number(ids.new_id()) >> 22
    assert before - 1 <= made <= time.time_ns() // 1_000_000 + 1


def test_ids_stay_in_order_when_the_clock_goes_back(monkeypatch):
    first = ids.new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert ids.new_id() > first


@SOME
@given(numbers)
def test_a_number_comes_back_from_its_letters(number):
    letters = ids.letters(number)
    assert len(letters) == 13
    assert ids.number(letters) == number


@SOME
@given(numbers, numbers)
def test_letters_sort_like_their_numbers(one, other):
    assert (ids.letters(one) < ids.letters(other)) == (one < other)


@pytest.mark.parametrize("number", [-1, 2**63])
def test_a_number_that_no_record_can_have_has_no_letters(number):
    with pytest.raises(ValueError, match="not a record number"):
        ids.letters(number)


@pytest.mark.parametrize("id", ["", "0" * 12, "0" * 14, "0" * 12 + "u", "0" * 12 + "A", "z" * 13])
def test_what_is_no_id_has_no_number(id):
    with pytest.raises(ValueError, match="not a record id"):
        ids.number(id)


def test_the_id_of_a_document_depends_on_its_path_and_its_text():
    made = {ids.document_id(path, sha) for path in ("a", "b") for sha in ("1" * 64, "2" * 64)}
    assert len(made) == 4
    assert all(len(id) == 16 and int(id, 16) for id in made)


def test_an_id_that_is_taken_is_not_given_again():
    taken: list[str] = []
    for _ in range(5):
        id = ids.document_id("a", "1" * 64, taken)
        assert id not in taken
        taken.append(id)
    assert taken[0] == ids.document_id("a", "1" * 64)


def test_a_file_name_that_is_not_utf_8_makes_an_id_too():
    assert ids.document_id("caf\udce9.txt", "1" * 64) != ids.document_id("cafe.txt", "1" * 64)
