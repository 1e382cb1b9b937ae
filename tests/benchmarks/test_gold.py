"""Gold spans are read from standoff and exports; what does not fit is told and passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.annotation import Annotation
from annotations.codebook import built_in
from annotations.formats import Export, Mark, jsonl
from annotations.text import Text
from tests.annotations.examples import document, mark
from tests.benchmarks.gold import Gold, gold_in
from tests.benchmarks.keystrokes import main

TEXT = "He warned that “we” will pay. She laughed.\n"
PAY = ("threat", ((15, 28),))


def found(gold: Gold) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Tags and segments of all spans."""
    return [(span.tag, span.segments) for each in gold.documents for span in each.spans]


def standoff(folder: Path, *lines: str, text: str = TEXT, name: str = "a") -> Gold:
    """What a folder with one text and these lines holds."""
    (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / f"{name}.ann").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return gold_in(folder, built_in())


def exported(folder: Path, made: Annotation, path: str = "a.txt") -> None:
    """The export of a mark on a text, without the text."""
    lines = jsonl.write(Export([Mark(made, document(path, TEXT))], built_in()))
    (folder / "marks.jsonl").write_text("".join(lines), "utf-8")


def test_standoff_gives_spans_in_the_order_of_the_text(folder: Path) -> None:
    gold = standoff(folder, "T2\tallegation 30 41\tShe laughed", "T1\tThreat 15 28\t“we” will pay")
    assert found(gold) == [PAY, ("allegation", ((30, 41),))]
    assert not gold.troubles


def test_fragments_and_other_tags_are_read_and_other_lines_are_not(folder: Path) -> None:
    gold = standoff(
        folder,
        "T1\tHope 0 2;20 24\tHe will",
        "R1\tCause Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes T1\twhy",
        "A1\tDenied T1",
    )
    assert found(gold) == [("Hope", ((0, 2), (20, 24)))]
    assert not gold.troubles


def test_folders_inside_are_read(folder: Path) -> None:
    (folder / "deep").mkdir()
    assert found(standoff(folder / "deep", "T1\tthreat 15 28\t“we” will pay")) == [PAY]
    assert found(gold_in(folder, built_in())) == [PAY]


def test_words_that_are_not_there_are_told_with_their_line(folder: Path) -> None:
    gold = standoff(
        folder,
        "T1\tthreat 15 28\t“we” will pay",
        "T2\tthreat 0 2\tShe",
        "T3\tthreat 30 99\tShe laughed",
        "T4\tthreat 2 2\t",
        "T5 threat",
    )
    assert found(gold) == [PAY]
    assert [trouble.partition(": ")[0] for trouble in gold.troubles] == [
        f"a.ann:{number}" for number in (2, 3, 4, 5)
    ]


def test_the_same_tag_on_the_same_words_counts_once(folder: Path) -> None:
    line = "T1\tthreat 15 28\t“we” will pay"
    gold = standoff(folder, line, line)
    assert found(gold) == [PAY]
    assert gold.repeated == 1


def test_a_text_that_is_missing_is_told(folder: Path) -> None:
    (folder / "b.ann").write_text("T1\tthreat 0 2\tHe\n")
    gold = standoff(folder, "T1\tthreat 15 28\t“we” will pay")
    assert found(gold) == [PAY]
    assert len(gold.troubles) == 1
    assert gold.troubles[0].startswith("b.ann:1: ")


@pytest.mark.parametrize("kept", ["deep/a.txt", ".postil/texts/{sha256}.txt"])
def test_an_export_is_read_with_its_text_or_the_frozen_one(folder: Path, kept: str) -> None:
    made = mark("“we” will pay", text=Text.of(TEXT))
    exported(folder, made, "deep/a.txt")
    path = folder / kept.format(sha256=made.text_sha256)
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    gold = gold_in(folder, built_in())
    assert found(gold) == [PAY]
    assert not gold.troubles


def test_an_export_whose_text_was_changed_is_told(folder: Path) -> None:
    exported(folder, mark("“we” will pay", text=Text.of(TEXT)))
    (folder / "a.txt").write_text(TEXT.upper(), "utf-8")
    with (folder / "marks.jsonl").open("a") as file:
        file.write('{"document": 1}\nnothing\n[]\n')
    gold = gold_in(folder, built_in())
    assert not gold.documents
    assert [trouble.partition(": ")[0] for trouble in gold.troubles] == [
        f"marks.jsonl:{number}" for number in (1, 2, 3, 4)
    ]


def test_the_report_is_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    standoff(folder, "T1\tthreat 15 28\t“we” will pay", "T2\tthreat 0 2\tShe")
    assert main([str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["spans"], told["misplaced"]) == (1, 1)
    assert told["total"] == told["edges"] == {"mean": 2.0, "median": 2, "p90": 2}
    assert told["three_or_fewer"] == told["by_tag"]["threat"]["three_or_fewer"] == 1.0
    assert "a.ann:2" in err


def test_a_plan_says_the_keys_and_nothing_that_a_terminal_obeys(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    standoff(folder, "T1\tth\x1b]reat 0 2\tHe")
    assert main([str(folder), "--plan", "--worst", "1"]) == 0
    out, _ = capsys.readouterr()
    assert "\x1b" not in out
    assert " s " in out or " S " in out or " B " in out


def test_a_folder_without_gold_ends_with_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder)]) == 2
    assert "no gold span" in capsys.readouterr().err
    assert main([str(folder / "none")]) == 2
    assert "not a folder" in capsys.readouterr().err
