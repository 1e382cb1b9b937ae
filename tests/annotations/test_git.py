"""Files of marks under git: two people, and one person on two branches."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from annotations.store import AnnotationStore, Annotator
from tests.annotations.examples import DOCUMENT, ME, OTHER, mark
from tests.annotations.stored import assert_nothing_can_be_saved, quotes

SETTINGS = {
    "user.name": "Ana",
    "user.email": "ana@example.org",
    "init.defaultBranch": "main",
    "commit.gpgSign": "false",
}


class Repository:
    """A project in a repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet")

    def git(self, *arguments: str, style: str = "merge") -> int:
        return self.run(*arguments, style=style).returncode

    def run(self, *arguments: str, style: str = "merge") -> subprocess.CompletedProcess[str]:
        settings = {**SETTINGS, "merge.conflictStyle": style}
        options = [word for each in settings.items() for word in ("-c", "=".join(each))]
        return subprocess.run(
            ["git", *options, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(self.folder), "LC_ALL": "C"},
        )

    def store(self, annotator: Annotator = ME) -> AnnotationStore:
        path = self.folder / ".postil" / "annotations" / f"{annotator.person}.json"
        return AnnotationStore(path, annotator)

    def commit(self) -> None:
        assert self.git("add", "--all") == 0
        assert self.git("commit", "--quiet", "--message", "marks") == 0


@pytest.fixture
def repository(folder: Path) -> Repository:
    """A repository with two marks, committed."""
    repository = Repository(folder)
    store = repository.store()
    store.keep_document(DOCUMENT)
    store.add(mark("locks would close"))
    store.add(mark("harbour open"))
    store.compact()
    repository.commit()
    return repository


def on_two_branches(repository: Repository) -> None:
    """One person notes one thing here and another there, and marks other words."""
    repository.git("switch", "--quiet", "--create", "laptop")
    change(repository.store(), "on the laptop", "money")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    change(repository.store(), "at the desk", "claims")
    repository.commit()


def change(store: AnnotationStore, note: str, word: str) -> None:
    first = next(iter(store))
    store.change(replace(first, note=note), first.rev)
    store.add(mark(word))
    assert store.compact()


EVERYTHING = [
    ("claims", ""),
    ("harbour open", ""),
    ("locks would close", "at the desk"),
    ("locks would close", "on the laptop"),
    ("money", ""),
]


def said(store: AnnotationStore) -> list[tuple[str, str]]:
    return sorted((each.exact, each.note) for each in store)


def assert_merged(repository: Repository) -> None:
    """Nothing is lost, nor when the file is read by itself on another computer."""
    store = repository.store()
    assert store.merge() == 1
    assert said(store) == EVERYTHING
    assert (store.split, store.read_only, store.faults) == (None, None, [])
    store.add(mark("she said"))
    store.compact()
    repository.commit()
    clone = repository.folder.with_name("clone")
    assert repository.git("clone", "--quiet", ".", str(clone)) == 0
    there = AnnotationStore(clone / store.path.relative_to(repository.folder), ME)
    assert list(there) == list(store)
    assert len(there) == 6
    assert there.faults == []


# What is committed


def test_git_sees_the_file_of_marks_and_nothing_of_what_is_only_for_us(repository):
    assert repository.run("ls-files").stdout.split() == [
        ".postil/.gitignore",
        ".postil/annotations/person-1.json",
    ]


def test_a_new_mark_is_one_new_line(repository):
    repository.store().add(mark("money"))
    repository.store().compact()
    assert repository.run("diff", "--numstat").stdout.split()[:2] == ["1", "0"]


# Two people


def test_the_marks_of_two_people_merge_without_a_conflict(repository):
    repository.git("switch", "--quiet", "--create", "theirs")
    theirs = repository.store(OTHER)
    theirs.add(mark("money", annotator=OTHER.name))
    theirs.compact()
    repository.commit()
    repository.git("switch", "--quiet", "main")
    change(repository.store(), "mine", "claims")
    repository.commit()
    assert repository.git("merge", "--quiet", "theirs") == 0
    assert quotes(repository.store(OTHER)) == ["money"]
    assert quotes(repository.store()) == ["locks would close", "harbour open", "claims"]
    for annotator in (ME, OTHER):
        store = repository.store(annotator)
        assert (store.faults, store.split, store.read_only) == ([], None, None)


