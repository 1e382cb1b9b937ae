"""Where the parts of the screen stand, at every size."""

from __future__ import annotations

import itertools

import pytest

from tui.arrange import Box, Wishes, arrange, has_room_for_two, has_sides

SAID = ("documents", "marks", "second", "only_text", "sheet", "help", "guide")
SIZES = [(1, 1), (12, 3), (40, 10), (55, 12), (80, 24), (109, 30), (110, 30), (120, 40), (200, 60)]
WISHES = [
    Wishes(**dict(zip(SAID, flags, strict=True)), form=form)
    for flags in itertools.product((False, True), repeat=len(SAID))
    for form in (0, 3, 7)
]
COVERING = {"finder", "form"} | {
    f"{part}{end}" for part in ("documents", "marks") for end in ("", "_heading")
}


def cells(box: Box) -> set[tuple[int, int]]:
    return {
        (x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)
    }


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_cell_of_the_screen_belongs_to_one_part(width: int, height: int) -> None:
    for wishes in WISHES:
        boxes = arrange(width, height, wishes)
        covered: set[tuple[int, int]] = set()
        for name, box in boxes.items():
            here = cells(box)
            assert here or name == "text", (name, box)
            over = not has_sides(width, wishes) or name in ("finder", "form")
            if name not in COVERING or not over:
                assert not here & covered, (name, wishes)
            covered |= here
        assert covered == cells(Box(0, 0, width, height)), wishes


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_text_is_always_there(width: int, height: int) -> None:
    for wishes in WISHES:
        assert "text" in arrange(width, height, wishes)


def test_from_110_cells_on_both_lists_stand_beside_the_text() -> None:
    boxes = arrange(110, 30, Wishes())
    assert boxes["documents"] == (0, 1, 21, 26)
    assert boxes["text"] == (21, 1, 64, 26)
    assert boxes["marks"] == (85, 1, 25, 26)
    wide = arrange(200, 60, Wishes())
    assert (wide["documents"].width, wide["marks"].width) == (33, 44)
    assert "documents" not in arrange(109, 30, Wishes())
    assert "marks" not in arrange(200, 30, Wishes(only_text=True))


def test_below_that_a_list_is_a_drawer_over_the_text() -> None:
    text = arrange(80, 24, Wishes())["text"]
    assert text == (0, 1, 80, 20)
    boxes = arrange(80, 24, Wishes(documents=True))
    assert boxes["text"] == text
    assert boxes["documents"] == (0, 1, 40, 20)
    assert arrange(80, 24, Wishes(marks=True))["marks"] == (28, 1, 52, 20)
    assert arrange(50, 24, Wishes(marks=True))["marks"] == (0, 1, 50, 20)


def test_two_texts_stand_beside_each_other_where_each_has_a_column() -> None:
    boxes = arrange(120, 40, Wishes(second=True))
    assert boxes["text"] == (0, 1, 60, 36)
    assert boxes["second"] == (61, 1, 59, 36)
    assert {"documents", "marks"} & boxes.keys() == set()
    assert {"documents", "marks"} <= arrange(200, 40, Wishes(second=True)).keys()


def test_two_texts_on_a_narrow_screen_stand_below_each_other() -> None:
    boxes = arrange(80, 24, Wishes(second=True))
    assert boxes["text"] == (0, 1, 80, 10)
    assert boxes["second_heading"] == (0, 11, 80, 1)
    assert boxes["second"] == (0, 12, 80, 9)


@pytest.mark.parametrize(
    ("size", "fits"), [((40, 10), False), ((80, 16), False), ((80, 24), True), ((100, 8), True)]
)
def test_there_is_room_for_two_texts_or_not(size: tuple[int, int], fits: bool) -> None:
    assert has_room_for_two(*size) == fits


def test_finding_leaves_the_text_in_sight() -> None:
    boxes = arrange(80, 24, Wishes(sheet=True))
    assert boxes["finder"] == (0, 11, 80, 10)
    assert arrange(120, 40, Wishes(sheet=True))["finder"] == (21, 25, 74, 12)


def test_a_form_has_a_row_for_each_entry_and_leaves_the_text_in_sight() -> None:
    assert arrange(80, 24, Wishes(form=7))["form"] == (0, 12, 80, 9)
    assert arrange(80, 24, Wishes(form=3, marks=True))["form"] == (0, 16, 80, 5)
    assert arrange(120, 40, Wishes(form=7))["form"] == (21, 28, 74, 9)
    assert arrange(40, 10, Wishes(form=7))["form"] == (0, 3, 40, 4)


def test_a_guide_takes_its_row_from_the_text() -> None:
    boxes = arrange(80, 24, Wishes(guide=True))
    assert boxes["guide"] == (0, 20, 80, 1)
    assert boxes["text"].height == 19
