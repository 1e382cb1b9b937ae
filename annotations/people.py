"""Names of people and bodies as they are typed, and as CSL-JSON has them.

`Doe, Jane; Roe, Rita` are two people. A name without a comma stays as it is, as that of a body
does: `Ministry of Defence`; one with commas of its own has braces: `{Smith, Wesson and Sons}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.plain import not_too_long, one_line

MOST = 200
"""Names at most."""
People = list[dict[str, str]] | str

_UNFIT = re.compile("[,;]")
_BRACES = str.maketrans("", "", "{}")


def parsed(words: str) -> People:
    """Names with ; between them, of which `""` holds none. Raises ValueError with a reason."""
    people = [_person(each) for each in _names(words)]
    if len(people) > MOST:
        raise ValueError(f"there are more than {MOST} names")
    return people or ""


def shown(value: Sequence[Any]) -> str:
    """Names as `parsed` takes them; what is no name is left out."""
    return "; ".join(filter(None, map(_named, value)))


def checked(value: Any) -> People:
    """Names from outside. Raises ValueError with a reason for people."""
    if isinstance(value, str):
        return parsed(one_line(value))
    if not isinstance(value, (list, tuple)):
        raise ValueError("is not a list of names")
    if len(value) > MOST:
        raise ValueError(f"there are more than {MOST} names")
    return [person for person in map(_read, value) if person] or ""


def _names(words: str) -> Iterator[str]:
    """The names in a line; a ; in braces does not end one."""
    for part in re.findall(r"(?:\{[^{}]*\}|[^;])+", words):
        if part.strip():
            yield part.strip()


def _person(words: str) -> dict[str, str]:
    """`Family, Given`, also with `, Suffix`; a name in braces or without a comma is one."""
    not_too_long(words)
    whole = re.fullmatch(r"\{\s*([^{}]+?)\s*\}", words)
    if whole:
        return {"literal": whole[1]}
    if "{" in words or "}" in words:
        raise ValueError("braces stand around a whole name: {Smith, Wesson and Sons}")
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 1:
        return {"literal": words}
    if len(parts) > 3:
        raise ValueError("a name is like Doe, Jane; several have ; between them")
    if not parts[0]:
        raise ValueError("the family name is missing before the comma")
    names = zip(("family", "given", "suffix"), parts, strict=False)
    return {name: part for name, part in names if part}


def _named(person: Any) -> str:
    """A person as `_person` takes them."""
    if isinstance(person, str):
        return person
    if not isinstance(person, Mapping):
        return ""
    literal, family, given, suffix = (
        part if isinstance(part := person.get(name), str) else ""
        for name in ("literal", "family", "given", "suffix")
    )
    if literal or not family:
        literal = literal or given
        return f"{{{literal}}}" if _UNFIT.search(literal) else literal
    return f"{family}, {given}, {suffix}" if suffix else f"{family}, {given}".rstrip()


def _read(value: Any) -> dict[str, str]:
    """A name of CSL-JSON, without the braces that hold words together in other formats."""
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, Mapping):
        raise ValueError("one of the names is not a name")
    parts = {}
    for name in (
        *("literal", "dropping-particle", "non-dropping-particle"),
        *("family", "given", "suffix"),
    ):
        part = value.get(name) or ""
        if not isinstance(part, str):
            raise ValueError("one of the names is not in words")
        parts[name] = not_too_long(one_line(part.translate(_BRACES)))
    particles = parts.pop("dropping-particle"), parts.pop("non-dropping-particle")
    parts["family"] = " ".join(filter(None, (*particles, parts["family"])))
    if not parts["literal"] and parts["family"] and not any(map(_UNFIT.search, parts.values())):
        return {name: part for name, part in parts.items() if part}
    in_order = filter(None, (parts["given"], parts["family"], parts["suffix"]))
    literal = parts["literal"] or " ".join(in_order)
    return {"literal": literal} if literal else {}