# One person


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_a_conflict_shows_both_sides_and_is_resolved_with_nothing_lost(repository, style):
    on_two_branches(repository)
    assert repository.git("merge", "laptop", style=style) == 1
    store = repository.store()
    assert b"<<<<<<<" in store.path.read_bytes()
    assert "holds a conflict of git" in str(store.split)
    assert store.faults == []
    shown = quotes(store)
    assert {"claims", "money", "harbour open"} <= set(shown)
    assert_nothing_can_be_saved(store)
    assert_merged(repository)


def test_what_git_puts_together_line_by_line_is_merged(repository):
    (repository.folder / ".gitattributes").write_text("*.json merge=union\n")
    repository.commit()
    on_two_branches(repository)
    assert repository.git("merge", "--quiet", "laptop") == 0
    store = repository.store()
    assert b"<<<<<<<" not in store.path.read_bytes()
    assert "was put together by git" in str(store.split)
    assert store.faults == []
    assert_nothing_can_be_saved(store)
    assert_merged(repository)


@pytest.mark.parametrize("attribute", ["", "*.json merge=union\n"])
def test_what_was_taken_off_on_one_branch_and_untouched_on_the_other_is_gone(repository, attribute):
    (repository.folder / ".gitattributes").write_text(attribute)
    repository.commit()
    repository.git("switch", "--quiet", "--create", "laptop")
    store = repository.store()
    _, second = store
    store.remove(second.id, second.rev)
    store.compact()
    repository.commit()
    repository.git("switch", "--quiet", "main")
    change(repository.store(), "at the desk", "claims")
    repository.commit()
    repository.git("merge", "laptop")
    store = repository.store()
    if store.split:
        store.merge()
    assert store.split is None
    assert "harbour open" not in quotes(store)
    assert {("claims", ""), ("locks would close", "at the desk")} <= set(said(store))


def test_a_line_that_git_kept_brings_no_mark_back(repository):
    """Lines that were changed side by side stay both: the mark, and that it was taken off."""
    (repository.folder / ".gitattributes").write_text("*.json merge=union\n")
    repository.commit()
    repository.git("switch", "--quiet", "--create", "laptop")
    store = repository.store()
    _, second = store
    store.remove(second.id, second.rev)
    store.compact()
    repository.commit()
    repository.git("switch", "--quiet", "main")
    store = repository.store()
    store.add(mark("money"))
    store.compact()
    repository.commit()
    assert repository.git("merge", "--quiet", "laptop") == 0
    for lines in (2, 1):
        store = repository.store()
        assert store.path.read_bytes().count(b'"exact":"harbour open"') == lines
        assert quotes(store) == ["locks would close", "money"]
        assert (store.split, store.faults) == (None, [])
        assert store.compact() == (lines == 2)


def test_a_window_that_is_open_during_a_conflict_waits_and_goes_on(repository):
    window = repository.store()
    on_two_branches(repository)
    repository.git("merge", "laptop")
    window.refresh()
    assert window.split
    assert_nothing_can_be_saved(window)
    repository.store().merge()
    window.refresh()
    assert window.split is None
    assert said(window) == EVERYTHING
    window.add(mark("she said"))
    assert len(repository.store()) == 6


def test_a_branch_is_left_and_taken_up_again_while_a_window_is_open(repository):
    window = repository.store()
    on_two_branches(repository)
    window.refresh()
    assert said(window)[-1] == ("locks would close", "at the desk")
    repository.git("switch", "--quiet", "laptop")
    window.refresh()
    assert said(window)[1] == ("locks would close", "on the laptop")
    window.add(mark("she said"))
    repository.git("switch", "--quiet", "main")
    window.refresh()
    assert "she said" in quotes(window)
    assert "she said" in quotes(repository.store())


@pytest.mark.parametrize("both", [True, False])
def test_a_document_that_was_called_done_on_a_branch_is_done(repository: Repository, both: bool):
    repository.git("switch", "--quiet", "--create", "laptop")
    repository.store().say_done(DOCUMENT, "2026-11-22T10:00:00.000Z")
    change(repository.store(), "on the laptop", "money")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    if both:
        repository.store().say_done(DOCUMENT, "2026-11-22T09:00:00.000Z")
        assert repository.store().compact()
        repository.commit()
    conflicts = repository.git("merge", "--quiet", "--no-edit", "laptop") != 0
    assert conflicts is both
    store = repository.store()
    if conflicts:
        store.merge()
    assert [each.done for each in store.documents()] == ["2026-11-22T10:00:00.000Z"]
    assert (store.split, store.set_aside, store.faults) == (None, [], [])
    assert len(store) == 3
