"""One sitting as a person has it: a terminal, keys, and what lies on disk afterwards."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tinydb import TinyDB

from tests.terminal.pty_run import ROOT, terminal

SAMPLES = ROOT / "samples"
EXPECTED = [
    ("allegation", "officials of the Port Authority have broken the arms embargo"),
    ("commitment", "to publish the findings by 30 April"),
    (
        "threat",
        "Should any sailor come to further harm, "
        "these measures will take effect at once and without notice",
    ),
]


def test_marks_made_in_a_terminal_are_on_disk_word_for_word(folder: Path) -> None:
    for sample in SAMPLES.glob("*.txt"):
        shutil.copyfile(sample, folder / sample.name)
    with terminal("--as", "ana", "statement.txt", cwd=folder) as running:
        running.wait_for("statement.txt", "Joint Statement on the Strait of Velle")
        running.press("j" * 13 + "a" + "w" * 5 + "B" * 13)
        running.wait_for("MARKED A", "officials of the Port Authority have broken")
        running.press("jjc" + "w" * 10 + "BBB")
        running.wait_for("MARKED C", "to publish the findings by 30 April")
        running.press("jjjt" + "jtx")
        running.wait_for("taken off: T “Should the Port Authority offer")
        running.press("jau")
        running.wait_for("taken back: mark A", "✓ saved")
        running.press("q")
        assert running.end() == 0

    (file,) = (folder / ".postil" / "annotations").glob("*.json")
    text = (folder / "statement.txt").read_text("utf-8")
    assert file.name == "ana.json"
    with TinyDB(file, access_mode="r") as database:
        marks = [dict(record) for record in database.table("annotations")]
        (document,) = database.table("documents")
        assert len(database.table("deleted")) == 2
    assert document["path"] == "statement.txt"
    assert document["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    found = []
    for mark in marks:
        (segment,) = mark["segments"]
        assert text[segment["start"] : segment["end"]] == segment["exact"]
        assert mark["annotator"] == "ana"
        assert mark["text_sha256"] == document["text_sha256"]
        found.append((mark["tag"], segment["exact"]))
    assert sorted(found) == sorted(EXPECTED)

    frozen = folder / ".postil" / "texts" / f"{document['text_sha256']}.txt"
    assert frozen.read_text("utf-8") == text
    for sample in SAMPLES.glob("*.txt"):
        assert (folder / sample.name).read_bytes() == sample.read_bytes()
