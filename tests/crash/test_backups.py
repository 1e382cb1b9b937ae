"""Each backup is what the main file was, and its journal leads from there to the next one."""

from __future__ import annotations

import pytest
from tinydb import TinyDB

from annotations.store import AnnotationStore
from tests.annotations.examples import ME
from tests.crash.life import Sitting, State, random_life, state_of

pytestmark = pytest.mark.usefixtures("no_waiting")


def test_every_backup_opens_and_equals_its_time(tmp_path):
    path = tmp_path / "annotations" / "ana.json"
    life = random_life(21, 40, compact_every=6)
    sitting, compacted = Sitting(path), list[State]()
    for step, state in zip(life.steps, life.states[1:], strict=True):
        sitting.do(step)
        if step.act != "compact":
            continue
        if compacted:
            place = tmp_path / str(len(compacted))
            place.mkdir()
            copy = place / "ana.json"
            copy.write_bytes(path.with_name("ana.json.bak").read_bytes())
            assert state_of(AnnotationStore(copy, ME)) == compacted[-1]
            with TinyDB(copy, access_mode="r") as stock:
                assert len(stock.table("annotations")) == len(compacted[-1])
            journal = path.with_name("ana.json.journal.bak").read_bytes()
            copy.with_name("ana.json.journal").write_bytes(journal)
            assert state_of(AnnotationStore(copy, ME)) == state
        compacted.append(state)
    assert len(compacted) == 6
