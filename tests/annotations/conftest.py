"""A store to begin with; the contract of the stores asserts like a test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotations.store import AnnotationStore
from tests.annotations.examples import DOCUMENT, ME, mark

pytest.register_assert_rewrite(
    "tests.annotations.store_contract", "tests.annotations.store_life", "tests.annotations.stored"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store lies that was not begun yet."""
    return tmp_path / "annotations" / "ana.json"


@pytest.fixture
def store(path: Path) -> AnnotationStore:
    """A store with two marks, one of them changed, and one more that was removed."""
    store = AnnotationStore(path, ME)
    store.keep_document(DOCUMENT)
    store.add(mark("locks would close"))
    gone = store.add(mark("The mayor"))
    changed = store.add(mark("harbour open"))
    store.remove(gone.id, gone.rev)
    store.change(replace(changed, tag="commitment"), changed.rev)
    store.compact()
    return store
