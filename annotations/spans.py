"""The annotations of one document, found by place.

A key press asks what lies on the rows of a screen; the answer must cost the same with ten marks
and with a hundred thousand. So marks lie in buckets of 1,024 code points, and a few very long ones
beside them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from annotations.annotation import Annotation

BUCKET = 1024
"""Code points of a bucket."""
LONG = 64
"""Buckets that a mark may lie in before it counts as long."""

Order = tuple[int, int, str]
"""What marks are ordered by: start, the longer first, age."""


def order(annotation: Annotation) -> Order:
    """The place of an annotation among the others of its document."""
    return annotation.start, -annotation.end, annotation.id


class Spans:
    """A changing set of annotations of one document."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self.counts: Counter[str] = Counter()
        """How many there are of each tag id."""
        self.version = 0
        """Counts the changes."""
        self._by_id = {each.id: each for each in annotations}
        self._order = sorted(order(each) for each in self._by_id.values())
        self._buckets: dict[int, list[str]] = {}
        self._long: list[str] = []
        for each in self._by_id.values():
            self._file(each)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        """All of them, in the order of the text."""
        return (self._by_id[id] for _, _, id in self._order)

    @property
    def places(self) -> Sequence[Order]:
        """Their places, in order; the id is the last part of each."""
        return self._order

    def get(self, id: str) -> Annotation | None:
        """The annotation of that id, if it is here."""
        return self._by_id.get(id)

    def put(self, annotation: Annotation) -> None:
        """Add an annotation, or its new state."""
        self.drop(annotation.id)
        self.version += 1
        self._by_id[annotation.id] = annotation
        insort(self._order, order(annotation))
        self._file(annotation)

    def drop(self, id: str) -> None:
        """Take an annotation out, if it is here."""
        annotation = self._by_id.pop(id, None)
        if annotation is None:
            return
        self.version += 1
        del self._order[bisect_left(self._order, order(annotation))]
        self.counts[annotation.tag] -= 1
        for bucket in self._buckets_of(annotation):
            bucket.remove(id)

    def between(self, start: int, end: int) -> list[Annotation]:
        """Those with a word between two offsets, in the order of the text."""
        ids = set(self._long)
        for bucket in range(start // BUCKET, max(start, end - 1) // BUCKET + 1):
            ids.update(self._buckets.get(bucket, ()))
        found = [
            each
            for each in map(self._by_id.__getitem__, ids)
            if any(part.start < end and part.end > start for part in each.segments)
        ]
        return sorted(found, key=order)

    def after(self, place: Order) -> Annotation | None:
        """The first one behind a place in the order of the text."""
        at = bisect_right(self._order, place)
        return self._by_id[self._order[at][2]] if at < len(self._order) else None

    def before(self, place: Order) -> Annotation | None:
        """The last one in front of a place in the order of the text."""
        at = bisect_left(self._order, place)
        return self._by_id[self._order[at - 1][2]] if at else None

    def _file(self, annotation: Annotation) -> None:
        self.counts[annotation.tag] += 1
        for bucket in self._buckets_of(annotation):
            bucket.append(annotation.id)

    def _buckets_of(self, annotation: Annotation) -> list[list[str]]:
        numbers = {
            number
            for part in annotation.segments
            for number in range(part.start // BUCKET, (part.end - 1) // BUCKET + 1)
        }
        if len(numbers) > LONG:
            return [self._long]
        return [self._buckets.setdefault(number, []) for number in numbers]
