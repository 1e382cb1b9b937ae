"""Documents cited as Chicago and APA want it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.citation import apa, chicago, family_names, year
from annotations.document import Document
from tests.annotations.examples import DOCUMENT
from tests.annotations.strategies import SOME

ANA = {"given": "Ana", "family": "Bo"}
LI = {"given": "Li", "family": "Wu"}
MAX = {"given": "Max", "family": "Ito"}
TOWN = {"literal": "The Town"}
MAY = {"date-parts": [[2024, 5, 1]]}
URL = "https://a.example/b"


def about(**data: Any) -> Document:
    """A document of which this is known."""
    return replace(DOCUMENT, metadata=data)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (
            {"author": [ANA], "title": "A", "publisher": "P", "issued": MAY, "URL": URL},
            "Ana Bo, “A,” P, May 1, 2024, https://a.example/b.",
        ),
        ({"author": [ANA], "title": "A", "publisher": "P"}, "Ana Bo, “A,” P."),
        ({"author": [ANA], "title": "A", "issued": MAY}, "Ana Bo, “A,” May 1, 2024."),
        ({"author": [ANA], "title": "A"}, "Ana Bo, “A.”"),
        ({"title": "A", "URL": URL}, "“A,” https://a.example/b."),
        ({"author": [ANA]}, "Ana Bo, “statement.txt.”"),
        ({}, "“statement.txt.”"),
        ({"author": [ANA, LI], "title": "A"}, "Ana Bo and Li Wu, “A.”"),
        ({"author": [ANA, LI, MAX], "title": "A"}, "Ana Bo et al., “A.”"),
        ({"author": [TOWN], "title": "A"}, "The Town, “A.”"),
        ({"author": [TOWN], "title": "A", "publisher": "The Town"}, "The Town, “A.”"),
        ({"author": "Ana Bo", "title": "A"}, "Ana Bo, “A.”"),
        ({"author": [{"given": "Ana"}], "title": "A"}, "Ana, “A.”"),
        ({"title": "A", "publisher": "P & Co."}, "“A,” P & Co."),
    ],
)
def test_a_chicago_note_has_what_is_known(data, note):
    assert chicago(about(**data)) == note


@pytest.mark.parametrize(
    ("issued", "accessed", "note"),
    [
        ({"date-parts": [[2024, 5]]}, None, "“A,” May 2024."),
        ({"date-parts": [[2024]]}, None, "“A,” 2024."),
        ({"date-parts": [["2024", "5", "1"]]}, None, "“A,” May 1, 2024."),
        ({"date-parts": [[2024, 5, 1], [2024, 6, 2]]}, None, "“A,” May 1, 2024–June 2, 2024."),
        ({"date-parts": [[2024, 21]]}, None, "“A,” 2024."),
        ({"date-parts": [[2024, 5, 40]]}, None, "“A,” May 2024."),
        ({"date-parts": []}, None, "“A.”"),
        ({"raw": "spring 2024"}, None, "“A,” spring 2024."),
        ("2024-05-01", None, "“A,” May 1, 2024."),
        ("around 1900", None, "“A,” around 1900."),
        (None, MAY, "“A,” accessed May 1, 2024."),
        (MAY, {"date-parts": [[2025]]}, "“A,” May 1, 2024."),
        (7, ["x"], "“A,” accessed x."),
    ],
)
def test_the_day_of_access_stands_for_a_date_that_is_not_known(issued, accessed, note):
    assert chicago(about(title="A", issued=issued, accessed=accessed)) == note


@pytest.mark.parametrize(
    ("title", "alone", "before_more"),
    [
        ("Who Pays?", "“Who Pays?”", "“Who Pays?,” P."),
        ("We Stay!", "“We Stay!”", "“We Stay!,” P."),
        ("We stay.", "“We stay.”", "“We stay,” P."),
        ("We stay…", "“We stay…”", "“We stay…,” P."),
        ("Made in the U.S.", "“Made in the U.S.”", "“Made in the U.S.,” P."),
        ("Acme Inc.", "“Acme Inc.”", "“Acme Inc.,” P."),
        ("The “Deal”", "“The ‘Deal.’”", "“The ‘Deal,’” P."),
        ('The "Deal" Now', "“The ‘Deal’ Now.”", "“The ‘Deal’ Now,” P."),
        ("“We Will Stay”", "“‘We Will Stay.’”", "“‘We Will Stay,’” P."),
        ("“Who Pays?”", "“‘Who Pays?’”", "“‘Who Pays?,’” P."),
        ("The Towns’", "“The Towns’.”", "“The Towns’,” P."),
        ("Two\n  lines", "“Two lines.”", "“Two lines,” P."),
    ],
)
def test_punctuation_stands_before_the_marks_that_close_a_title(title, alone, before_more):
    assert chicago(about(title=title)) == alone
    assert chicago(about(title=title, publisher="P")) == before_more


@pytest.mark.parametrize(
    ("data", "citation"),
    [
        ({"author": [ANA], "issued": MAY}, "(Bo, 2024, para. 3)"),
        ({"author": [ANA, LI], "issued": MAY}, "(Bo & Wu, 2024, para. 3)"),
        ({"author": [ANA, LI, MAX], "issued": MAY}, "(Bo et al., 2024, para. 3)"),
        ({"author": [TOWN], "issued": MAY}, "(The Town, 2024, para. 3)"),
        ({"author": [ANA]}, "(Bo, n.d., para. 3)"),
        ({"title": "Who Pays?", "issued": MAY}, "(“Who Pays?,” 2024, para. 3)"),
        ({"title": "The “Deal”", "author": [{}]}, "(“The ‘Deal,’” n.d., para. 3)"),
    ],
)
def test_an_apa_citation_has_names_year_and_paragraph(data, citation):
    assert apa(about(**data), "3") == citation


def test_without_a_text_an_apa_citation_has_no_paragraph():
    assert apa(about(author=[ANA], issued=MAY)) == "(Bo, 2024)"


def test_what_has_no_name_at_all_is_cited_by_what_is_left():
    nameless = replace(DOCUMENT, title="", metadata={"issued": MAY})
    assert (chicago(nameless), apa(nameless, "3")) == ("May 1, 2024.", "(2024, para. 3)")
    assert chicago(replace(DOCUMENT, title="")) == ""


@pytest.mark.parametrize(
    ("people", "names"),
    [([], ""), ([ANA], "Bo"), ([ANA, LI], "Bo and Wu"), ([ANA, LI, TOWN], "Bo et al.")],
)
def test_family_names_are_those_of_two_authors_at_most(people, names):
    assert family_names(about(author=people)) == names


@pytest.mark.parametrize(
    ("issued", "said"), [(MAY, "2024"), ("spring 1999", "1999"), ("long ago", "long ago"), ({}, "")]
)
def test_a_year_is_found_in_any_date(issued, said):
    assert year(about(issued=issued)) == said


anything = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "raw"]), inside
        )
    ),
    max_leaves=8,
)


@SOME
@given(st.dictionaries(st.sampled_from(["title", "author", "issued", "accessed", "URL"]), anything))
def test_data_of_any_shape_make_a_citation(data):
    document = about(**data)
    assert "\n" not in chicago(document) + apa(document) + family_names(document)
