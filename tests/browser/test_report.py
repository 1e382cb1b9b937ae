"""The report as its readers meet it: in a real browser, on screens, on paper, and under attack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from rich.color_triplet import ColorTriplet

from annotations.formats import Export
from tests.annotations.reports import BRIEFING, HARM, WRAPPED, export, hostile, page_of, words_of
from tests.browser.chromium import Browser, Page
from tui.contrast import contrast

SCHEMES = ("light", "dark")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.page()
    page.look(1200)
    yield page
    page.close()


@pytest.fixture
def report(page: Page, tmp_path: Path) -> Page:
    """A report of two documents, opened."""
    return opened(page, export(BRIEFING, WRAPPED), tmp_path)


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """Who listens to what a page asks for: a port, and the paths that were asked."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening.server_port, asked
    listening.shutdown()
    thread.join()
    listening.server_close()


def opened(page: Page, exported: Export, folder: Path) -> Page:
    path = folder / "report.html"
    path.write_text(page_of(exported), "utf-8")
    page.open(path)
    return page


# What is read


def test_the_marks_are_at_the_right_words(report):
    marked = report.value(
        """Array.from(document.querySelectorAll(".text .label[id]"), label => [
            label.id, label.dataset.label,
            Array.from(document.querySelectorAll(`.text mark[title="${label.dataset.label}"]`),
                mark => mark.textContent).join("")])"""
    )
    both = [(mark, each.text) for each in (BRIEFING, WRAPPED) for mark in each.annotations]
    letters = {"threat": "T", "commitment": "C", "allegation": "A"}
    assert marked == [
        [f"m{number}", f"{letters[mark.tag]}{number}", words_of(mark, text)]
        for number, (mark, text) in enumerate(both, 1)
    ]


def test_the_texts_are_read_as_they_are(report):
    shown = report.value("Array.from(document.querySelectorAll('.text p'), each => each.innerText)")
    assert shown == [
        *(paragraph.text for paragraph in BRIEFING.text.paragraphs()),
        *(paragraph.text.replace("\n", " ") for paragraph in WRAPPED.text.paragraphs()),
    ]


def test_letters_in_front_of_marks_are_seen_and_not_copied(report):
    drawn = report.value(
        "getComputedStyle(document.querySelector('#m1'), '::before').content.replaceAll('\"', '')"
    )
    assert drawn == "C1"
    assert report.value("document.querySelector('#m1').getBoundingClientRect().width") > 5


def test_a_letter_leads_to_its_quotation_and_back(report):
    report.value("document.querySelector('#m5').click()")
    assert report.value("location.hash") == "#q5"
    assert report.value("document.querySelector(':target blockquote').innerText") == (
        "“bribes and forged the log of the harbour”"
    )
    assert report.value(is_seen(":target"))
    report.value("document.querySelector('#q5 figcaption a').click()")
    assert report.value("document.querySelector(':target').dataset.label") == "A5"
    assert report.value(is_seen(":target"))
    assert report.value("getComputedStyle(document.querySelector('p:has(:target)')).boxShadow") != (
        "none"
    )


def is_seen(selector: str) -> str:
    place = f"document.querySelector('{selector}').getBoundingClientRect()"
    return f"{place}.top >= 0 && {place}.top < innerHeight"


def test_no_word_covers_others(page, tmp_path):
    opened(page, hostile(), tmp_path)
    drawn = page.value(
        """["h1", "h3", "h4", "header p", "nav a", "th", "figcaption", "blockquote", "dd", ".note",
            ".definition", ".text p"].filter(each => getComputedStyle(
                document.querySelector(each)).overflowY != "clip")"""
    )
    assert drawn == []


def test_every_link_within_leads_somewhere(report):
    assert (
        report.value(
            """Array.from(document.querySelectorAll("a[href^='#']"))
            .filter(link => !document.querySelector(link.hash)).length"""
        )
        == 0
    )


