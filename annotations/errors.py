"""What can go wrong with things from outside. `str(error)` is the sentence that a person reads."""

from __future__ import annotations

from pathlib import Path


class AnnotationsError(Exception):
    """A file or a request that cannot be used as it is."""


class UnreadableDocument(AnnotationsError):
    """A document that is missing, locked away, binary or not text in any encoding we know."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BadTable(AnnotationsError):
    """A file of ours or of the person that cannot be used, with the place of the first fault."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        place = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class BadCodebook(BadTable):
    """A codebook that cannot be used."""


class BadLanguage(BadTable):
    """A table of a language that cannot be used."""


class UnknownTag(AnnotationsError):
    """A tag was asked for that there is not."""


class NotSaved(AnnotationsError):
    """A change that did not reach the disk; the store is as it was before."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class AlreadyThere(AnnotationsError):
    """A file that would be written over, which nobody said may be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: is there already")
        self.path = path


class Busy(NotSaved):
    """A change that could not be written yet, because another window is writing."""


class Conflict(AnnotationsError):
    """A change to a record that is no longer what the caller saw."""


def reason_of(error: OSError) -> str:
    """The operating system's reason in a few words, without the path that the caller names."""
    return (error.strerror or str(error) or type(error).__name__).lower()
