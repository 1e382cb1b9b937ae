"""What has to be done before the process ends."""

from __future__ import annotations

import pytest

from tui.ending import Ending


def test_all_works_are_done_in_their_order_and_once() -> None:
    done: list[str] = []
    with Ending() as ending:
        ending.work(lambda: done.append("save"))
        ending.work(lambda: done.append("clear"))
        ending.finish()
    assert done == ["save", "clear"]


def test_a_work_that_fails_keeps_no_other_from_being_done() -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("no disk")

    ending = Ending()
    ending.work(fail)
    ending.work(lambda: done.append("clear"))
    with pytest.raises(OSError, match="no disk"):
        ending.finish()
    assert done == ["clear"]
