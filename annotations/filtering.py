"""Which marks are meant: by tag, document, annotator, time, or one by one."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.formats import Mark


@dataclass(frozen=True, slots=True)
class Filter:
    """Marks that fulfil all of these; what is empty takes every mark."""

    tags: Set[str] = frozenset()
    """Ids of tags."""
    documents: tuple[str, ...] = ()
    """Paths of documents as annotations name them, shell patterns of such, or folders."""
    annotators: Set[str] = frozenset()
    """Names of annotators."""
    since: str = ""
    """ISO 8601 in UTC: marks that were changed then or later; a date means its first moment."""
    ids: frozenset[str] = frozenset()
    """Ids of annotations."""

    def takes(self, mark: Mark) -> bool:
        """Whether a mark is meant."""
        each = mark.annotation
        return (
            (not self.tags or each.tag in self.tags)
            and (not self.annotators or each.annotator in self.annotators)
            and (not self.since or each.modified >= self.since)
            and (not self.ids or each.id in self.ids)
            and self.takes_document(mark.document.path)
        )

    def takes_document(self, path: str) -> bool:
        """Whether the marks of a document can be meant."""
        return not self.documents or any(_leads_to(wanted, path) for wanted in self.documents)


EVERYTHING = Filter()
"""All marks."""


def _leads_to(wanted: str, path: str) -> bool:
    folder = wanted.rstrip("/") + "/"
    return path == wanted or path.startswith(folder) or fnmatchcase(path, wanted)
