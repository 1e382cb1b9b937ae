"""A project: where it lies, which documents are in it, and whose marks."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from annotations import folders
from annotations import project as project_module
from annotations.errors import BadCodebook, UnreadableDocument
from annotations.formats import EXPORTED
from annotations.project import Project, file_name
from annotations.store import Annotator
from annotations.text import Text
from tests.annotations.examples import DOCUMENT, ME, OTHER, TEXT, mark

HOSTILE_PATHS = ["../../etc/passwd", "/etc/passwd", "link/passwd", "a\0b", "loop", ".", "x" * 5000]


def make_project(folder: Path) -> Path:
    (folder / ".postil").mkdir(parents=True, exist_ok=True)
    return folder


def write(path: Path, content: str = "We will pay.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def tree(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Everything below a folder: times and contents."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


# Which folder


def test_a_folder_is_its_own_project(folder):
    project = Project.of(folder)
    assert project.folder == folder
    assert project.home == folder / ".postil"
    assert not project.is_away


def test_a_file_belongs_to_the_project_of_its_folder(folder):
    assert Project.of(write(folder / "a.txt")) == Project.of(folder)
    assert Project.of(folder / "missing.txt") == Project.of(folder)


def test_the_nearest_project_upwards_is_taken(folder):
    make_project(folder)
    make_project(folder / "near")
    (folder / "near" / "deep" / "deeper").mkdir(parents=True)
    assert Project.of(folder / "near" / "deep" / "deeper").folder == folder / "near"
    assert Project.of(folder / "far").folder == folder


def test_a_project_further_down_is_not_taken(folder):
    make_project(folder / "below")
    assert Project.of(folder).folder == folder


def test_a_file_named_like_the_project_folder_makes_no_project(folder):
    write(folder / ".postil")
    (folder / "inner").mkdir()
    assert Project.of(folder / "inner").folder == folder / "inner"


def test_the_home_folder_is_never_a_project(home):
    make_project(home)
    project = Project.of(home)
    assert project.folder == home
    assert project.is_away
    assert project.home.is_relative_to(home / ".data" / "postil" / "projects")


def test_the_search_stops_at_home(home, folder):
    make_project(home)
    assert Project.of(folder).folder == folder


def test_the_root_is_never_a_project():
    project = Project.of(Path("/"))
    assert project.folder == Path("/")
    assert project.is_away


def test_the_search_stops_at_a_mount_point(folder, monkeypatch):
    make_project(folder)
    disk = folder / "disk"
    (disk / "inner").mkdir(parents=True)
    monkeypatch.setattr(Path, "is_mount", lambda self: self == disk)
    assert Project.of(disk / "inner").folder == disk / "inner"
    make_project(disk)
    assert Project.of(disk / "inner").folder == disk


def test_the_search_stops_at_a_folder_of_another_owner(folder, monkeypatch):
    make_project(folder)
    (folder / "mine" / "inner").mkdir(parents=True)
    stat = Path.stat

    def owned(self, **options):
        status = stat(self, **options)
        owner = 1 if self == folder else 2
        return os.stat_result((*status[:4], owner, *status[5:]))

    monkeypatch.setattr(Path, "stat", owned)
    assert Project.of(folder / "mine" / "inner").folder == folder / "mine" / "inner"
    (folder / "mine" / ".postil").mkdir()
    assert Project.of(folder / "mine" / "inner").folder == folder / "mine"


def test_annotations_go_away_from_a_folder_that_cannot_be_written(folder, monkeypatch):
    monkeypatch.setattr(project_module, "can_write", lambda each: each != folder)
    (folder.parent / "other").mkdir()
    project, other = Project.of(folder), Project.of(folder.parent / "other")
    assert project.is_away
    assert not other.is_away
    assert project.folder == folder
    assert project == Project.of(folder)
    with project.store(ME).transaction():
        pass
    assert list(folder.iterdir()) == []


def test_annotations_go_away_from_a_project_that_cannot_be_written(folder, monkeypatch):
    make_project(folder)
    monkeypatch.setattr(project_module, "can_write", lambda each: each != folder / ".postil")
    assert Project.of(folder).is_away


def test_two_folders_go_to_two_places(home, folder, monkeypatch):
    (home / "other").mkdir()
    monkeypatch.setattr(project_module, "can_write", lambda _: False)
    assert Project.of(folder).home != Project.of(home / "other").home


def test_a_folder_through_a_link_is_the_same_project(home, folder):
    (home / "link").symlink_to(folder)
    assert Project.of(home / "link") == Project.of(folder)


def test_looking_at_a_project_leaves_no_trace(folder):
    write(folder / "a.txt")
    write(folder / "inner" / "b.md")
    before = tree(folder.parent)
    project = Project.of(folder)
    store = project.store(ME)
    assert (list(project.documents()), list(store), project.stores()) == (
        *(["a.txt", "inner/b.md"], [], []),
    )
    assert project.marks() == ([], [])
    assert project.codebook().get("threat").key == "t"
    assert project.frozen(TEXT.sha256) is None
    assert project.text_of("a.txt", TEXT.sha256) is None
    store.close()
    assert tree(folder.parent) == before


# Documents


def listed(folder: Path) -> list[str]:
    return list(Project.of(folder).documents())


def test_documents_come_by_name_and_files_before_folders(folder):
    for name in ("b.txt", "a/z.txt", "c.md", "a/a.text", "B.TXT", "ä.txt"):
        write(folder / name)
    assert listed(folder) == ["B.TXT", "b.txt", "c.md", "ä.txt", "a/a.text", "a/z.txt"]


@pytest.mark.parametrize("name", [".hidden.txt", ".postil/texts/a.txt", ".git/a.txt", "b/.c/a.txt"])
def test_what_is_hidden_is_not_listed(name, folder):
    write(folder / name)
    assert listed(folder) == []


@pytest.mark.parametrize(
    "suffix", ["json", "jsonl", "toml", "csv", "tsv", "ann", "html", "htm", "CSV"]
)
def test_data_is_not_listed(suffix, folder):
    write(folder / f"data.{suffix}")
    assert listed(folder) == []


@pytest.mark.parametrize("name", ["README", "speech.rst", "notes.2024", "talk.TXT"])
def test_whatever_else_is_text_is_listed(name, folder):
    write(folder / name, "naïve\n")
    assert listed(folder) == [name]


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"\x89PNG\r\n", b"caf\xe9", b"\xff\xfe\0"])
def test_what_has_another_suffix_and_is_no_clear_text_is_not_listed(content, folder):
    (folder / "thing.bin").write_bytes(content)
    (folder / "thing").write_bytes(content)
    assert listed(folder) == []


def test_a_text_is_known_by_a_head_that_ends_inside_a_character(folder):
    (folder / "long").write_text("x" + "é" * 10_000, "utf-8")
    assert listed(folder) == ["long"]


def test_a_document_may_be_empty_or_in_any_encoding(folder):
    (folder / "empty.txt").touch()
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    assert listed(folder) == ["empty.txt", "latin.txt"]


def test_markdown_that_was_exported_is_not_listed(folder):
    write(folder / "export.md", f"{EXPORTED}\n\n# statement.txt\n")
    write(folder / "notes.md", f"# About\n{EXPORTED}\n")
    assert listed(folder) == ["notes.md"]


def test_a_link_that_leaves_the_folder_is_not_listed(folder):
    outside = write(folder.parent / "outside" / "secret.txt")
    (folder / "secret.txt").symlink_to(outside)
    (folder / "outside").symlink_to(outside.parent)
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    assert listed(folder) == []


def test_a_link_inside_the_folder_is_listed(folder):
    write(folder / "a.txt")
    (folder / "b.txt").symlink_to("a.txt")
    assert listed(folder) == ["a.txt", "b.txt"]


def test_folders_that_lead_round_in_a_circle_are_walked_once(folder):
    write(folder / "a.txt")
    (folder / "inner").mkdir()
    (folder / "inner" / "again").symlink_to(folder)
    assert listed(folder) == ["a.txt"]


def test_a_link_to_itself_is_not_listed(folder):
    write(folder / "a.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    assert listed(folder) == ["a.txt"]


def test_eight_levels_of_folders_are_searched(folder):
    write(folder / "2/3/4/5/6/7/8/deep.txt")
    write(folder / "2/3/4/5/6/7/8/9/deeper.txt")
    assert listed(folder) == ["2/3/4/5/6/7/8/deep.txt"]


def test_so_many_documents_are_listed_and_no_more(folder, monkeypatch):
    monkeypatch.setattr(folders, "MOST", 3)
    for number in range(5):
        write(folder / f"{number}.txt")
    assert listed(folder) == ["0.txt", "1.txt", "2.txt"]


def test_a_pipe_is_not_listed(folder):
    os.mkfifo(folder / "pipe.txt")
    assert listed(folder) == []


def test_a_folder_that_cannot_be_read_is_passed_over_but_for_the_project(folder, monkeypatch):
    write(folder / "a.txt")
    write(folder / "locked" / "b.txt")
    scan, locked = os.scandir, folder / "locked"

    def scandir(path):
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert listed(folder) == ["a.txt"]
    with pytest.raises(UnreadableDocument, match="permission denied"):
        listed(locked)


def test_the_documents_of_one_folder_keep_their_paths(folder):
    write(folder / "a.txt")
    write(folder / "inner" / "b.txt")
    write(folder / "inner" / "deep" / "c.txt")
    project = Project.of(make_project(folder))
    assert list(project.documents(folder / "inner")) == ["inner/b.txt", "inner/deep/c.txt"]
    with pytest.raises(UnreadableDocument, match="no such file"):
        list(project.documents(folder / "missing"))


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("a.txt", True),
        ("inner/b.md", True),
        ("codebook.toml", True),
        (".postil/annotations/ana.json", True),
        (".postil/new.json", True),
        ("table.csv", False),
        ("new.txt", False),
        ("inner", False),
        ("../outside.txt", False),
    ],
)
def test_what_nothing_may_overwrite_is_ours(name, ours, folder):
    write(folder / "a.txt")
    write(folder / "inner" / "b.md")
    write(folder / "codebook.toml")
    write(folder / "table.csv")
    write(folder.parent / "outside.txt")
    assert Project.of(make_project(folder)).is_ours(folder / name) is ours


def test_an_export_may_be_overwritten(folder):
    export = write(folder / "quotes.md", EXPORTED)
    assert not Project.of(folder).is_ours(export)


def test_the_path_of_a_document_is_relative_with_slashes(folder):
    project = Project.of(folder)
    assert project.relative(folder / "a" / "b.txt") == "a/b.txt"
    assert project.relative(folder / "a" / ".." / "b.txt") == "b.txt"
    with pytest.raises(ValueError, match="outside"):
        project.relative(folder.parent / "outside.txt")


def test_a_link_is_a_document_under_its_own_name(folder):
    write(folder / "a.txt")
    (folder / "b.txt").symlink_to("a.txt")
    assert Project.of(folder).relative(folder / "b.txt") == "b.txt"


def test_a_project_may_have_a_codebook_of_its_own(folder):
    path = write(folder / "codebook.toml", '[[tags]]\nid = "demand"\nkey = "d"\n')
    assert [tag.id for tag in Project.of(folder).codebook()] == ["demand"]
    write(path, "[[tags]]\n")
    with pytest.raises(BadCodebook):
        Project.of(folder).codebook()


# Whose marks


def test_the_marks_of_everybody_come_in_the_order_of_documents_and_texts(folder):
    project = Project.of(folder)
    mine, theirs = project.store(ME), project.store(OTHER)
    for store in (mine, theirs):
        store.keep_document(DOCUMENT)
    second = mine.add(mark("harbour open"))
    first = theirs.add(mark("locks would close", annotator=OTHER.name))
    elsewhere = theirs.add(mark("took money", document="elsewhere", annotator=OTHER.name))
    wide = mine.add(mark("harbour open,”"))
    marks, problems = project.marks()
    assert problems == []
    assert [each.annotation for each in marks] == [elsewhere, first, wide, second]
    assert [each.document.path for each in marks] == [
        "elsewhere",
        "statement.txt",
        "statement.txt",
        "statement.txt",
    ]


def test_a_mark_whose_quote_is_not_in_its_text_is_left_out_and_named(folder):
    project = Project.of(folder)
    write(folder / DOCUMENT.path, TEXT[:])
    store = project.store(ME)
    store.keep_document(DOCUMENT)
    good = store.add(mark("harbour open"))
    moved = mark("harbour open").segments[0]
    wrong = store.add(mark("locks"))
    store.compact()
    path = store.path
    path.write_bytes(path.read_bytes().replace(b'"exact":"locks"', b'"exact":"LOCKS"'))
    marks, problems = project.marks()
    assert [each.annotation for each in marks] == [good]
    assert marks[0].annotation.segments == (moved,)
    (problem,) = problems
    assert wrong.id in problem
    assert DOCUMENT.path in problem


def test_marks_of_a_text_that_is_gone_are_there(folder):
    project = Project.of(folder)
    store = project.store(ME)
    store.keep_document(DOCUMENT)
    store.add(mark("harbour open"))
    marks, problems = project.marks()
    assert len(marks) == 1
    assert problems == []


def test_a_record_that_breaks_a_rule_is_left_out_and_named(folder):
    project = Project.of(folder)
    store = project.store(ME)
    store.keep_document(DOCUMENT)
    store.add(mark("harbour open"))
    broken = store.add(mark("locks"))
    store.compact()
    path = store.path
    path.write_bytes(path.read_bytes().replace(b'"locks"', b"42"))
    marks, (problem,) = project.marks()
    assert [each.annotation.exact for each in marks] == ["harbour open"]
    assert str(path) in problem
    assert "exact is not a string" in problem
    assert broken.id not in [each.annotation.id for each in marks]


def test_a_damaged_file_is_named_and_its_marks_come_from_its_backup_and_journal(folder):
    project = Project.of(folder)
    mine, theirs = project.store(ME), project.store(OTHER)
    mine.add(mark("harbour open"))
    theirs.add(mark("took money", annotator=OTHER.name))
    theirs.compact()
    theirs.path.write_bytes(b"")
    marks, (problem,) = project.marks()
    assert [each.annotation.exact for each in marks] == ["harbour open", "took money"]
    assert problem == f"{theirs.path}: the file is empty"


def test_of_a_damaged_file_that_came_alone_what_can_be_read_is_there(folder):
    project = Project.of(folder)
    for annotator, word in ((ME, "harbour open"), (OTHER, "took money"), (OTHER, "she said")):
        project.store(annotator).add(mark(word, annotator=annotator.name))
    theirs = project.store(OTHER)
    theirs.compact()
    whole = theirs.path.read_bytes()
    for each in theirs.path.parent.glob("ben.json.*"):
        each.unlink()
    theirs.path.write_bytes(whole[: whole.index(b'"she said"')])
    marks, problems = project.marks()
    assert [each.annotation.exact for each in marks] == ["harbour open", "took money"]
    assert any("the end of the file is missing" in problem for problem in problems)


def test_a_file_that_is_no_more_than_a_journal_yet_is_a_store(folder):
    project = Project.of(folder)
    store = project.store(ME)
    store.add(mark("harbour open"))
    assert not store.path.exists()
    assert [each.path for each in project.stores()] == [store.path]
    assert [each.path for each in project.own_stores(ME)] == [store.path]
    assert project.own_stores(OTHER) == []


def test_a_copy_of_a_file_is_named_and_its_marks_are_not_counted_twice(folder):
    project = Project.of(folder)
    store = project.store(ME)
    store.add(mark("harbour open"))
    store.compact()
    copy = store.path.with_name("ana (1).json")
    copy.write_bytes(store.path.read_bytes())
    marks, (problem,) = project.marks()
    assert len(marks) == 1
    assert problem.startswith(f"{copy}: a copy of ana.json, left out")


def test_two_versions_in_a_file_are_named(folder):
    project = Project.of(folder)
    store = project.store(ME)
    store.add(mark("harbour open"))
    store.compact()
    content = store.path.read_bytes()
    (line,) = (each for each in content.split(b"\n") if b'"harbour open"' in each)
    twin = b"," + line.replace(b'"threat"', b'"allegation"')
    store.path.write_bytes(content.replace(line, line + b"\n" + twin))
    _, (problem,) = project.marks()
    assert problem == f"{store.path}: was put together by git: 1 record in two versions"


def test_marks_made_away_and_beside_the_documents_come_together(folder, monkeypatch):
    Project.of(folder).store(ME).add(mark("harbour open"))
    monkeypatch.setattr(project_module, "can_write", lambda _: False)
    away = Project.of(folder)
    away.store(ME).add(mark("took money"))
    assert {each.annotation.exact for each in away.marks()[0]} == {"harbour open", "took money"}
    assert len(away.stores()) == 2


def test_another_person_of_the_same_name_keeps_their_file(folder):
    project, namesake = Project.of(folder), Annotator(ME.name, "someone-else")
    mine = project.store(ME)
    mine.add(mark("harbour open"))
    theirs = project.store(namesake)
    theirs.add(mark("took money"))
    assert theirs.path != mine.path
    assert [each.exact for each in project.store(ME)] == ["harbour open"]
    assert [each.exact for each in project.store(namesake)] == ["took money"]
    assert len(project.stores()) == 2


def test_the_stores_of_a_project_are_only_read(folder):
    project = Project.of(folder)
    project.store(ME).add(mark("harbour open"))
    (store,) = project.stores()
    assert "belongs to somebody else" in store.read_only


def test_other_files_beside_the_annotations_are_no_stores(folder):
    project = Project.of(folder)
    project.store(ME).add(mark("harbour open"))
    write(project.home / "annotations" / "ana.json.bak")
    (project.home / "annotations" / "folder.json").mkdir()
    assert [store.path.name for store in project.stores()] == ["ana.json"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ana", "ana"),
        ("ana.b_c-1", "ana.b_c-1"),
        ("Ana", "%41na"),
        ("ana b", "ana%20b"),
        ("é", "%c3%a9"),
        ("../ana", "%2e.%2fana"),
        (".ana", "%2eana"),
        ("..", "%2e."),
        ("50%", "50%25"),
        ("a\nb\0", "a%0ab%00"),
        ("", "%"),
        ("\udce9", "%3f"),
        ("a" * 500, "a" * 120),
    ],
)
def test_the_name_of_a_person_becomes_a_file_name(name, file):
    assert file_name(name) == file


@pytest.mark.parametrize("name", ["../../ana", ".", "a/b", "\0", "n" * 400, "😀" * 100, "*"])
def test_whatever_a_person_is_called_their_marks_are_kept(name, folder):
    project, person = Project.of(folder), Annotator(name, "person-3")
    store = project.store(person)
    store.add(mark("harbour open"))
    assert store.path.parent == folder / ".postil" / "annotations"
    assert len(project.store(person)) == 1
    assert len(project.stores()) == 1


# Frozen texts


def test_a_frozen_text_is_found_by_its_hash(folder):
    project = Project.of(folder)
    project.freeze(TEXT)
    frozen = project.frozen(TEXT.sha256)
    assert frozen is not None
    assert frozen.data == TEXT.data
    assert (folder / ".postil" / "texts" / f"{TEXT.sha256}.txt").read_bytes() == TEXT.data


def test_freezing_twice_is_freezing_once(folder):
    project = Project.of(folder)
    project.freeze(TEXT)
    before = tree(folder)
    project.freeze(TEXT)
    assert tree(folder) == before


def test_git_is_told_what_is_not_for_it(folder):
    Project.of(folder).freeze(TEXT)
    ignored = (folder / ".postil" / ".gitignore").read_text().split()
    assert {"*.lock", "*.tmp"} <= set(ignored)
    assert not {"*.json", "*.txt", "*"} & set(ignored)


def changed_copy(project: Project) -> Path:
    project.freeze(TEXT)
    path = project.home / "texts" / f"{TEXT.sha256}.txt"
    path.write_bytes(TEXT.data + b"!")
    return path


def test_a_frozen_text_that_somebody_changed_is_refused(folder):
    project = Project.of(folder)
    changed_copy(project)
    assert project.frozen(TEXT.sha256) is None


def test_freezing_a_text_again_mends_a_changed_copy(folder):
    project = Project.of(folder)
    changed_copy(project)
    project.freeze(TEXT)
    assert project.frozen(TEXT.sha256) is not None


@pytest.mark.parametrize("sha256", ["../../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_hash_names_no_frozen_text(sha256, folder):
    assert Project.of(folder).frozen(sha256) is None


def test_a_text_is_found_frozen_or_in_its_document(folder):
    project = Project.of(folder)
    assert project.text_of("statement.txt", TEXT.sha256) is None
    write(folder / "statement.txt", TEXT[:])
    found = project.text_of("statement.txt", TEXT.sha256)
    assert found is not None
    assert found.data == TEXT.data
    project.freeze(TEXT)
    write(folder / "statement.txt", "edited")
    assert project.text_of("statement.txt", TEXT.sha256) is not None
    assert project.text_of("statement.txt", Text.of("x").sha256) is None


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_a_hostile_path_leads_to_no_text(path, folder):
    secret = write(folder.parent / "etc" / "passwd", "secret")
    (folder / "link").symlink_to(secret.parent)
    (folder / "loop").symlink_to("loop")
    project = Project.of(folder)
    for hostile in (path, path.replace("../../", "../"), str(secret)):
        assert project.text_of(hostile, Text.of("secret").sha256) is None


def test_a_text_outside_the_project_is_not_even_opened(folder, monkeypatch):
    write(folder.parent / "secret.txt", "secret")
    project, opened = Project.of(folder), []

    def opening(path, *_, **__):
        opened.append(path)
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "open", opening)
    assert project.text_of("../secret.txt", Text.of("secret").sha256) is None
    assert project.text_of("a.txt", "../../../secret") is None
    assert all(".." not in path.parts and path.is_relative_to(folder) for path in opened)


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_marks_under_a_hostile_path_are_marks_of_a_text_that_is_gone(path, folder):
    (folder / "loop").symlink_to("loop")
    project = Project.of(folder)
    store = project.store(ME)
    store.keep_document(replace(DOCUMENT, path=path))
    store.add(mark("harbour open"))
    assert [each.annotation.exact for each in project.marks()[0]] == ["harbour open"]
