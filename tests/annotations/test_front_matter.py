"""What says something of a text at its head, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations import identity
from annotations.document import decode
from annotations.front_data import front_data
from annotations.front_matter import front_matter
from annotations.locating import locate
from annotations.text import Text

YAML = """---
title: To the harbour
author: Doe, Jane
date: 2024-05-13
---
"""
BODY = "We will close our ports.\n\nNobody has to fear us.\n"


def said(head: str) -> dict[str, object] | None:
    """What front matter says; None where it is none."""
    text = Text.of(head + BODY)
    return front_data(text) if text.begin else None


def test_a_text_begins_behind_its_front_matter_and_offsets_count_it():
    text = Text.of(YAML + BODY)
    first = text.paragraph(0)
    assert first.text == "We will close our ports."
    assert first.start == text.begin == len(YAML)
    assert text.paragraph_count == 2
    assert text[first.start : first.end] == (YAML + BODY)[first.start : first.end] == first.text
    assert text.paragraph_at(3).index == 0


def test_offsets_behind_front_matter_are_code_points():
    head = "---\ntitle: Häfen 🚢\n---\n"
    text = Text.of(head + BODY)
    assert text.begin == len(head)
    assert text[text.begin : text.begin + 7] == "We will"


def test_front_matter_does_not_decide_whether_lines_are_wrapped():
    lines = "\n".join(["a line of prose that was broken to fit the page it is on and"] * 30)
    assert Text.of(lines).hard_wrapped
    assert Text.of("---\ntitle: A\nnote:\n" + "  - short\n" * 300 + "---\n" + lines).hard_wrapped


def test_a_document_has_the_data_of_its_front_matter_and_of_people_before_that():
    reading = decode((YAML + BODY).encode())
    document = identity.new_document("a.md", reading)
    assert document.metadata["title"] == "To the harbour"

    own = replace(document, metadata={"title": "", "publisher": "The Harbour"})
    again = identity.recognise("a.md", reading, [own], lambda path: True).document
    assert again.metadata == {**document.metadata, "title": "", "publisher": "The Harbour"}


def test_a_quote_is_not_looked_for_in_front_matter():
    text = Text.of("---\ntitle: close our ports\n---\n" + BODY)
    assert locate(text, ["close our ports"]).start == text.begin + len("We will ")


@pytest.mark.parametrize(
    ("head", "data"),
    [
        (
            YAML,
            {
                "title": "To the harbour",
                "author": [{"family": "Doe", "given": "Jane"}],
                "issued": {"date-parts": [[2024, 5, 13]]},
            },
        ),
        ("---\ntitle: A\n...\n", {"title": "A"}),
        ("---  \ntitle: A\n---\t\n", {"title": "A"}),
        ("---\nTitle: A\nAuthor: Acme\n---\n", {"title": "A", "author": [{"literal": "Acme"}]}),
        ("---\ntitle: 'A: b'\nlang: de\n---\n", {"title": "A: b", "language": "de"}),
        ("---\nlayout: post\ntags: [a, b]\n---\n", {}),
        (
            "---\nauthors:\n- Doe, Jane\n- Acme\n---\n",
            {"author": [{"family": "Doe", "given": "Jane"}, {"literal": "Acme"}]},
        ),
        (
            "---\nauthor:\n- name: Jane Doe\n  age: 7\n- {family: Roe, given: Rita}\n---\n",
            {"author": [{"literal": "Jane Doe"}, {"family": "Roe", "given": "Rita"}]},
        ),
        ("---\nauthor: {name: Acme}\n---\n", {"author": [{"literal": "Acme"}]}),
        (
            "---\nauthor: ['[[Jane Doe]]']\nsource: https://a.example/b\n---\n",
            {"author": [{"literal": "Jane Doe"}], "URL": "https://a.example/b"},
        ),
        ("---\ntitle: A\nsource: Reuters\n---\n", {"title": "A", "publisher": "Reuters"}),
        (
            "---\ntitle: A\ndate: 2024-05-13 10:00:00 +0200\n---\n",
            {"title": "A", "issued": {"date-parts": [[2024, 5, 13]]}},
        ),
        ("---\ntitle: A\ndate: 2024-02-31\n---\n", {"title": "A"}),
        ("---\ntitle: A\ndate: today\n---\n", {"title": "A"}),
        ("---\ntitle: A\nurl: javascript:alert(1)\n---\n", {"title": "A"}),
        ("---\ntitle: ~\nauthor: null\npublisher:\n---\n", {}),
        ("---\ntitle: [A, B]\n---\n", {}),
        ("---\ntitle: !!python/object/apply:os.system ['false']\n---\n", {}),
        (
            '+++\ntitle = "A"\ndate = 2024-05-13\n+++\n',
            {"title": "A", "issued": {"date-parts": [[2024, 5, 13]]}},
        ),
        ("+++\ndate = 2024-05-13T10:00:00Z\n+++\n", {"issued": {"date-parts": [[2024, 5, 13]]}}),
        (
            "+++\ntitle = 1984\nauthors = ['Doe, Jane']\n[extra]\nx = 1\n+++\n",
            {"title": "1984", "author": [{"family": "Doe", "given": "Jane"}]},
        ),
    ],
)
def test_front_matter_says_what_is_known_in_the_names_of_csl(head, data):
    assert said(head) == data


@pytest.mark.parametrize(
    "head",
    [
        "",
        "---\n",
        "---\n---\n",
        "---\n\n---\n",
        "---\nOne thing is true.\n---\n",
        "---\nSpeaker One: We will close our ports.\n---\n",
        "---\n- a\n- b\n---\n",
        "---\ntitle: A\n",
        "---\ntitle: A\n----\n",
        "--- \u00a0\ntitle: A\n---\n",
        "----\ntitle: A\n---\n",
        " ---\ntitle: A\n---\n",
        "\n---\ntitle: A\n---\n",
        "---\ntitle: A\ntitle: B\n---\n",
        "---\ntitle: &a A\nauthor: *a\n---\n",
        "---\ntitle: 'A\n---\n",
        "---\ntitle: A\x00\n---\n",
        "---\ntitle: A: b: c\n---\n",
        "---\n? [a]\n: b\n---\n",
        '+++\ntitle = "A"\ntitle = "B"\n+++\n',
        '+++\ntitle = "A\n+++\n',
        "+++\ndate = 2024-02-31\n+++\n",
        '+++\ntitle = "A"\n---\n',
        "---\ntitle: A\n" + "# x\n" * 20_000 + "---\n",
        "---\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n",
        "---\na: " + "{" * 10_000 + "\n---\n",
        "---\n" + "- " * 10_000 + "\n---\n",
        "+++\na = " + "[" * 10_000 + "]" * 10_000 + "\n+++\n",
        '+++\ntitle = "A"\n' + "a." * 15_000 + "a = 1\n+++\n",
        "---\na: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9)) + "---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(head):
    assert said(head) is None
    assert Text.of(head + BODY).begin == 0


def test_bytes_that_are_not_utf8_are_no_front_matter():
    assert not front_matter(b"---\ntitle: \xff\n---\n" + BODY.encode()).size


def test_front_matter_without_a_text_behind_it_is_text():
    assert Text.of(YAML).begin == Text.of(YAML + " \n\n").begin == 0


line = st.text(max_size=30) | st.sampled_from(
    [
        "title: A",
        "a: [b",
        "- c",
        "? d",
        "date: 2024-05-13",
        "x: !!set {a}",
        "%YAML 1.1",
        "\\U110000",
        'title = "A"',
        "[a.b]",
        "a.b = {c = 1}",
        '"\\UFFFFFFFF": 1',
        'a: "\\UFFFFFFFF"',
        "a: |2-",
        "&x",
    ]
)


@given(st.sampled_from(["---", "+++"]), st.lists(line, max_size=8))
@example("---", ['a: "\\UFFFFFFFF"'])
def test_whatever_stands_at_the_head_of_a_text_nothing_of_it_is_lost(fence, lines):
    whole = "\n".join([fence, *lines, fence, BODY])
    text = Text.of(whole)
    assert text[0 : len(text)] == whole.replace("\r\n", "\n").replace("\r", "\n")
    if text.begin:
        closing = text[: text.begin].rstrip().split("\n")[-1]
        assert closing in ("---", "...", "+++")
        assert text.paragraph(0).start >= text.begin
