"""Who makes the marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person, as the files of their annotations know them."""

    name: str
    """What people call them."""
    person: str
    """A random id that tells two people of the same name apart."""
