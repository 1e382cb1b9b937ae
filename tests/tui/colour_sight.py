"""What colours look like, to those who see all of them and to those who do not."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style
from rich.terminal_theme import TerminalTheme

Vector = tuple[float, float, float]

SIGHTS: dict[str, tuple[Vector, Vector, Vector]] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Matrices for linear RGB, severity 1.0: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15 (6), 2009."""

_SRGB = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""From linear RGB to CIE XYZ (IEC 61966-2-1)."""
_D65 = (0.95047, 1.0, 1.08883)

_BASIC = ["000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"]
_BRIGHT = ["7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"]


def xterm(dark: bool) -> TerminalTheme:
    """The default colours of xterm, with a black page and, unless `dark`, with a white one."""
    basic, bright = ([triplet(each) for each in row] for row in (_BASIC, _BRIGHT))
    page, ink = (basic[0], basic[7]) if dark else (bright[7], basic[0])
    return TerminalTheme(page, ink, basic, bright)


def triplet(colour: str) -> ColorTriplet:
    return Color.parse(f"#{colour.removeprefix('#')}").get_truecolor()


def ink_and_page(style: Style, dark: bool) -> tuple[ColorTriplet, ColorTriplet]:
    """What a style looks like on a terminal with the colours of xterm."""
    theme, own = xterm(dark), Color.default()
    ink = (style.color or own).get_truecolor(theme)
    page = (style.bgcolor or own).get_truecolor(theme, foreground=False)
    return (page, ink) if style.reverse else (ink, page)


def difference(one: ColorTriplet, other: ColorTriplet, sight: str = "normal") -> float:
    """How different two colours look, as CIEDE2000: 2 is just noticed, 10 at a glance."""
    return ciede2000(_lab(one, sight), _lab(other, sight))


def _lab(colour: ColorTriplet, sight: str) -> Vector:
    """CIE L*a*b* of a colour as it is seen."""
    linear = tuple(
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    seen = [min(1.0, max(0.0, part)) for part in _times(SIGHTS[sight], linear)]
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (each / white for each, white in zip(_times(_SRGB, seen), _D65, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(
    matrix: tuple[Vector, Vector, Vector], vector: tuple[float, ...] | list[float]
) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def ciede2000(one: Vector, other: Vector) -> float:
    """The colour difference of CIE 142-2001 between two colours in L*a*b*."""
    mean_chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    greyness = 0.5 * (1 - sqrt(_far(mean_chroma)))
    (light1, chroma1, hue1), (light2, chroma2, hue2) = (
        _polar(lightness, a * (1 + greyness), b) for lightness, a, b in (one, other)
    )
    is_grey = chroma1 * chroma2 == 0
    turn = 0.0 if is_grey else (hue2 - hue1 + 180) % 360 - 180
    hue = hue1 + hue2 if is_grey else (hue1 + turn / 2) % 360
    lightness, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    wave = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    off_grey = (lightness - 50) ** 2
    by_lightness = (light2 - light1) / (1 + 0.015 * off_grey / sqrt(20 + off_grey))
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * wave)
    blue = 60 * exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * sqrt(_far(chroma)) * sin(radians(blue))
    return sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def _far(chroma: float) -> float:
    return chroma**7 / (chroma**7 + 25.0**7)


def _polar(lightness: float, a: float, b: float) -> Vector:
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360
