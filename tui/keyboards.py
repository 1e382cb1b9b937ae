"""Keyboards of other scripts: which key of the US keyboard lies where a letter was pressed.

The layouts are those that PCs come with: Russian JCUKEN, Ukrainian, Greek, Hebrew (SI 1452), Arabic
(101). A key that is the same in both, or another ASCII character where the US keyboard has no
letter, stays what it is.
"""

from __future__ import annotations

from collections.abc import Mapping

_US = ("`qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
_US_SHIFTED = ("~QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")

_LAYOUTS = {
    "russian": (
        ("ёйцукенгшщзхъ\\", "фывапролджэ", "ячсмитьбю."),
        ("ЁЙЦУКЕНГШЩЗХЪ/", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ,"),
    ),
    "ukrainian": (
        ("'йцукенгшщзхїґ", "фівапролджє", "ячсмитьбю."),
        ("~ЙЦУКЕНГШЩЗХЇҐ", "ФІВАПРОЛДЖЄ", "ЯЧСМИТЬБЮ,"),
    ),
    "greek": (
        ("`;ςερτυθιοπ[]\\", "ασδφγηξκλ΄'", "ζχψωβνμ,./"),
        ("~:΅ΕΡΤΥΘΙΟΠ{}|", 'ΑΣΔΦΓΗΞΚΛ¨"', "ΖΧΨΩΒΝΜ<>?"),
    ),
    "hebrew": (
        (";/'קראטוןםפ][\\", "שדגכעיחלךף,", "זסבהנמצתץ."),
        ("~QWERTYUIOP}{|", 'ASDFGHJKL:"', "ZXCVBNM><?"),
    ),
    "arabic": (
        ("ذضصثقفغعهخحجد\\", "شسيبلاتنمكط", "ئءؤرﻻىةوزظ"),
        ("\u0651\u064e\u064b\u064f\u064cﻹإ`÷×؛<>|", '\u0650\u064d][ﻷأـ،/:"', "~\u0652}{ﻵآ',.؟"),
    ),
}


def _by_place(layout: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, str]:
    here = "".join(layout[0] + layout[1])
    there = "".join(_US + _US_SHIFTED)
    return {
        key: us
        for key, us in zip(here, there, strict=True)
        if key != us and (us.isalpha() or not key.isascii())
    }


KEYBOARDS: Mapping[str, Mapping[str, str]] = {
    script: _by_place(layout) for script, layout in _LAYOUTS.items()
}
"""For each keyboard the key of the US keyboard at the place of each of its characters."""

ENOUGH = 3
"""Unknown letters of a script after which its keyboard is offered."""


def script_of(key: str) -> str | None:
    """The keyboard that a letter is typed on; Russian for what it shares with Ukrainian."""
    if key.isascii():
        return None
    return next((name for name, keys in KEYBOARDS.items() if key in keys), None)


def offer(keyboard: str) -> str:
    """What is said when a keyboard may help."""
    return f'{keyboard.capitalize()} letters? keyboard = "{keyboard}" in the settings, or Y here'


class Strangers:
    """The letters that did nothing, until there are enough of one script to offer its keyboard."""

    def __init__(self) -> None:
        self._met: list[str] = []
        self._offered = False

    def meet(self, key: str) -> str | None:
        """Count a key that did nothing; the keyboard to offer now, once in a sitting."""
        if self._offered or script_of(key) is None:
            return None
        self._met.append(key)
        for name, keys in KEYBOARDS.items():
            if sum(each in keys for each in self._met[-ENOUGH:]) == ENOUGH:
                self._offered = True
                return name
        return None
