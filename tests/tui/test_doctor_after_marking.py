"""What the doctor finds in a project that was marked by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.doctor import examine, mend
from annotations.project import Project
from tests.tui.sitting import ME, Sitting, full_disk, marks_file

COPY = "ana.sync-conflict-20260101-101010-ABC.json"


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def begun(sitting: Sitting) -> Path:
    sitting.press("t")
    while sitting.session.freeze_next():
        pass
    sitting.session.finish()
    return sitting.folder


@pytest.mark.parametrize("name", ["", "elsewhere/77\n"])
def test_looking_does_not_even_touch_the_lock(sitting: Sitting, name: str) -> None:
    folder = begun(sitting)
    lock = marks_file(folder).with_name("ana.json.lock")
    lock.write_text(name) if name else lock.unlink()
    before = tree(folder)
    examine(Project.of(folder), ME)
    assert tree(folder) == before


def test_a_gitignore_that_cannot_be_written_is_said_in_a_sentence(sitting: Sitting) -> None:
    folder = begun(sitting)
    (folder / ".postil" / ".gitignore").write_text("*.lock\n")
    with full_disk():
        (sentence,) = mend(Project.of(folder), ME)
    assert "no space left on device" in sentence
    assert sentence.endswith("not mended")


def test_what_cannot_be_mended_is_not_called_mendable(sitting: Sitting) -> None:
    folder = begun(sitting)
    file = marks_file(folder)
    file.with_name(COPY).write_bytes(file.read_bytes())
    file.write_bytes(file.read_bytes().replace(b'"schema":1', b'"schema":99'))
    assert not any(each.mendable for each in examine(Project.of(folder), ME))


def test_an_empty_file_without_anything_beside_it_is_not_called_mendable(
    sitting: Sitting,
) -> None:
    folder = begun(sitting)
    for path in marks_file(folder).parent.iterdir():
        path.unlink()
    marks_file(folder).write_bytes(b"")
    found = examine(Project.of(folder), ME)
    assert found[0].kind == "damaged"
    assert not any(each.mendable for each in found)


def test_a_file_that_cannot_be_read_is_not_called_damaged(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = begun(sitting)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == marks_file(folder):
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = examine(Project.of(folder), ME)
    assert "damaged" not in [each.kind for each in found]
    assert not any(each.mendable for each in found)


def test_marks_whose_document_is_in_no_record_are_found(sitting: Sitting) -> None:
    folder = begun(sitting)
    file = marks_file(folder)
    data = file.read_bytes()
    begin, end = data.index(b',"documents":{'), data.rindex(b"\n}")
    file.write_bytes(data[:begin].rstrip(b"\n") + b"\n}\n")
    assert len(data) > end
    assert examine(Project.of(folder), ME) != []
