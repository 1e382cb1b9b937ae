"""What the main states look like. `make pictures` takes them anew."""

from __future__ import annotations

import pytest

from tests.pictures import IN_DOCS, KEPT, PICTURES, as_text


@pytest.mark.parametrize("name", PICTURES)
async def test_it_looks_as_it_did(name: str) -> None:
    assert await as_text(PICTURES[name]) == (KEPT / f"{name}.txt").read_text("utf-8")


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in KEPT.iterdir()} == PICTURES.keys()
    assert set(IN_DOCS) <= PICTURES.keys()
    assert len(PICTURES) <= 25
