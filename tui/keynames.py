"""Keys as people write them, and the names by which they arrive."""

from __future__ import annotations

import unicodedata

_NAMED = frozenset(
    ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"]
    + ["backspace", "tab", "enter", "escape", "space"]
    + [f"f{number}" for number in range(1, 25)]
)
_ALSO = {
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ins": "insert",
    "del": "delete",
    "esc": "escape",
    "return": "enter",
}
_ALSO_CALLED = {
    "slash": "solidus",
    "backslash": "reverse solidus",
    "at": "commercial at",
    "minus": "hyphen-minus",
    "hyphen minus": "hyphen-minus",
    "plus": "plus sign",
    "underscore": "low line",
    "less than sign": "less-than sign",
    "greater than sign": "greater-than sign",
}
_MODIFIERS = ("alt", "ctrl", "shift")
_WITH_CTRL = {
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
}
"""Characters that terminals send together with Ctrl, and what they are called then."""
_THE_SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc"}
"""Keys that plain terminals do not tell from others."""


def key_named(written: str) -> str:
    """The name by which a key arrives (`tui.keymap.normalise`): `PgDn`, `Ctrl+Left`, `comma`, `H`.

    Raises ValueError, with a reason for people, where terminals send no such key.
    """
    if len(written) == 1 and written not in _ALSO and not written.isspace():
        return _character(written, written)
    *held, last = [part.strip() for part in written.split("+")]
    modifiers = sorted({each.lower() for each in held})
    if not set(modifiers) <= set(_MODIFIERS):
        raise ValueError(f"{_quoted(written)} is not a key")
    name = last.lower().replace(" ", "") if len(last) > 1 else last
    name = _ALSO.get(name, name)
    if name in _NAMED:
        if name == "space" and modifiers:
            raise ValueError(f"{_quoted(written)} arrives as Space in most terminals")
        return "+".join([*modifiers, name])
    character = name if len(name) == 1 else _called(last)
    if character is None:
        raise ValueError(f"{_quoted(written)} is not a key")
    if not modifiers:
        return _character(character, written)
    if modifiers == ["shift"] and character.isalpha():
        return _character(character.upper(), written)
    if modifiers == ["ctrl"] and character.isascii():
        lower = character.lower()
        if f"ctrl+{lower}" in _THE_SAME:
            same = _THE_SAME[f"ctrl+{lower}"]
            raise ValueError(f"{_quoted(written)} arrives as {same} in most terminals: name that")
        if lower.isalpha() or lower in _WITH_CTRL:
            return f"ctrl+{_WITH_CTRL.get(lower, lower)}"
    raise ValueError(f"{_quoted(written)} is not a key that terminals send")


def _character(character: str, written: str) -> str:
    if len(character) != 1 or character.isspace() or not character.isprintable():
        raise ValueError(f"{_quoted(written)} is not a key")
    return character


def _called(name: str) -> str | None:
    """The character that Unicode, or Textual, calls by a name."""
    name = name.lower().replace("_", " ")
    try:
        return unicodedata.lookup(_ALSO_CALLED.get(name, name))
    except KeyError:
        return None


def _quoted(written: str) -> str:
    return repr(written if len(written) <= 40 else f"{written[:39]}…")
