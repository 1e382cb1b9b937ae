"""A short life in a process of its own: python -m tests.crash.one_life PATH.

Says after each step how many are done, and ends at the first that is not saved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotations.errors import NotSaved
from tests.crash.life import Sitting, random_life

LIFE = random_life(4, 10, compact_every=4)


def live(path: Path) -> None:
    """Do the steps until one fails."""
    sitting = Sitting(path)
    for number, step in enumerate(LIFE.steps, 1):
        try:
            sitting.do(step)
        except NotSaved:
            return
        print(number, flush=True)


if __name__ == "__main__":
    live(Path(sys.argv[1]))
