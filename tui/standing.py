"""How far a coder is with a document: marks in it, and whether it was called done."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What one coder did with one document."""

    marks: int = 0
    """How many marks are in it, also those that break a rule and are not shown."""
    done: str = ""
    """When it was called done, ISO 8601 in UTC; empty while it is not."""


def state_of(path: str, standing: Standing, begun: Container[str] = ()) -> str:
    """One word for it: `done`, `begun` or `not read`.

    `begun` holds the paths of documents in which somebody has read without marking anything.
    """
    if standing.done:
        return "done"
    return "begun" if standing.marks or path in begun else "not read"
