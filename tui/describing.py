"""`M`: what is known of a document, filled in as a form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from annotations.errors import AnnotationsError
from annotations.metadata import FIELDS, parsed, shown
from tui.lists.form import Entry, Form, Refusal, Values
from tui.opening import OpenDocument
from tui.wording import Message

if TYPE_CHECKING:
    from tui.desk import Desk


def form(desk: Desk, opened: OpenDocument) -> Form:
    """What is known of an open document, to be changed."""
    known = opened.document.metadata
    entries = [
        Entry(field.name, field.label, shown(field.name, known.get(field.name, "")), field.help)
        for field in FIELDS
    ]
    before = {entry.name: entry.value for entry in entries}
    title = f"Data of {opened.document.path}"
    return Form(title, entries, partial(_keep, desk, opened, before), desk.sheet.stop)


def _keep(desk: Desk, opened: OpenDocument, before: Values, values: Values) -> Refusal | None:
    """Save what is another value than before."""
    said: dict[str, Any] = {}
    for field in FIELDS:
        words = values[field.name]
        if words == before[field.name]:
            continue
        try:
            said[field.name] = parsed(field.name, words)
        except ValueError as error:
            return Refusal(field.name, f"{field.label}: {error}")
    try:
        change = desk.session.describe(opened, said)
    except AnnotationsError as error:
        return Refusal("", str(error))
    desk.sheet.stop()
    path = opened.document.path
    if not change.pairs:
        desk.say(f"nothing else is known of {path} now")
        return None
    metadata = opened.document.metadata
    labels = [field.label for field in FIELDS if metadata.get(field.name)]
    saved = "" if desk.session.unsaved else "  ✓"
    desk.reader.message = Message(f"data of {path}: {', '.join(labels) or 'none'}", after=saved)
    return None
