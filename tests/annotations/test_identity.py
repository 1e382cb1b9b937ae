"""Which document is this file?"""

from __future__ import annotations

from dataclasses import replace

from annotations.document import Document, decode
from annotations.identity import Recognised, recognise
from tests.annotations.examples import document

FIRST = document("statement.txt", "We will pay.")


def recognised(path: str, text: str, known: list[Document], files: set[str]) -> Recognised:
    return recognise(path, decode(text.encode()), known, files.__contains__)


def test_an_unchanged_file_is_the_document_that_was_marked():
    found = recognised("statement.txt", "We will pay.", [FIRST], {"statement.txt"})
    assert found == Recognised(FIRST, None, ())


def test_a_file_that_nobody_marked_is_a_new_document():
    found = recognised("other.txt", "They will pay.", [FIRST], {"statement.txt", "other.txt"})
    assert found.document.path == "other.txt"
    assert found.document.id != FIRST.id
    assert (found.renamed_from, found.earlier) == (None, ())


def test_a_renamed_file_is_the_same_document():
    found = recognised("renamed.txt", "We will pay.", [FIRST], {"renamed.txt"})
    assert found.document.id == FIRST.id
    assert found.document.path == "renamed.txt"
    assert found.document.title == "renamed.txt"
    assert found.renamed_from == "statement.txt"


def test_a_file_moved_to_another_folder_is_the_same_document():
    found = recognised("2024/statement.txt", "We will pay.", [FIRST], {"2024/statement.txt"})
    assert found.document.id == FIRST.id
    assert found.document.path == "2024/statement.txt"
    assert found.document.title == "statement.txt"
    assert found.renamed_from == "statement.txt"


def test_an_edited_file_is_a_new_document_and_the_marked_one_is_an_earlier_state_of_it():
    found = recognised("statement.txt", "We will not pay.", [FIRST], {"statement.txt"})
    assert found.document.id != FIRST.id
    assert found.document.path == "statement.txt"
    assert found.renamed_from is None
    assert found.earlier == (FIRST,)


def test_a_file_edited_back_is_the_document_that_it_was():
    edited = document("statement.txt", "We will not pay.")
    found = recognised("statement.txt", "We will pay.", [edited, FIRST], {"statement.txt"})
    assert found == Recognised(FIRST, None, (edited,))


def test_of_several_earlier_states_the_latest_comes_last():
    states = [document("statement.txt", f"State {number}.") for number in range(3)]
    first, second, third = (
        replace(state, added=f"2024-01-0{day}T00:00:00Z")
        for state, day in zip(states, (3, 1, 2), strict=True)
    )
    found = recognised("statement.txt", "Now.", [first, second, third, FIRST], {"statement.txt"})
    assert found.earlier == (FIRST, second, third, first)


def test_a_copy_is_a_document_of_its_own():
    found = recognised("copy.txt", "We will pay.", [FIRST], {"statement.txt", "copy.txt"})
    assert found.document.id != FIRST.id
    assert found.renamed_from is None


def test_two_marked_copies_stay_two_documents():
    copy = document("copy.txt", "We will pay.")
    files = {"statement.txt", "copy.txt"}
    for known in ([FIRST, copy], [copy, FIRST]):
        assert recognised("copy.txt", "We will pay.", known, files).document == copy
        assert recognised("statement.txt", "We will pay.", known, files).document == FIRST


def test_a_copy_at_the_old_path_of_a_renamed_file_is_a_document_of_its_own():
    renamed = replace(FIRST, path="renamed.txt")
    files = {"statement.txt", "renamed.txt"}
    found = recognised("statement.txt", "We will pay.", [renamed], files)
    assert found.document.path == "statement.txt"
    assert found.document.id != renamed.id


def test_of_two_copies_that_are_gone_the_one_of_the_same_name_was_moved():
    copy = document("copy.txt", "We will pay.")
    for known in ([FIRST, copy], [copy, FIRST]):
        found = recognised("new/copy.txt", "We will pay.", known, {"new/copy.txt"})
        assert found.document.id == copy.id
        assert found.renamed_from == "copy.txt"


def test_a_document_is_described_by_its_file():
    text = "\ufeffWe will pay.\r\nSoon.\r\n"
    found = recognised("a/b.txt", text, [], {"a/b.txt"}).document
    assert (found.title, found.encoding, found.newline, found.bom) == (
        *("b.txt", "utf-8", "crlf", True),
    )
    assert found.length == len("We will pay.\nSoon.\n")
    assert found.added == ""


def test_the_id_of_a_document_is_the_same_on_every_machine():
    assert FIRST.id == document("statement.txt", "We will pay.").id == "c67326d4a281aa1a"
