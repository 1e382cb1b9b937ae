"""What stands at the head of a text about the text: YAML between `---`, TOML between `+++`.

Such a head is known by its first line, by the line that ends it, and by holding names with values,
one of which says what is usually said there. Anything else is text like the rest: what two people
say to each other between two rules looks much the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "author": ("author", "authors", "by", "byline", "creator"),
    "publisher": ("publisher", "publication", "outlet", "site", "source"),
    "issued": ("date", "published", "issued", "publish_date", "date_published", "pubdate"),
    "URL": ("url", "link", "source_url", "canonical_url", "permalink", "source"),
    "accessed": ("accessed", "retrieved", "access_date", "date_accessed"),
    "language": ("language", "lang", "locale"),
}
"""What stands there for the data of a document, by the names of CSL-JSON; the first one counts."""
USUAL = {name for names in NAMES.values() for name in names} | {
    *("abstract", "categories", "description", "draft", "id", "keywords", "layout", "slug"),
    *("subtitle", "summary", "tags", "type"),
}
"""Names of which one stands in every front matter, in any case, `-` or `_`."""
LONGEST = 1 << 15
"""Bytes of front matter at most; a longer block is text."""
DEEPEST = 20
"""Levels of lists and tables in it."""
MOST_DOTS = 200
"""Dots in a line of TOML: on a name of many more its reader would spend minutes."""

_BLOCK = re.compile(
    rb"(?:(?P<yaml>---)|\+\+\+)[ \t]*\n"
    rb"(?P<source>.*?)^(?(yaml)(?:---|\.\.\.)|\+\+\+)[ \t]*(?:\n\s*|\Z)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The names and values at the head of a text."""

    values: Mapping[str, Any]
    """As they were written: strings and, of TOML, other plain values; lists and tables of them."""
    size: int
    """Bytes up to the first line behind it that is not blank."""


NONE = FrontMatter({}, 0)


def front_matter(data: bytes) -> FrontMatter:
    """The front matter of a text in UTF-8 with LF newlines; where there is none, one of no size.

    A text of nothing else has none, for nothing would be left of it.
    """
    if not data.startswith((b"---", b"+++")):
        return NONE
    block = _BLOCK.match(data[: LONGEST + 1])
    if block is None or not data[block.end() : block.end() + 1]:
        return NONE
    values = _values(block["source"], block["yaml"] is not None)
    return FrontMatter(values, block.end()) if values else NONE


@lru_cache(maxsize=256)
def _values(source: bytes, is_yaml: bool) -> Mapping[str, Any]:
    """The names and values of a block; nothing where it is broken or something else."""
    try:
        found = _yaml(source.decode()) if is_yaml else _toml(source.decode())
    except (ValueError, RecursionError):  # what is cut off in the middle of a character, too
        return {}
    if not isinstance(found, dict) or not all(map(_is_name, found)):
        return {}
    return found if any(folded(name) in USUAL for name in found) else {}


def folded(name: str) -> str:
    """A name as it stands in `NAMES`."""
    return name.casefold().replace("-", "_")


def _is_name(name: object) -> bool:
    return isinstance(name, str) and re.fullmatch(r"[\w.-]+", name) is not None


def _yaml(source: str) -> object:
    """YAML without types: numbers and dates stay as they are written. Raises ValueError."""
    import yaml

    try:
        events = yaml.parse(source, yaml.BaseLoader)
        _, _, first = islice(events, 3)
        found = _node(events, first, 0)
        rest = [type(event) for event in islice(events, 3)]
    except (yaml.YAMLError, OverflowError) as error:  # of a character that there is not
        raise ValueError(str(error)) from error
    return found if rest == [yaml.DocumentEndEvent, yaml.StreamEndEvent] else None


def _node(events: Iterator[Any], event: Any, deep: int) -> Any:
    """The value that begins with an event; read no further than to where it is refused.

    Raises ValueError for names that stand for something before, of which a line can make
    gigabytes, for a name that is there twice, and for deep nesting, on which the reader would spend
    minutes.
    """
    import yaml

    if isinstance(event, yaml.AliasEvent) or event.anchor is not None or deep > DEEPEST:
        raise ValueError("it repeats itself by names, or is nested too deeply")
    if isinstance(event, yaml.SequenceStartEvent):
        values = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            values.append(_node(events, event, deep + 1))
        return values
    if isinstance(event, yaml.MappingStartEvent):
        table: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = _node(events, event, deep + 1)
            if not isinstance(name, str) or name in table:
                raise ValueError("a name is there twice, or is none")
            table[name] = _node(events, next(events), deep + 1)
        return table
    is_plain = event.implicit[0]
    return None if is_plain and event.value in ("", "~", "null") else event.value


def _toml(source: str) -> object:
    import tomllib

    if any(line.count(".") > MOST_DOTS for line in source.split("\n")):
        raise ValueError("a line of it has too many dots")
    return tomllib.loads(source)
