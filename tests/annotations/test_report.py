"""The report, read by a strict reader of HTML; what a browser makes of it is in `tests/browser`."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import Any

import html5lib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.color_triplet import ColorTriplet

from annotations import formats
from annotations.codebook import Codebook, Tag, built_in
from annotations.document import Document
from annotations.formats.html import colours, texts
from annotations.formats.html.inert import linked
from annotations.text import Text
from tests.annotations.reports import (
    BRIEFING,
    HARM,
    WRAPPED,
    Marked,
    export,
    hostile,
    page_of,
    paragraphs,
    words_of,
    written,
)
from tests.annotations.strategies import FEW, SOME, spans, strings
from tui import tints
from tui.contrast import contrast

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer"),
    *("section", "article", "h1", "h2", "h3", "h4", "p", "div", "ul", "li", "dl", "dt", "dd"),
    *("table", "tbody", "caption", "tr", "th", "td", "svg", "rect", "figure", "figcaption"),
    *("blockquote", "a", "b", "bdi", "span", "mark", "details", "summary"),
}
ATTRIBUTES = {
    *("id", "class", "href", "rel", "lang", "dir", "title", "role", "scope", "aria-label"),
    *("aria-labelledby", "data-label", "charset", "http-equiv", "content", "name"),
    *("viewBox", "preserveAspectRatio", "x", "width", "height"),
}
ODD = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
"""Kinds of characters that a page may show by a sign."""


class Page:
    """A report as a browser without a screen reads it."""

    def __init__(self, source: str) -> None:
        source.encode()  # no half of a pair is left
        self.root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(source)

    def all(self, path: str) -> list[Any]:
        return self.root.findall(path)

    def texts(self, path: str) -> list[str]:
        return ["".join(each.itertext()) for each in self.all(path)]

    def paragraphs(self) -> list[str]:
        return self.texts(".//div[@class='text']//p")

    def marked(self) -> dict[str, str]:
        """The words of each mark that is drawn, by its label."""
        found: dict[str, str] = defaultdict(str)
        for each in self.all(".//div[@class='text']//mark"):
            found[each.get("title")] += "".join(each.itertext())
        return found

    def sheet(self) -> str:
        (sheet,) = self.texts(".//style")
        return sheet


def alike(shown: str, meant: str) -> bool:
    """Whether words are shown as they are, but for characters that cannot be."""
    return len(shown) == len(meant) and all(
        one == other or unicodedata.category(other) in ODD
        for one, other in zip(shown, meant, strict=True)
    )


# What it holds


def test_a_report_shows_the_texts_as_they_are():
    page = Page(written(BRIEFING, WRAPPED))
    assert page.paragraphs() == [*paragraphs(BRIEFING.text), *paragraphs(WRAPPED.text)]


def test_the_words_of_each_mark_are_marked():
    assert Page(written(BRIEFING, WRAPPED)).marked() == {
        "C1": "Whoever pays may sail",
        "T2": "If one ship passesthe lights will be put out",
        "A3": "He denied that his men took bribes and forged the log",
        "A4": "his men took bribes",
        "A5": "bribes and forged the log of the harbour",
        "C6": "forged",
        "T7": "no blank\none. We will close",
    }


@st.composite
def marked_texts(draw: st.DrawFn, most: int) -> Marked:
    """A text of anything with marks that lie anyhow."""
    document = Marked.of("any.txt", draw(strings))
    assume(document.text.paragraph_count)
    for tag in draw(st.lists(st.sampled_from(["threat", "other"]), min_size=1, max_size=most)):
        where = sorted(draw(st.lists(spans(document.text), min_size=1, max_size=2)))
        apart = where[:1] + [span for span in where[1:] if span[0] > where[0][1]]
        document = document.at(*apart, tag=tag)
    return document


@SOME
@given(marked_texts(most=3))
def test_any_words_of_any_marks_are_marked(document):
    marked = Page(written(document)).marked()
    expected = {
        f"{'T' if mark.tag == 'threat' else '?'}{number}": words
        for number, mark in enumerate(document.annotations, 1)
        if (words := words_of(mark, document.text))
    }
    assert marked.keys() == expected.keys()
    assert all(alike(marked[label], words) for label, words in expected.items())


@SOME
@given(marked_texts(most=12))
def test_any_text_under_any_marks_is_shown_as_it_is(document):
    shown = Page(written(document)).paragraphs()
    expected = list(paragraphs(document.text))
    for one, other in zip(shown, expected, strict=False):
        assert alike(one, other)
    assert [*filter(None, shown[len(expected) :])] == []


@SOME
@given(marked_texts(most=12))
def test_every_link_leads_somewhere_and_no_two_places_have_one_name(document):
    page = Page(written(document))
    ids = [each.get("id") for each in page.all(".//*[@id]")]
    assert len(ids) == len(set(ids))
    targets = {each.get("href")[1:] for each in page.all(".//a")}
    assert targets <= set(ids)
    numbers = range(1, len(document.annotations) + 1)
    assert {f"{kind}{number}" for kind in "mq" for number in numbers} <= targets


def test_no_more_lines_are_drawn_than_fit_below_the_words():
    document = Marked.of("deep.txt", "x" * 400)
    for depth in range(150):
        document = document.at((depth, 400 - depth))
    source = written(document)
    assert re.findall("(?:<mark[^>]*>){5}", source) == []
    assert len(re.findall("(?:<mark[^>]*>){4}", source)) > 100


def test_marks_that_meet_are_drawn_in_lanes_of_their_own():
    document = Marked.of("a.txt", "one two three four").at((0, 18)).at((4, 13)).at((14, 18))
    assert re.findall(r'<mark class="t0 (l\d)" title="(T\d)">', written(document)) == [
        *[("l0", "T1"), ("l0", "T1"), ("l1", "T2")],
        *[("l0", "T1"), ("l0", "T1"), ("l1", "T3")],
    ]


def test_quotations_stand_under_their_tag_and_their_speaker():
    page = Page(written(BRIEFING))
    headings = [
        ("".join(each.itertext()), each.tag)
        for each in page.all(".//section[@id='quotes']//*")
        if each.tag in ("h3", "h4", "blockquote")
    ]
    assert headings == [
        ("T Threat 1 quotation", "h3"),
        ("Mirela Tosk", "h4"),
        ("“If one ship passes … the lights will be put out”", "blockquote"),
        ("C Commitment 2 quotations", "h3"),
        ("Mirela Tosk", "h4"),
        ("“Whoever pays may sail”", "blockquote"),
        ("Nobody named", "h4"),
        ("“forged”", "blockquote"),
        ("A Allegation 3 quotations", "h3"),
        ("“He denied that his men took bribes and forged the log”", "blockquote"),
        ("“his men took bribes”", "blockquote"),
        ("“bribes and forged the log of the harbour”", "blockquote"),
    ]


def test_a_quotation_has_its_source_its_fields_and_its_note():
    page = Page(written(BRIEFING))
    assert page.texts(".//figure[@id='q2']/figcaption") == [
        "Mirela Tosk, Morvane Answers the Union, paragraph 3, March 15, 2024 · marked by ana"
    ]
    (fields,) = page.texts(".//figure[@id='q4']/dl/div")
    assert fields == "deniedyes"
    assert page.texts(".//figure[@id='q4']/p") == ["Denied.\nTwice."]


def test_who_marked_is_said_once_where_there_is_only_one():
    source = written(WRAPPED)
    assert "marked by" not in source
    assert "1 mark in 1 document, by <bdi>ana</bdi>" in source


def test_a_document_is_cited_with_a_link():
    page = Page(written(BRIEFING))
    source, file = page.texts(".//article/dl/div")
    assert source == (
        "SourceLena Okafor, “Morvane Answers the Union,” March 15, 2024, "
        "https://example.org/briefing?a=1&b=2."
    )
    assert file == "Filebriefing.txt"
    (link,) = page.all(".//article/dl//a")
    assert link.get("href") == "https://example.org/briefing?a=1&b=2"
    assert link.get("rel") == "noopener noreferrer nofollow"


def test_counts_are_bars_with_their_numbers():
    page = Page(written(BRIEFING, WRAPPED))
    assert page.texts(".//table/tbody/tr/th") == [
        *("T Threat", "C Commitment", "A Allegation"),
        *("Morvane Answers the Union", "wrapped.txt"),
    ]
    assert page.texts(".//td[@class='count']") == ["2", "2", "3", "6", "1"]
    titles = re.findall(r"<svg[^>]*role=\"img\"[^>]*><title>([^<]*)</title>", written(BRIEFING))
    assert titles == [
        *("Threat: 1 mark", "Commitment: 2 marks", "Allegation: 3 marks"),
        "Threat: 1 mark, Commitment: 2 marks, Allegation: 3 marks",
    ]


def test_documents_that_are_done_without_marks_are_counted_too():
    done = Document("c", "c.txt", "c.txt", "0" * 64, 5, done="2024-05-01T00:00:00Z")
    page = Page(written(WRAPPED, documents=[WRAPPED.document, done]))
    assert page.texts(".//table[2]/tbody/tr/th") == ["wrapped.txt", "c.txt done"]


def test_a_tag_that_is_retired_is_counted_as_long_as_it_has_marks():
    first, *others = built_in().tags
    retired = Codebook("", (replace(first, retired=True), *others))
    counted = Page(written(WRAPPED, codebook=retired)).texts(".//table[1]/tbody/tr/th")
    assert counted == ["T Threat", "C Commitment", "A Allegation"]
    none = Marked.of("a.txt", "We will pay.").on("pay", tag="commitment")
    counted = Page(written(none, codebook=retired)).texts(".//table[1]/tbody/tr/th")
    assert counted == ["C Commitment", "A Allegation"]


def test_a_report_without_marks_says_so():
    source = written()
    Page(source)
    assert "0 marks in 0 documents" in source


def test_the_same_marks_always_make_the_same_report():
    assert written(BRIEFING, WRAPPED) == written(BRIEFING, WRAPPED)


# Texts that are lost, changed or long


def test_where_a_text_is_lost_the_context_of_its_marks_is_shown():
    page = Page(written(WRAPPED, is_lost=True))
    gap, context = page.paragraphs()
    assert gap == "The text is not to be found; this is what stood around its marks."
    segment = WRAPPED.annotations[0].segments[0]
    assert context.strip() == f"…{segment.prefix}{segment.exact}{segment.suffix}…"
    assert page.marked() == {"T1": segment.exact}


def test_front_matter_is_not_shown_and_a_mark_in_it_leads_to_the_first_words():
    document = Marked.of("a.md", "---\ntitle: The Speech\n---\nWe will pay.").on("The Speech")
    page = Page(written(document))
    assert page.paragraphs() == ["We will pay."]
    assert [each.get("id") for each in page.all(".//div[@class='text']/p/a")] == ["m1"]


def test_two_states_of_a_document_are_told_apart():
    before = Marked.of("a.txt", "We will pay.").on("will pay")
    after = Marked.of("a.txt", "We shall pay.").on("shall pay")
    page = Page(written(before, after))
    assert page.paragraphs() == ["We will pay.", "We shall pay."]
    notes = [words for words in page.texts(".//article/p") if "was changed" in words]
    assert [before.text.sha256[:8] in notes[0], after.text.sha256[:8] in notes[1]] == [True, True]


def long_text(count: int) -> Marked:
    return Marked.of("long.txt", "\n\n".join(f"Paragraph {number}." for number in range(count)))


def test_a_long_stretch_without_marks_is_folded():
    page = Page(written(long_text(100).on("Paragraph 40.").on("Paragraph 52.")))
    assert page.texts(".//summary") == [
        "37 paragraphs without marks",
        "44 paragraphs without marks",
    ]
    assert page.paragraphs() == [f"Paragraph {number}." for number in range(100)]


def test_what_does_not_fit_is_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(texts, "ROOM", 1000)
    exported = export(long_text(100).on("Paragraph 40.").on("Paragraph 47."))
    page = Page(page_of(exported))
    assert exported.lost == {texts.LEFT_OUT: 37 + 49}
    shown = page.paragraphs()
    assert shown[0] == "37 paragraphs without marks left out"
    assert shown[1:-1] == [f"Paragraph {number}." for number in range(37, 51)]
    assert shown[-1] == "49 paragraphs without marks left out"


def test_a_short_document_behind_a_long_one_is_still_whole(monkeypatch):
    monkeypatch.setattr(texts, "ROOM", 1000)
    short = long_text(30).on("Paragraph 1.")
    shown = Page(written(long_text(100).on("Paragraph 40."), short)).paragraphs()
    assert shown[-30:] == list(paragraphs(short.text))


def test_texts_are_asked_for_one_at_a_time():
    many = [replace(long_text(30 + number).on("Paragraph 4.")) for number in range(20)]
    for number, each in enumerate(many):
        named = replace(each.document, id=str(number), path=f"{number}.txt")
        marks = tuple(replace(mark, document=str(number)) for mark in each.annotations)
        many[number] = replace(each, document=named, annotations=marks)
    exported = export(*many)
    asked: list[str] = []

    def text_of(document: Document) -> Text | None:
        asked.append(document.path)
        return exported.text_of(document)

    page_of(replace(exported, text_of=text_of))
    paths = [each.document.path for each in many]
    assert asked == paths * 2


# Hostile words


def test_a_hostile_report_holds_nothing_but_words():
    page = Page(page_of(hostile()))
    for each in page.root.iter():
        assert each.tag.rpartition("}")[2] in ELEMENTS
        assert set(each.attrib) <= ATTRIBUTES
    links = [each.get("href") for each in page.all(".//a")]
    assert all(link.startswith(("#", "http://127.0.0.1:9/link")) for link in links)


def test_hostile_words_are_shown():
    unseen = re.compile(r"[^\w<>/=\"']")
    words = unseen.sub("", "".join(Page(page_of(hostile())).texts(".//article")))
    for harm in HARM:
        assert unseen.sub("", harm.replace("PORT", "9")) in words


@SOME
@given(strings)
def test_any_words_anywhere_leave_a_report_whole(words):
    document = Marked.of("a.txt", "We will pay.", title=words, publisher=words, URL=words)
    document = replace(document, document=replace(document.document, path=words, title=words))
    document = document.on(
        "will", tag=words, note=words, annotator=words, fields={words: words, "speaker": words}
    )
    tag = Tag("threat", words, "", words, words, definition=words)
    page = Page(written(document, codebook=Codebook(words, (tag,))))
    assert {each.tag.rpartition("}")[2] for each in page.root.iter()} <= ELEMENTS
    assert page.paragraphs() == ["We will pay."]


def test_only_the_style_sheet_that_is_there_is_allowed():
    page = Page(page_of(hostile()))
    (policy,) = (
        each.get("content")
        for each in page.all(".//meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    digest = b64encode(sha256(page.sheet().encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "https:",
        "http://[::1",
        "https://example.org/\u202egnp.exe",
        "https://example.org/\nx",
        "",
    ],
)
def test_no_link_leads_anywhere_but_to_a_page(url):
    assert "href" not in linked(url)


@pytest.mark.parametrize("url", ["https://example.org", "HTTP://example.org/a?b=c&d#e"])
def test_an_address_of_a_page_is_a_link(url):
    assert "href" in linked(url)


# Colours


def rgb(colour: tuple[int, int, int]) -> ColorTriplet:
    return ColorTriplet(*colour)


@FEW
@given(st.binary(min_size=3, max_size=3))
@pytest.mark.parametrize("page", [colours.LIGHT, colours.DARK])
def test_any_colour_of_a_tag_can_be_read(page, colour):
    tint = colours.tint(f"#{colour.hex()}", page)
    assert contrast(rgb(tint.behind), rgb(page.ink)) >= 7
    assert contrast(rgb(tint.line), rgb(page.ground)) >= 4.5


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345g", "#1234567", "#b01020}"])
def test_what_is_no_colour_is_grey(colour):
    assert colours.tint(colour, colours.LIGHT) == colours.tint("#505050", colours.LIGHT)


def test_the_colours_are_those_of_the_screen():
    chosen = {name: (each.light, each.letter) for name, each in tints._CHOSEN.items()}
    assert chosen == colours.CHOSEN


def test_the_format_says_what_it_is():
    format = formats.get("html")
    assert (format.name, format.suffix, format.offsets) == ("html", ".html", "none")
