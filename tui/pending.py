"""What is asked, while the next key may be an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.wording import Message


@dataclass(frozen=True, slots=True)
class Pending:
    """Keys that are waited for; any other one lets go and is not run, if it was not let through."""

    state: str
    """The state word: RETAG, CHOOSE, COPY, COPY AS, MERGE, LABEL and what is labelled."""
    prompt: Message
    answers: Mapping[str, Callable[[], object]]
    lets_through: bool = False
    """Whether other keys do what they always do, because nobody asked to be asked."""
    takes_tag: Callable[[str], None] | None = None
    """What takes the id of a tag, where one is asked for."""
