"""From a key as a terminal sends it to a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.codebook import Codebook
from tui.commands import BY_ID, COMMANDS, Command

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
    if character and character != " " and character.isprintable() and not key.startswith("ctrl+"):
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
    """The keys of the commands and of a codebook's tags."""

    def __init__(self, codebook: Codebook) -> None:
        self._bound: dict[str, Bound] = {
            key: Bound(command) for command in COMMANDS for key in command.keys
        }
        self.letters: dict[str, str] = {}
        """The letter that marks with a tag, by tag id; tags without one have their digit."""
        self.without_letter: list[str] = []
        """Ids of tags whose letter is taken by a command, in either case."""
        for number, tag in enumerate(codebook, 1):
            if number <= 9:
                self._bound[str(number)] = Bound(BY_ID["tag"], tag.id)
            if not tag.key:
                continue
            if tag.key in self._bound or tag.key.upper() in self._bound:
                self.without_letter.append(tag.id)
                continue
            self.letters[tag.id] = tag.key
            self._bound[tag.key] = Bound(BY_ID["tag"], tag.id)
            self._bound[tag.key.upper()] = Bound(BY_ID["tag_rest"], tag.id)

    def __getitem__(self, key: str) -> Bound | None:
        """What a key does, if anything."""
        return self._bound.get(key)

    def keys(self) -> Mapping[str, Bound]:
        """All keys and what they do."""
        return self._bound
