"""The texts that most tests read, and what they ask of a sitting."""

from __future__ import annotations

from tests.tui.sitting import Sitting

TEXT = (
    "He warned that we will pay. She promised bread.\n\n"
    "Inspectors took money. Nobody asked.\n\n"
    "The end came."
)
SENTENCES = [
    "He warned that we will pay",
    "She promised bread",
    "Inspectors took money",
    "Nobody asked",
    "The end came",
]
OTHER = "The locks stay open. He took money."
LONG = "\n".join(f"Line number {number} is here." for number in range(100))


def current(sitting: Sitting) -> tuple[str, str]:
    """Tag and words of the current mark, which are also what keys would shape."""
    mark = sitting.reader.mark
    assert mark is not None
    assert sitting.words == mark.exact
    return mark.tag, mark.exact


def two_here(sitting: Sitting) -> Sitting:
    """Make two marks on the first sentence, which stays in focus."""
    return sitting.press("t", "w", "a", "w", "j", "k")
