"""From a key as a terminal sends it to a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.codebook import Codebook
from tui.binding import bind
from tui.commands import BY_ID, CARET, COMMANDS, TEXT, Command, own_rooms, shown
from tui.keyboards import KEYBOARDS
from tui.settings import Settings

_MODIFIERS_ALONE = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
)


def normalise(key: str, character: str | None) -> str | None:
    """One name for a key, whatever protocol it came by; None for a modifier on its own.

    Printable keys are their character (`H`, not `shift+h`; `+`, not `add`), others Textual's name.
    """
    if key in _MODIFIERS_ALONE:
        return None
    is_plain = not key.startswith(("ctrl+", "alt+"))
    if character and character != " " and character.isprintable() and is_plain:
        return character
    base = key.removeprefix("shift+")
    if base != key and len(base) == 1:
        return base.upper()
    return {"shift+space": "space", "add": "+", "subtract": "-"}.get(key, key)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a key does."""

    command: Command
    tag: str = ""
    """Id of the tag, where the command is to mark."""


class Keymap:
    """The keys of the commands and of a codebook's tags, in each room."""

    def __init__(self, codebook: Codebook, settings: Settings | None = None) -> None:
        """The keys that these settings, or none, give to the commands and leave to the tags."""
        settings = settings or Settings()
        self._keys, self.faults = bind(settings, codebook)
        self._places: Mapping[str, str] = {}
        self.use_keyboard(settings.keyboard)
        self._bound: dict[tuple[str, str], Bound] = {
            (room, key): Bound(command)
            for command in COMMANDS
            for room in own_rooms(command)
            for key in self._keys[command.id]
        }
        self.tag_keys: dict[str, str] = {}
        """The tag that each letter or digit stands for, by key."""
        self.letters: dict[str, str] = {}
        """The letter that marks with a tag, by tag id; tags without one have their digit."""
        self.without_letter: list[str] = []
        """Ids of tags whose letter is taken by a command, in either case."""
        for number, tag in enumerate(codebook, 1):
            if number <= 9:
                self._bind_tag(str(number), "tag", tag.id)
            if not tag.key:
                continue
            if {(TEXT, tag.key), (TEXT, tag.key.upper())} & self._bound.keys():
                self.without_letter.append(tag.id)
                continue
            self.letters[tag.id] = tag.key
            self._bind_tag(tag.key, "tag", tag.id)
            self._bind_tag(tag.key.upper(), "tag_rest", tag.id)

    def use_keyboard(self, name: str) -> None:
        """Take keys by their place on the keyboard of another script, from now on."""
        self._places = KEYBOARDS.get(name, {})

    def bound(self, key: str, room: str = TEXT) -> Bound | None:
        """What a key does in a room, if anything.

        One that means nothing may lie, on a keyboard of another script, where one that does is.
        """
        return self._found(key, room) or self._found(self.at_its_place(key), room)

    def _found(self, key: str, room: str) -> Bound | None:
        """With the caret, what a key does in the text counts where it means nothing of its own."""
        found = self._bound.get((room, key))
        if found is None and room == CARET:
            in_text = self._bound.get((TEXT, key))
            found = in_text if in_text and CARET in in_text.command.rooms else None
        return found

    def at_its_place(self, key: str) -> str:
        """The key of the US keyboard where this one was pressed, if the settings name another."""
        return self._places.get(key, key)

    def keys_of(self, command: str) -> tuple[str, ...]:
        """The keys of a command, by its id; the first is shown."""
        return self._keys[command]

    def shown(self, command: str) -> str:
        """The first key of a command as people read it; its label, where it has none."""
        keys = self._keys[command]
        return shown(keys[0]) if keys else f"({BY_ID[command].label})"

    def about_tags(self, codebook: Codebook) -> str:
        """A sentence about the tags whose letter is taken; empty when there are none."""
        told = []
        for number, tag in enumerate(codebook, 1):
            if tag.id in self.without_letter:
                how = f"{number} marks with it" if number <= 9 else "it has no key"
                told.append(f"{tag.key} is a key already: {tag.name}: {how}")
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        return told[0] + more if told else ""

    def _bind_tag(self, key: str, command: str, tag: str) -> None:
        self._bound[TEXT, key] = Bound(BY_ID[command], tag)
        if command == "tag":
            self.tag_keys[key] = tag
