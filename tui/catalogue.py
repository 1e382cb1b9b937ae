"""The marks of all documents of a project, in the order of paths and texts."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from annotations.annotation import Annotation
from annotations.spans import Order, order

Place = tuple[str, Order]
"""Where a mark stands: the path of its document, its place in there."""


class Catalogue:
    """Places of marks, kept in order while marks come and go."""

    def __init__(self, marks: Iterable[tuple[str, Annotation]]) -> None:
        """Begin with marks and the paths of their documents."""
        self._place_of = {mark.id: (path, order(mark)) for path, mark in marks}
        self.places: list[Place] = sorted(self._place_of.values())
        """All places in their order. Only to be read."""

    def put(self, path: str, mark: Annotation) -> None:
        """Add a mark, or its new state."""
        self.drop(mark.id)
        place = self._place_of[mark.id] = path, order(mark)
        insort(self.places, place)

    def drop(self, id: str) -> None:
        """Take a mark out, if it is here."""
        place = self._place_of.pop(id, None)
        if place is not None:
            del self.places[bisect_left(self.places, place)]