# Screens


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_nothing_is_wider_than_the_screen(page, tmp_path, width):
    page.look(width)
    opened(page, hostile(), tmp_path)
    assert page.value("document.documentElement.scrollWidth <= innerWidth")
    opened(page, export(BRIEFING, WRAPPED), tmp_path)
    assert page.value("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_everything_can_be_read_by_day_and_by_night(report, scheme):
    report.look(1200, color_scheme=scheme)
    ground = colour(report.value("getComputedStyle(document.documentElement).backgroundColor"))
    assert (contrast(ground, ColorTriplet(0, 0, 0)) > 10) == (scheme == "light")
    inks = report.value(
        """Array.from(document.querySelectorAll("body :not(mark, svg, svg *)"), each =>
            [getComputedStyle(each).color, getComputedStyle(each, "::before").color]).flat()"""
    )
    for ink in set(inks):
        assert contrast(colour(ink), ground) >= 4.5
    marks = report.value(
        """Array.from(document.querySelectorAll("mark"), each => {
            const style = getComputedStyle(each);
            return [style.color, style.backgroundColor, style.borderBottomColor] })"""
    )
    assert len({behind for _, behind, _ in marks}) == 3
    for ink, behind, line in marks:
        assert contrast(colour(ink), colour(behind)) >= 7
        assert contrast(colour(line), ground) >= 4.5


def colour(css: str) -> ColorTriplet:
    """The colour that `rgb(…)` names; one that can be seen through is none."""
    red, green, blue = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", css).groups()
    return ColorTriplet(int(red), int(green), int(blue))


def test_marks_that_overlap_have_lines_below_each_other(report):
    deeper = report.value(
        """Array.from(document.querySelectorAll("mark > mark"), each =>
            each.getBoundingClientRect().bottom -
            each.parentNode.getBoundingClientRect().bottom)"""
    )
    assert len(deeper) == 7
    assert all(abs(pixels) >= 2 for pixels in deeper)


def test_a_printed_report_is_light_and_its_marks_need_no_colour(report):
    report.look(1200, media="print", color_scheme="dark")
    style = "getComputedStyle(document.querySelector('mark'))"
    assert colour(report.value(f"{style}.color")) == ColorTriplet(28, 27, 25)
    assert report.value(f"{style}.borderBottomStyle") == "solid"
    assert report.value(f"parseFloat({style}.borderBottomWidth)") >= 1
    assert report.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert report.printed().startswith(b"%PDF")


# Under attack


def test_no_request_leaves_a_hostile_report(page, tmp_path, server):
    port, asked = server
    opened(page, hostile(port), tmp_path)
    requests = [
        event["params"]["request"]["url"]
        for event in page.events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert requests == [(tmp_path / "report.html").as_uri()]
    assert asked == []


def test_nothing_runs_in_a_hostile_report(page, tmp_path):
    opened(page, hostile(), tmp_path)
    page.value(
        """document.querySelectorAll("*").forEach(
            each => each.dispatchEvent(new MouseEvent("mouseover")))"""
    )
    assert page.value("document.scripts.length") == 0
    assert page.value("document.title") == HARM[2].replace("PORT", "9")
    assert page.value("document.querySelectorAll('img, iframe, link, base, form').length") == 0


def test_a_hostile_text_is_shown_and_nothing_else(page, tmp_path):
    opened(page, hostile(), tmp_path)
    shown = page.value("document.querySelector('.text').innerText")
    for harm in HARM[:10]:
        assert harm.replace("PORT", "9") in shown


def test_a_report_breaks_no_rule_of_its_own(page, tmp_path):
    for exported in (export(BRIEFING, WRAPPED), hostile()):
        opened(page, exported, tmp_path)
        page.value("new Promise(requestAnimationFrame).then(() => 0)")
        said = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        assert [event for event in page.events if event["method"] in said] == []
        assert page.value("getComputedStyle(document.querySelector('mark')).borderBottomStyle") == (
            "solid"
        )


def test_a_page_that_breaks_its_rules_would_be_noticed(page, tmp_path, server):
    port, asked = server
    path = tmp_path / "broken.html"
    source = page_of(export(WRAPPED))
    picture = f"<img src='http://127.0.0.1:{port}/picture.png'>"
    path.write_text(source.replace("<main>", f"<main>{picture}<script>run = 1</script>"))
    page.open(path)
    said = [event for event in page.events if event["method"] == "Log.entryAdded"]
    assert len(said) == 2
    assert page.value("typeof run") == "undefined"
    assert asked == []
