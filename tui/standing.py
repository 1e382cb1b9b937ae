"""How far a coder is with a document: marks in it, and whether it was called done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list of documents says of one."""

    marks: int = 0
    """How many marks are in it, also those that break a rule and are not shown."""
    done: str = ""
    """When it was called done, ISO 8601 in UTC; empty when it was not."""
    begun: bool = False
    """Whether it was read in."""
    reason: str = ""
    """Why it cannot be read; empty when it can, or when nobody tried yet."""

    @property
    def state(self) -> str:
        """`unreadable`, `done`, `begun` or `not read`."""
        if self.reason:
            return "unreadable"
        if self.done:
            return "done"
        return "begun" if self.begun or self.marks else "not read"
