"""Files that are the old one or the new one, and what of a name can be text."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import files
from tests.annotations.stored import CHANGES_OF_THE_DISK, Killed, full, killed_at
from tests.annotations.strategies import SOME


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name != "home")


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old" * 9)
    path.chmod(0o640)
    files.replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == 0o640
    assert names(tmp_path) == ["a"]


def test_a_replaced_file_is_the_old_one_or_the_new_one_wherever_it_is_cut(tmp_path):
    path = tmp_path / "a"
    for number in range(20):
        path.write_bytes(b"old")
        with killed_at(number) as calls:
            try:
                files.replace_file(path, b"newer")
            except Killed:
                pass
            else:
                break
        assert path.read_bytes() in (b"old", b"newer"), calls
    assert number >= 4
    assert path.read_bytes() == b"newer"


@pytest.mark.parametrize("name", ["write", "fdatasync", "replace", "fchmod"])
def test_when_it_cannot_be_replaced_the_old_file_is_there_and_nothing_else(
    tmp_path, monkeypatch, name
):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, name, full)
        with pytest.raises(OSError, match="No space left"):
            files.replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_what_is_written_aside_is_hidden_whole_and_not_in_the_way(tmp_path):
    path = tmp_path / ("n" * 240)
    pieces = [b"x" * 700_000, b"", b"y" * 700_000]
    first, second = files.write_aside(path, pieces), files.write_aside(path, iter(pieces))
    assert first != second
    for each in (first, second):
        assert each.name.startswith(".")
        assert each.name.endswith(".tmp")
        assert each.read_bytes() == b"".join(pieces)
    assert not path.exists()


def test_an_error_while_pieces_are_made_leaves_nothing(tmp_path):
    def pieces():
        yield b"x"
        raise KeyError

    with pytest.raises(KeyError):
        files.write_aside(tmp_path / "a", pieces())
    assert names(tmp_path) == []


def test_however_little_is_taken_at_once_everything_is_written(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda each, data: write(each, bytes(data)[:3]))
    files.replace_file(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.parametrize("can_link", [True, False])
def test_a_file_is_kept_under_another_name_whatever_becomes_of_it(tmp_path, monkeypatch, can_link):
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if not can_link:
        monkeypatch.setattr(os, "link", refused)
    path, kept = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"first")
    kept.write_bytes(b"what was kept before")
    files.keep_as(path, kept)
    files.replace_file(path, b"second")
    assert (path.read_bytes(), kept.read_bytes()) == (b"second", b"first")
    assert names(tmp_path) == ["a", "b"]


def test_when_a_file_cannot_be_kept_nothing_is_left(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"first")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        files.keep_as(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["a"]


def test_what_is_not_there_has_no_contents_and_what_is_no_file_is_an_error(tmp_path):
    assert files.contents(tmp_path / "a") is None
    (tmp_path / "a").write_bytes(b"x")
    assert files.contents(tmp_path / "a") == b"x"
    os.mkfifo(tmp_path / "pipe")
    for each in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(OSError, match="not a file"):
            files.contents(each)
    with pytest.raises(OSError, match="Not a directory"):
        files.contents(tmp_path / "a" / "b")


def test_a_file_that_cannot_be_removed_stays(tmp_path):
    files.remove(tmp_path / "missing")
    files.remove(tmp_path)
    assert tmp_path.is_dir()


def test_a_project_folder_is_made_once_with_what_git_shall_not_see(tmp_path):
    folder = tmp_path / "new" / ".postil" / "annotations"
    files.make_project_folder(folder)
    ignored = folder.parent / ".gitignore"
    assert folder.is_dir()
    assert ignored.read_text().split() == files.IGNORED.split()
    ignored.write_text("mine\n")
    files.make_project_folder(folder)
    files.make_project_folder(folder.with_name("texts"))
    assert ignored.read_text() == "mine\n"


def test_every_new_folder_is_known_to_the_disk(tmp_path, monkeypatch):
    synced, sync = [], os.fsync

    def syncing(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))  # noqa: PTH115
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", syncing)
    folder = tmp_path / "a" / "b" / "c"
    files.make_project_folder(folder)
    assert synced[:3] == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]


def test_a_folder_is_synced_and_a_missing_one_is_an_error(tmp_path, monkeypatch):
    seen, sync = [], os.fsync

    def syncing(descriptor: int) -> None:
        seen.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", syncing)
    files.sync_folder(tmp_path)
    assert seen == [True]
    with pytest.raises(FileNotFoundError):
        files.sync_folder(tmp_path / "missing")


def test_the_calls_between_which_tests_stand_are_all_there():
    assert all(hasattr(os, name) for name in CHANGES_OF_THE_DISK)


@SOME
@given(st.binary(min_size=1, max_size=40))
def test_any_name_of_a_file_is_text_and_comes_back(name):
    path = os.fsdecode(name)
    text = files.path_as_text(path)
    text.encode()
    assert files.path_from_text(text) == path or any("\uef80" <= each <= "\uefff" for each in path)
