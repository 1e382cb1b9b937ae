"""A random life of a store: whatever happens to it, it holds what was acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from annotations.annotation import Annotation
from annotations.errors import Conflict
from annotations.store import AnnotationStore, Annotator
from tests.annotations.examples import ME, mark
from tests.annotations.strategies import strings

Store = AnnotationStore

WINDOWS = st.sampled_from([0, 1])


class Life(RuleBasedStateMachine):
    """A store in two windows beside a plain dictionary of what was acknowledged."""

    def __init__(self, open_store: Callable[[Path, Annotator], Store]) -> None:
        super().__init__()
        self.open_store = open_store
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "annotations" / "ana.json"
        self.windows = [open_store(self.path, ME), open_store(self.path, ME)]
        self.live: dict[str, Annotation] = {}
        self.gone: dict[str, Annotation] = {}

    def pick(self, data: st.DataObject, among: dict[str, Annotation]) -> Annotation | None:
        return among[data.draw(st.sampled_from(sorted(among)))] if among else None

    @rule(
        window=WINDOWS,
        word=st.sampled_from(["locks", "harbour", "money"]),
        tag=st.sampled_from(["threat", "allegation"]),
    )
    def add(self, window: int, word: str, tag: str) -> None:
        added = self.windows[window].add(mark(word, tag=tag))
        self.live[added.id] = added

    @rule(data=st.data(), window=WINDOWS, note=strings)
    def change(self, data: st.DataObject, window: int, note: str) -> None:
        if each := self.pick(data, self.live):
            changed = self.windows[window].change(replace(each, note=note), each.rev)
            self.live[each.id] = changed

    @rule(data=st.data(), window=WINDOWS)
    def remove(self, data: st.DataObject, window: int) -> None:
        if each := self.pick(data, self.live):
            self.windows[window].remove(each.id, each.rev)
            self.gone[each.id] = self.live.pop(each.id)

    @rule(data=st.data(), window=WINDOWS)
    def bring_back(self, data: st.DataObject, window: int) -> None:
        if each := self.pick(data, self.gone):
            self.live[each.id] = self.windows[window].add(each)
            del self.gone[each.id]

    @rule(data=st.data(), window=WINDOWS)
    def fail(self, data: st.DataObject, window: int) -> None:
        if each := self.pick(data, self.live):
            with pytest.raises(Conflict):
                self.half_done(self.windows[window], each)

    def half_done(self, window: Store, stale: Annotation) -> None:
        with window.transaction():
            window.add(mark("claims"))
            window.remove(stale.id, stale.rev + 1)

    @rule(window=WINDOWS)
    def reopen(self, window: int) -> None:
        self.windows[window].close()
        self.windows[window] = self.open_store(self.path, ME)

    @rule(window=WINDOWS)
    def compact(self, window: int) -> None:
        self.windows[window].compact()

    @rule(size=st.integers(1, 200), window=WINDOWS)
    def tear(self, size: int, window: int) -> None:
        """Another process is killed in the middle of a save."""
        journal = self.path.with_name(f"{self.path.name}.journal")
        if journal.exists():
            with journal.open("ab") as file:
                file.write((b'0123abcd {"n":7,"put":{"annotations":' + b"x" * 200)[:size])
            self.windows[window].refresh()

    @rule(size=st.integers(0, 300))
    def damage(self, size: int) -> None:
        """The end of the main file is lost."""
        if self.path.exists():
            self.path.write_bytes(self.path.read_bytes()[:-size])

    @invariant()
    def nothing_is_in_the_way(self) -> None:
        for window in self.windows:
            assert window.read_only is None

    @invariant()
    def every_window_holds_what_was_acknowledged(self) -> None:
        expected = [self.live[id] for id in sorted(self.live)]
        for window in self.windows:
            window.refresh()
            assert list(window) == expected

    def teardown(self) -> None:
        self.folder.cleanup()
