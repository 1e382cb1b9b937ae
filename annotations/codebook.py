"""Tags and what they mean: a TOML file that people read and write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.errors import BadCodebook, UnknownTag, reason_of
from annotations.toml import BrokenToml, Lines, parsed

FILE_NAME = "codebook.toml"


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that can be said of a span."""

    id: str
    """What annotations hold: letters, digits, `-` and `_`. Never changes."""
    name: str
    """What people read."""
    key: str
    """The letter that marks with it, lower case; empty when it has none."""
    colour: str
    """`#rrggbb`; adapted to the theme on screen."""
    mark: str
    """The letter that stands in the margin."""
    definition: str = ""
    """What counts as such a span."""
    include: tuple[str, ...] = ()
    """Cases that belong to it."""
    exclude: tuple[str, ...] = ()
    """Cases that do not."""
    examples: tuple[str, ...] = ()
    """Spans that were marked rightly."""
    parent: str = ""
    """Id of the tag above it in the tree; empty at the top."""
    retired: bool = False
    """No longer given to new marks."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The tags of a project, in the order of their digits."""

    title: str
    """What the codebook is about."""
    tags: tuple[Tag, ...]
    """All tags, retired ones included."""

    def __iter__(self) -> Iterator[Tag]:
        """The tags that new marks can be given."""
        return (tag for tag in self.tags if not tag.retired)

    def get(self, id: str) -> Tag:
        """The tag of that id, or one made up for an id that the codebook does not know."""
        for tag in self.tags:
            if tag.id == id:
                return tag
        return Tag(id=id, name=id, key="", colour="#505050", mark="?", retired=True)

    def named(self, words: str) -> Tag:
        """The tag that somebody calls by its id, or by its name in any case.

        Raises UnknownTag with the tag that may have been meant.
        """
        for tag in self.tags:
            if tag.id == words:
                return tag
        called = words.casefold()
        for tag in self.tags:
            if tag.name.casefold() == called:
                return tag
        from difflib import get_close_matches

        names = {name.casefold(): tag.id for tag in self for name in (tag.name, tag.id)}
        near = get_close_matches(called[:40], names, n=1)
        known = ", ".join(tag.id for tag in self)
        hint = f"did you mean {names[near[0]]}?" if near else f"there are {known}"
        raise UnknownTag(f"no tag is called {words[:40]!r}; {hint}")


def built_in() -> Codebook:
    """The codebook for projects that have none of their own."""
    from importlib import resources

    source = resources.files("annotations") / FILE_NAME
    return parse(source.read_text("utf-8"), Path(FILE_NAME))


def read(path: Path) -> Codebook:
    """The codebook in a file. Raises BadCodebook with the line of the fault."""
    try:
        return parse(path.read_text("utf-8-sig"), path)
    except OSError as error:
        raise BadCodebook(path, None, f"cannot be read: {reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise BadCodebook(path, None, f"is not UTF-8 at byte {error.start}") from error


def parse(source: str, path: Path) -> Codebook:
    """The codebook that a TOML source describes. Raises BadCodebook with the line of the fault."""
    try:
        data = parsed(source)
    except BrokenToml as error:
        raise BadCodebook(path, error.line, error.reason) from error
    return _Reader(source, path).codebook(data)


_TAG_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class _Reader:
    """Checks what TOML brought and says where it is wrong."""

    def __init__(self, source: str, path: Path) -> None:
        self.path = path
        self.lines = Lines(source)

    def codebook(self, data: Mapping[str, Any]) -> Codebook:
        title, tables = data.get("title", ""), data.get("tags")
        if not isinstance(title, str):
            raise BadCodebook(self.path, self.lines.of("title"), "title must be a string")
        if not isinstance(tables, list) or not tables:
            raise BadCodebook(self.path, None, "has no [[tags]]")
        tags = tuple(self.tag(number, table) for number, table in enumerate(tables))
        self.refuse_twice("id", (tag.id for tag in tags))
        self.refuse_twice("key", (tag.key for tag in tags))
        known = {tag.id for tag in tags}
        for number, tag in enumerate(tags):
            if tag.parent and tag.parent not in known:
                raise self.fault(number, "parent", f"no tag has the id {tag.parent!r}")
        if all(tag.retired for tag in tags):
            raise BadCodebook(self.path, None, "every tag is retired")
        return Codebook(title, tags)

    def tag(self, number: int, table: object) -> Tag:
        if not isinstance(table, dict):
            raise self.fault(number, "", "tags must be written as [[tags]] tables")
        id = self.string(number, table, "id", required=True)
        if not _TAG_ID.fullmatch(id):
            raise self.fault(number, "id", f"{id!r} is not an id: use a-z, 0-9, - and _")
        name = self.string(number, table, "name") or id.capitalize()
        key = self.string(number, table, "key")
        if key and not (len(key) == 1 and key.isalpha() and key == key.lower() != key.upper()):
            raise self.fault(number, "key", f"{key!r} is not a lower-case letter")
        colour = self.string(number, table, "colour") or "#505050"
        if not _COLOUR.fullmatch(colour):
            raise self.fault(number, "colour", f"{colour!r} is not a colour like #b01020")
        mark = self.string(number, table, "mark") or (key or name[0]).upper()
        if len(mark) != 1 or not mark.isalnum():
            raise self.fault(number, "mark", f"{mark!r} is not one letter")
        retired = table.get("retired", False)
        if not isinstance(retired, bool):
            raise self.fault(number, "retired", "retired must be true or false")
        return Tag(
            id=id,
            name=name,
            key=key,
            colour=colour.lower(),
            mark=mark,
            definition=self.string(number, table, "definition"),
            include=self.strings(number, table, "include"),
            exclude=self.strings(number, table, "exclude"),
            examples=self.strings(number, table, "examples"),
            parent=self.string(number, table, "parent"),
            retired=retired,
        )

    def string(
        self, number: int, table: Mapping[str, object], name: str, required: bool = False
    ) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            raise self.fault(number, name, f"{name} must be a string")
        if required and not value:
            raise self.fault(number, name, f"a tag has no {name}")
        return value

    def strings(self, number: int, table: Mapping[str, object], name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(number, name, f"{name} must be a list of strings")
        return tuple(value)

    def refuse_twice(self, name: str, values: Iterable[str]) -> None:
        seen: set[str] = set()
        for number, value in enumerate(values):
            if value and value in seen:
                raise self.fault(number, name, f"two tags have the {name} {value!r}")
            seen.add(value)

    def fault(self, number: int, name: str, reason: str) -> BadCodebook:
        """A fault in one entry of the table of that number."""
        return BadCodebook(self.path, self.lines.of("tags", number, name), reason)
