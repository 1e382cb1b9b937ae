"""What was exported and is imported again is what it was, whatever it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotations.annotation import Annotation, segments_of
from annotations.annotator import Annotator
from annotations.document import decode
from annotations.formats.offsets import CR_LF, UNITS, UTF_8, UTF_16, Scale, Unit
from annotations.identity import new_document
from annotations.project import Project
from annotations.taking_in import NothingTaken
from annotations.text import Text
from tests.annotations.arrivals import (
    as_lines,
    described,
    everything,
    exported,
    imported,
    kept_texts,
    marked,
    whole,
)
from tests.annotations.examples import ME
from tests.annotations.strategies import characters, strings

SOME = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PEOPLE = (
    ME,
    Annotator("ben", "b" * 16),
    Annotator("ben", "c" * 16),  # another one of that name
    Annotator("../Zoë\u202e/x", "d" * 16),
    Annotator("ana b.", ME.person),  # me, under another name
)
NAMES = (
    "a.txt",
    "folder/in folder/b.txt",
    "caf\udce9/\udcff.txt",
    "two\nlines\u2028.txt",
    "-rf \u202e'\".txt",
    "🙂 e\u0301.md",
)

scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | strings
values = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(strings, values, max_size=3)
metadata = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A Speech", "“Ü” 🙂 \u202e", ""]),
        "publisher": st.just("The Harbour"),
        "issued": st.just({"date-parts": [[2026, 3, 1]]}),
        "author": st.just([{"family": "Doe", "given": "Jane"}]),
    },
)


@contextmanager
def folders() -> Iterator[tuple[Path, Path]]:
    """An empty folder of documents, and the place of another one."""
    with TemporaryDirectory() as above:
        here = Path(above).resolve() / "here"
        here.mkdir()
        yield here, here.parent / "there"


@st.composite
def segments(draw: st.DrawFn, text: Text) -> Any:
    """One segment of a text, or several."""
    offsets = st.sets(st.integers(0, len(text)), min_size=2, max_size=6)
    edges = sorted(draw(offsets))
    edges = edges[: len(edges) // 2 * 2]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    return segments_of(text, spans)


def fill(project: Project, data: st.DataObject) -> None:
    """Documents, and what several people marked and said in them."""
    for name in data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)):
        source = data.draw(st.text(characters, min_size=1, max_size=9) | strings.filter(bool))
        path = project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xef\xbb\xbf" + source.encode())
        reading = decode(path.read_bytes())
        document = replace(new_document(name, reading), metadata=data.draw(metadata), language="de")
        if not len(reading.text):
            continue
        for who in data.draw(
            st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)
        ):
            store = project.store(who)
            store.keep_document(document)
            if data.draw(st.booleans()):
                said = {"metadata": data.draw(metadata), "described": "2026-03-02T10:00:00.000Z"}
                store.describe(replace(document, **said))
            if data.draw(st.booleans()):
                store.say_done(document, "2026-03-01T14:30:00.000Z")
            for _ in range(data.draw(st.integers(0, 2))):
                made = Annotation(
                    document=document.id,
                    text_sha256=reading.text.sha256,
                    segments=data.draw(segments(reading.text)),
                    tag=data.draw(st.sampled_from(["threat", "commitment", "Ü /\n"])),
                    annotator=who.name,
                    fields=data.draw(objects),
                    note=data.draw(strings),
                    origin=data.draw(st.sampled_from(["", "brat", "a b\u202e"])),
                    extra=data.draw(objects),
                )
                saved = store.add(made)
                if data.draw(st.booleans()):
                    store.change(replace(saved, note=f"{saved.note}!"), saved.rev)
        project.freeze(reading.text)


@SOME
@given(st.data())
def test_json_into_an_empty_folder_is_the_project_again(data):
    with folders() as (here, there):
        one = Project.of(here)
        fill(one, data)
        there.mkdir()
        other = Project.of(there)
        report = imported(other, exported(one), name="x.json")
        assert (report.refused, report.repaired, report.added) == ((), 0, report.read)
        assert marked(other) == marked(one)
        assert described(other) == described(one)
        assert kept_texts(other) == kept_texts(one)
        assert exported(other) == exported(one)


@SOME
@given(st.data())
def test_jsonl_into_a_copy_of_the_documents_is_every_mark_again(data):
    with folders() as (here, there):
        one = Project.of(here)
        fill(one, data)
        assume(marked(one))
        shutil.copytree(here, there, ignore=shutil.ignore_patterns(".postil"))
        other = Project.of(there)
        report = imported(other, exported(one, "jsonl"))
        assert (report.refused, report.repaired, report.added) == ((), 0, report.read)
        assert marked(other) == marked(one)
        of_marks = {(person, each.document) for _, person, each in marked(one)}
        assert described(other) == [
            (who, document)
            for who, document in described(one)
            if any(store.count(document.id) for store in one.stores() if store.owner == who)
        ]
        assert of_marks <= {(who.person, each.id) for who, each in described(other)}


@SOME
@given(st.data(), st.sampled_from(["json", "jsonl"]))
def test_to_import_twice_is_to_import_once(data, name):
    with folders() as (here, there):
        one = Project.of(here)
        fill(one, data)
        assume(marked(one))
        source = exported(one, name)
        before = everything(here)
        assert imported(one, source).added == 0
        assert everything(here) == before
        shutil.copytree(here, there, ignore=shutil.ignore_patterns(".postil"))
        other = Project.of(there)
        imported(other, source)
        once = everything(there)
        report = imported(other, source)
        assert (report.added, report.changed, report.kept) == (0, 0, 0)
        assert report.same == report.read
        assert everything(there) == once


@SOME
@given(st.data(), st.sampled_from(["json", "jsonl"]))
def test_a_refused_import_leaves_every_file_as_it_was(data, name):
    with folders() as (here, there):
        one = Project.of(here)
        fill(one, data)
        assume(marked(one))
        source = exported(one, name)
        broken = source.replace(b'"tag":"', b'"tag":3,"t":"', 1)
        shutil.copytree(here, there, ignore=shutil.ignore_patterns(".postil"))
        for folder in (here, there):
            before = everything(folder)
            with pytest.raises(NothingTaken) as caught:
                imported(Project.of(folder), broken)
            assert "tag" in caught.value.report.refused[0].why
            assert everything(folder) == before
        assert not (there / ".postil").exists()


# Offsets that count something else


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
@SOME
@given(string=strings)
def test_every_code_point_has_its_place_in_every_unit_and_back(unit: Unit, string: str):
    string = whole(Text.of(string))
    scale = Scale(string, unit)
    places = [scale.offset(point) for point in range(len(string) + 1)]
    assert [scale.code_point(place) for place in places] == list(range(len(string) + 1))
    others = set(range(-2, places[-1] + 3)) - set(places)
    assert {scale.code_point(place) for place in others} <= {None}


@pytest.mark.parametrize("unit", [UTF_16, UTF_8, CR_LF, *UNITS[4:]], ids=lambda unit: unit.name)
@SOME
@given(data=st.data())
def test_offsets_in_another_unit_are_repaired_exactly(unit: Unit, data: st.DataObject):
    source = data.draw(strings.filter(bool))
    text = Text.of(source)
    string = whole(text)
    scale = Scale(string, unit)
    wanted = [data.draw(segments(text)) for _ in range(data.draw(st.integers(1, 4)))]
    records = [
        {
            "document": "a.txt",
            "tag": f"tag-{number}",
            "segments": [
                {
                    **each.as_dict(),
                    "start": scale.offset(each.start),
                    "end": scale.offset(each.end),
                }
                for each in mark
            ],
        }
        for number, mark in enumerate(wanted)
    ]
    # What a code point is called in the unit has to be known from the quotes: where they say the
    # same in another one, nobody can tell.
    with folders() as (here, _):
        (here / "a.txt").write_bytes(b"\xef\xbb\xbf" + string.encode())
        project = Project.of(here)
        report = imported(project, as_lines(records))
        assert report.refused == ()
        found = {each.tag: each.segments for _, _, each in marked(project)}
    for number, mark in enumerate(wanted):
        assert [each.exact for each in found[f"tag-{number}"]] == [each.exact for each in mark]
    if not _is_ambiguous(string, wanted, unit):
        assert found == {f"tag-{number}": mark for number, mark in enumerate(wanted)}


def _is_ambiguous(string: str, wanted: list[Any], unit: Unit) -> bool:
    """Whether the marks, as counted in a unit, stand with their context in another one, too."""
    scale = Scale(string, unit)
    for other in UNITS:
        if other is unit:
            continue
        theirs = Scale(string, other)
        stands = 0
        for each in (each for mark in wanted for each in mark):
            start = theirs.code_point(scale.offset(each.start))
            end = theirs.code_point(scale.offset(each.end))
            stands += start is not None and end is not None and string[start:end] == each.exact
            if (start, end) == (each.start, each.end):
                stands -= 1
        if stands:
            return True
    return False
