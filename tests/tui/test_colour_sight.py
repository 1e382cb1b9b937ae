"""What the tests of the themes measure with measures rightly."""

from __future__ import annotations

import pytest

from tests.tui.colour_sight import SIGHTS, Vector, ciede2000, difference, triplet
from tui.contrast import BLACK, WHITE, contrast, moved


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_colour_difference_is_that_of_the_published_pairs(
    one: Vector, other: Vector, expected: float
) -> None:
    """Pairs of G. Sharma, W. Wu, E. N. Dalal, Color Research and Application 30 (1), 2005."""
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHTS)
def test_grey_looks_the_same_to_everybody(sight: str) -> None:
    grey = triplet("808080")
    assert difference(grey, BLACK, sight) == pytest.approx(difference(grey, BLACK), abs=0.1)


@pytest.mark.parametrize(
    ("sight", "one", "other"),
    [
        ("protanopia", "d03010", "806a00"),
        ("deuteranopia", "d03010", "a08000"),
        ("tritanopia", "0080c0", "008a90"),
    ],
)
def test_who_does_not_see_all_colours_takes_some_for_others(
    sight: str, one: str, other: str
) -> None:
    far, near = (difference(triplet(one), triplet(other), each) for each in ("normal", sight))
    assert near < far / 2


@pytest.mark.parametrize(
    ("colour", "expected"), [("000000", 21.0), ("767676", 4.54), ("0000ff", 8.59), ("ffffff", 1.0)]
)
def test_contrast_is_that_of_wcag(colour: str, expected: float) -> None:
    assert contrast(triplet(colour), WHITE) == pytest.approx(expected, abs=0.005)
    assert contrast(WHITE, triplet(colour)) == contrast(triplet(colour), WHITE)


def test_a_colour_is_moved_no_further_than_it_must() -> None:
    grey = triplet("909090")
    assert moved(grey, BLACK, 4.5) == grey
    assert 7.0 <= contrast(moved(triplet("606060"), BLACK, 7.0), BLACK) < 8.0
    assert moved(grey, triplet("757575"), 7.0) == WHITE
