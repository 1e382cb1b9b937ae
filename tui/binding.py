"""Which keys each command has: those of the table, less or other ones by preset and settings."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.codebook import Codebook
from tui.commands import ANYWHERE, BY_ID, COMMANDS, TEXT, own_rooms, shown
from tui.keynames import key_named
from tui.settings import Fault, Settings, near

Keys = dict[str, tuple[str, ...]]
"""The keys of each command, by its id."""

ALWAYS = ("quit_at_once", "ctrl+q")
"""A command and the key that it has whatever the settings say: there is a way out."""

_WITHOUT: Mapping[str, frozenset[str]] = {
    "default": frozenset(),
    "arrows": frozenset("hjklbwHJKLBW"),
}
"""Keys that a preset leaves free for tags: the commands of those have others beside them."""


def of_preset(preset: str) -> Keys:
    """The keys of the table as far as a preset keeps them."""
    without = _WITHOUT[preset]
    return {
        command.id: tuple(key for key in command.keys if key not in without) for command in COMMANDS
    }


def bind(settings: Settings, codebook: Codebook) -> tuple[Keys, list[Fault]]:
    """The keys that count, and what of the settings does not and why.

    A command whose entry has a fault keeps the keys of the preset.
    """
    faults: list[Fault] = []
    wanted: Keys = {}
    for id, written in settings.keys.items():
        try:
            wanted[id] = _checked(id, written)
        except ValueError as error:
            faults.append(settings.fault(str(error), "keys", id))
    default = of_preset(settings.preset)
    tags = _of_tags(codebook, default)
    while (clash := _first_clash(default, wanted, tags)) is not None:
        id, reason = clash
        del wanted[id]
        faults.append(settings.fault(f"{id}: {reason}", "keys", id))
    return default | wanted, faults


def _checked(id: str, written: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of an entry. Raises ValueError with a reason for people."""
    if id not in BY_ID:
        raise ValueError(f"no command is called {id[:40]!r}{near(id, BY_ID)}")
    if id in ("tag", "tag_rest"):
        raise ValueError(f"{id}: the keys of tags are in the codebook")
    try:
        keys = dict.fromkeys(map(key_named, written))
    except ValueError as error:
        raise ValueError(f"{id}: {error}") from error
    return tuple(keys) if id != ALWAYS[0] else (*(keys | {ALWAYS[1]: None}),)


def _of_tags(codebook: Codebook, default: Keys) -> dict[str, str]:
    """The keys that mark, and the name of the tag: digits, and letters that no command has."""
    taken = {key for id, keys in default.items() if TEXT in BY_ID[id].rooms for key in keys}
    names = dict.fromkeys("123456789", "")
    for number, tag in enumerate(codebook, 1):
        if number <= 9:
            names[str(number)] = tag.name
        cases = {tag.key, tag.key.upper()}
        if tag.key and not cases & taken:
            names |= dict.fromkeys(cases, tag.name)
    return names


def _first_clash(default: Keys, wanted: Keys, tags: Mapping[str, str]) -> tuple[str, str] | None:
    """A command whose entry takes a key that means something else in a room, and the reason."""
    owners = {(room, ALWAYS[1]): ALWAYS[0] for room in ANYWHERE}
    for id, keys in [*((id, default[id]) for id in default if id not in wanted), *wanted.items()]:
        for key in keys:
            for room in own_rooms(BY_ID[id]):
                if room == TEXT and key in tags:
                    tag = f"the tag {tags[key]}" if tags[key] else "a tag"
                    return id, f"{shown(key)} marks with {tag}"
                owner = owners.setdefault((room, key), id)
                if owner != id:
                    return id, f"{shown(key)} is a key of {owner} already"
    return None
