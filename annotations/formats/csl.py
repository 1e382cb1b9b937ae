"""Documents as references in CSL-JSON, which Zotero, pandoc and other reference managers read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from annotations import metadata
from annotations.files import path_as_text, path_from_text
from annotations.formats import Export, Format
from annotations.formats.encoding import encoded
from annotations.references import MOST, Reference, described, keys


def write(export: Export) -> Iterator[str]:
    """An array with an object for each document."""
    before = "[\n"
    for document, key in zip(export.documents, keys(export.documents), strict=True):
        known = described(document)
        item = {
            "id": key,
            "type": "webpage" if "URL" in known else "document",
            **known,
            "custom": {"postil": {"id": document.id, "path": path_as_text(document.path)}},
        }
        yield before + encoded(item).decode().encode(errors="replace").decode()
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def references(words: str) -> list[Reference]:
    """The references in an array, or the one in an object. Raises ValueError with a reason."""
    try:
        found = orjson.loads(words)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: is not JSON: {error.msg}") from error
    items = found if isinstance(found, list) else [found]
    if len(items) > MOST:
        raise ValueError(f"holds more than {MOST:,} references")
    return [_reference(f"reference {number}", item) for number, item in enumerate(items, 1)]


def _reference(place: str, item: object) -> Reference:
    if not isinstance(item, dict):
        raise ValueError(f"{place}: is not an object")
    # These say what it is in its file; ours come back when it is written again.
    data = {name: value for name, value in item.items() if name not in ("id", "custom")}
    if data.get("type") in ("webpage", "document"):
        del data["type"]
    try:
        checked = metadata.checked(data)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
    ours = _ours(item)
    return Reference(place, checked, ours.get("id", ""), path_from_text(ours.get("path", "")))


def _ours(item: dict[str, Any]) -> dict[str, str]:
    """What we said in a reference of the document that it is."""
    custom = item.get("custom")
    ours = custom.get("postil") if isinstance(custom, dict) else None
    known = ours.items() if isinstance(ours, dict) else ()
    return {name: value for name, value in known if isinstance(value, str)}


FORMAT = Format(
    name="csl",
    title="documents as references, CSL-JSON",
    suffix=".csl.json",
    keeps="all that is known of the documents",
    loses="marks and texts",
    offsets="none",
    write=write,
    of="documents",
)
