"""What is wrong with a project, one kind after the other; looking changes nothing, mending loses
nothing."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

from annotations import doctor, files
from annotations.annotator import Annotator
from annotations.doctor import Finding, examine, mend
from annotations.project import Project
from tests.annotations.ailments import (
    SYNCED,
    WORDS,
    be_stopped_while_writing,
    begin,
    break_a_line,
    break_a_rule,
    break_the_codebook,
    break_the_journal,
    change_both_texts,
    change_mark,
    change_the_kept_text,
    empty_the_file,
    frozen,
    ignore_little,
    ignore_nothing,
    join_both_versions,
    keep_no_text,
    leave_a_conflict,
    leave_out_a_tag,
    lose_the_text,
    marks_file,
    misplace_a_quote,
    pull_a_newer_version,
    sync_a_copy,
    take_the_file_away,
    write_with_a_newer_program,
)
from tests.annotations.examples import ME, OTHER


@pytest.fixture
def folder(folder: Path) -> Path:
    """A project with nothing wrong in it."""
    begin(folder)
    return folder


def found(folder: Path, annotator: Annotator = ME) -> list[Finding]:
    """What is wrong, without the notes."""
    return [each for each in examine(Project.of(folder), annotator) if not each.is_note]


def notes(folder: Path) -> list[Finding]:
    return [each for each in examine(Project.of(folder), ME) if each.is_note]


def repaired(folder: Path, annotator: Annotator = ME) -> list[str]:
    return mend(Project.of(folder), annotator)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def said(folder: Path) -> set[tuple[str, str]]:
    """Tags and words of all marks."""
    project = Project.of(folder)
    return {(each.tag, each.exact) for store in project.stores() for each in store}


class Case(NamedTuple):
    """What one way to go wrong leads to."""

    happens: Callable[[Path], None]
    kinds: list[str]
    what: str
    left: tuple[str, ...] = ()
    """The kinds that mending leaves."""


CASES = (
    Case(break_a_line, ["damaged"], r"line \d+ is not a record"),
    Case(empty_the_file, ["damaged"], "the file is empty"),
    Case(take_the_file_away, ["damaged"], "the file is gone"),
    Case(break_the_journal, ["damaged"], r"the save at byte \d+ of the journal cannot be read"),
    Case(leave_a_conflict, ["conflict"], "holds a conflict of git: 1 record in two versions"),
    Case(join_both_versions, ["conflict"], "was put together by git: 1 record in two versions"),
    Case(sync_a_copy, ["copy"], "a copy of ana.json"),
    Case(pull_a_newer_version, ["set aside"], "a version of mark .{13} was set aside: another pro"),
    Case(write_with_a_newer_program, ["newer"], "was written by a newer Postil", ("newer",)),
    Case(break_a_rule, ["record"], r"record \d+ breaks a rule: the span", ("record",)),
    Case(misplace_a_quote, ["misplaced"], r"1 mark of a\.txt not in its text", ("misplaced",)),
    Case(lose_the_text, ["text"], r"the text of 3 marks is gone: a\.txt", ("text",)),
    Case(change_the_kept_text, ["text", "text"], "is not the text any more that was marked"),
    Case(change_both_texts, ["text", "text"], "the text of 3 marks is gone", ("text",)),
    Case(keep_no_text, ["text"], r"the marked text was not kept \([0-9a-f]{12}\)"),
    Case(leave_out_a_tag, ["tag"], "1 mark of the tag 'allegation', not in the codeb", ("tag",)),
    Case(break_the_codebook, ["codebook"], "line 2: 'Threat!' is not an id", ("codebook",)),
    Case(ignore_little, ["gitignore"], r"git would commit \*\.tmp, \*\.bak, "),
    Case(ignore_nothing, ["gitignore"], r"git would commit \*\.lock, \*\.tmp, "),
    Case(be_stopped_while_writing, ["unfinished"] * 3, "was being written when"),
)

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.happens.__name__)


@each_case
def test_what_is_wrong_is_named(folder: Path, case: Case) -> None:
    case.happens(folder)
    wrong = found(folder)
    assert [each.kind for each in wrong] == case.kinds
    assert re.search(case.what, wrong[0].what)
    assert all(each.path.is_relative_to(folder) for each in wrong)


@each_case
def test_looking_changes_nothing(folder: Path, case: Case) -> None:
    case.happens(folder)
    before = tree(folder)
    examine(Project.of(folder), ME)
    assert tree(folder) == before


@each_case
def test_mending_leaves_what_only_a_person_can_mend(folder: Path, case: Case) -> None:
    case.happens(folder)
    mendable = [each for each in found(folder) if each.mendable]
    done = repaired(folder)
    assert bool(done) is bool(mendable)
    assert all(str(folder) in sentence for sentence in done)
    assert tuple(each.kind for each in found(folder)) == case.left
    assert not any(each.mendable for each in found(folder))


@each_case
def test_mending_throws_nothing_away(folder: Path, case: Case) -> None:
    case.happens(folder)
    before, marks = tree(folder), said(folder)
    repaired(folder)
    after = tree(folder)
    assert said(folder) >= marks
    for name in (".postil/annotations/ana.json", f".postil/annotations/{SYNCED}", "a.txt"):
        if name in before and before[name] != b"":
            assert before[name] in after.values()
    texts = [data for name, data in before.items() if name.startswith(".postil/texts/")]
    assert all(data in after.values() for data in texts if data != b"half")


@each_case
def test_mending_twice_is_mending_once(folder: Path, case: Case) -> None:
    case.happens(folder)
    repaired(folder)
    before = tree(folder)
    assert repaired(folder) == []
    assert tree(folder) == before


def test_where_nothing_is_wrong_nothing_is_found_and_nothing_done(folder: Path) -> None:
    before = tree(folder)
    assert examine(Project.of(folder), ME) == []
    assert repaired(folder) == []
    assert tree(folder) == before


def test_marks_that_are_only_in_the_journal_are_as_good(folder: Path) -> None:
    change_mark(folder, "commitment")
    assert found(folder) == []
    assert repaired(folder) == []


def test_a_folder_without_marks_has_nothing_wrong_and_stays_without_a_trace(home: Path) -> None:
    plain = home / "plain"
    plain.mkdir()
    (plain / "a.txt").write_text(WORDS)
    assert examine(Project.of(plain), ME) == []
    assert repaired(plain) == []
    assert list(tree(plain)) == ["a.txt"]


# What mending makes of it


def test_a_damaged_file_is_written_anew_with_all_marks(folder: Path) -> None:
    marks = said(folder)
    break_a_line(folder)
    damaged = marks_file(folder).read_bytes()
    assert repaired(folder) == [
        f"{marks_file(folder)}: written anew with 3 marks; what was there is kept beside"
    ]
    assert said(folder) == marks
    (kept,) = marks_file(folder).parent.glob("ana.json.damaged-*")
    assert kept.read_bytes() == damaged


def test_of_two_versions_both_are_marks_then(folder: Path) -> None:
    for happens in (leave_a_conflict, join_both_versions, sync_a_copy):
        shutil.rmtree(folder / ".postil")
        begin(folder)
        happens(folder)
        done = repaired(folder)
        assert done[0] == f"{marks_file(folder)}: merged, 1 mark more"
        assert {tag for tag, words in said(folder) if words == "locks would close"} == {
            "threat",
            "allegation",
        }


def test_a_merged_copy_is_kept_under_another_name(folder: Path) -> None:
    sync_a_copy(folder)
    copy = marks_file(folder).with_name(SYNCED)
    data = copy.read_bytes()
    assert f"{copy}: kept under another name" in repaired(folder)
    assert not copy.exists()
    (kept,) = copy.parent.glob(f"{SYNCED}.merged-*")
    assert kept.read_bytes() == data


def test_what_was_set_aside_becomes_a_mark_of_its_own(folder: Path) -> None:
    pull_a_newer_version(folder)
    assert ("commitment", "locks would close") not in said(folder)
    repaired(folder)
    assert said(folder) >= {
        ("commitment", "locks would close"),
        ("allegation", "locks would close"),
    }


def test_a_record_that_breaks_a_rule_stays_in_the_file(folder: Path) -> None:
    sync_a_copy(folder)
    break_a_rule(folder)
    assert repaired(folder)
    assert b'"exact":"took"' in marks_file(folder).read_bytes()


def test_a_kept_text_that_was_changed_is_set_aside_and_kept_anew(folder: Path) -> None:
    change_the_kept_text(folder)
    repaired(folder)
    assert frozen(folder).read_text() == WORDS
    (aside,) = frozen(folder).parent.glob("*.damaged-*")
    assert aside.read_text() == "Something else."


def test_a_document_that_was_edited_is_nothing_wrong(folder: Path) -> None:
    """What was marked is kept, so its marks still have their text."""
    (folder / "a.txt").write_text("Something new.")
    assert found(folder) == []
    (folder / "a.txt").unlink()
    assert found(folder) == []


def test_lines_of_ones_own_stay_in_gitignore(folder: Path) -> None:
    ignore_little(folder)
    repaired(folder)
    lines = (folder / ".postil" / ".gitignore").read_text().split("\n")
    assert lines[:2] == ["mine", "*.lock"]
    assert sorted(lines[1:-1]) == sorted(files.IGNORED.split())


def test_a_file_that_is_just_being_written_is_left_alone(folder: Path) -> None:
    path = folder / ".postil" / "annotations" / ".ana.json.0a1b2c3d.tmp"
    path.write_bytes(b"half")
    os.utime(path, (time.time() - 3000, time.time() - 3000))
    assert examine(Project.of(folder), ME) == []
    assert repaired(folder) == []
    assert path.exists()


def test_what_is_kept_beside_is_a_note_and_nothing_wrong(folder: Path) -> None:
    for name in ("damaged-1", "merged-2", "schema-0", "journal.damaged-3"):
        marks_file(folder).with_name(f"ana.json.{name}").write_bytes(b"kept")
    assert sorted(each.path.name for each in notes(folder)) == [
        "ana.json.damaged-1",
        "ana.json.journal.damaged-3",
        "ana.json.merged-2",
        "ana.json.schema-0",
    ]
    assert {each.kind for each in notes(folder)} == {"kept"}
    assert found(folder) == []
    assert repaired(folder) == []
    assert len(notes(folder)) == 4


def test_several_things_at_once_are_all_named_and_mended(folder: Path) -> None:
    for case in (break_a_line, sync_a_copy, ignore_nothing, keep_no_text, be_stopped_while_writing):
        case(folder)
    assert {each.kind for each in found(folder)} == {
        *("damaged", "copy", "gitignore", "text", "unfinished"),
    }
    repaired(folder)
    repaired(folder)
    assert found(folder) == []


# The computer


def test_who_holds_the_lock_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LONG", 0.05)
    path = marks_file(folder).with_name("ana.json.lock")
    with FileLock(path):
        path.write_text("elsewhere/77\n")
        (finding,) = found(folder)
    assert (finding.kind, finding.path) == ("lock", marks_file(folder))
    assert finding.what == "is held by elsewhere/77"
    assert not finding.mendable
    assert found(folder) == []


def test_a_file_that_is_held_is_mended_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LONG", 0.05)
    monkeypatch.setattr("annotations.store.lock.PATIENCE", 0.05)
    sync_a_copy(folder)
    with FileLock(marks_file(folder).with_name("ana.json.lock")):
        (sentence,) = repaired(folder)
    assert sentence.startswith(f"{marks_file(folder)}: held by ")
    assert sentence.endswith(": not mended")
    assert marks_file(folder).with_name(SYNCED).exists()
    assert repaired(folder)


def test_a_folder_that_cannot_be_written_to_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "can_write", lambda _: False)
    (finding,) = found(folder)
    assert (finding.kind, finding.path) == ("permission", marks_file(folder).parent)
    assert finding.advice == "no mark can be saved in it"


@pytest.mark.parametrize(
    ("free", "size", "enough"),
    [
        (50_000_000, 0, True),
        (49_999_999, 0, False),
        (0, 0, False),
        (90_000_000, 10_000_000, False),
        (200_000_000, 10_000_000, True),
    ],
)
def test_a_disk_that_is_nearly_full_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, size: int, enough: bool
) -> None:
    with marks_file(folder).with_name("big").open("wb") as file:
        file.truncate(size)
    usage = shutil.disk_usage(folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    wrong = found(folder)
    assert [each.kind for each in wrong] == ([] if enough else ["space"])
    for each in wrong:
        left = f"{free // 1_000_000} MB" if free else "0 kB"
        assert each.what == f"the disk has {left} left"


# Other people


@pytest.mark.parametrize(
    "happens", [break_a_line, leave_a_conflict, sync_a_copy, pull_a_newer_version]
)
def test_what_is_wrong_with_the_file_of_somebody_else_is_only_said(
    folder: Path, happens: Callable[[Path], None]
) -> None:
    happens(folder)
    before = tree(folder)
    wrong = found(folder, OTHER)
    assert wrong
    for each in wrong:
        assert each.advice == "ana has to run this"
        assert not each.mendable
    assert repaired(folder, OTHER) == []
    assert tree(folder) == before


def test_everybody_mends_their_own_and_what_is_shared(folder: Path) -> None:
    begin(folder, OTHER)
    break_a_line(folder)
    ignore_nothing(folder)
    keep_no_text(folder)
    assert len(repaired(folder, OTHER)) == 2
    assert [each.kind for each in found(folder)] == ["damaged"]
    assert len(repaired(folder)) == 1
    assert found(folder) == []


def test_marks_under_another_name_of_the_same_person_are_ones_own(folder: Path) -> None:
    break_a_line(folder)
    assert all(each.mendable for each in found(folder, Annotator("ana-maria", ME.person)))
    assert repaired(folder, Annotator("ana-maria", ME.person))
    assert found(folder) == []


def test_a_person_of_the_same_name_is_somebody_else(folder: Path) -> None:
    break_a_line(folder)
    stranger = Annotator("ana", "person-9")
    assert not any(each.mendable for each in found(folder, stranger))
    assert repaired(folder, stranger) == []


def test_a_newer_file_is_not_even_merged(folder: Path) -> None:
    sync_a_copy(folder)
    write_with_a_newer_program(folder)
    before = tree(folder)
    assert repaired(folder) == []
    assert tree(folder) == before
    assert {each.kind for each in found(folder)} == {"newer", "copy"}


def test_a_text_is_found_again_in_a_document_of_another_name(folder: Path) -> None:
    """Nobody read it under its new name yet, so the copy of the text is what counts."""
    (folder / "a.txt").rename(folder / "z.txt")
    assert found(folder) == []
