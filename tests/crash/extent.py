"""How much is tried: a sample in each test run, everything with POSTIL_CRASH=long."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TypeVar

import pytest

LONG = os.environ.get("POSTIL_CRASH") == "long"
"""Whether everything is tried, for minutes; `make crash` does that."""

EVERYTHING = sys.maxsize

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="follows the system calls of Linux")

Choice = TypeVar("Choice")


def extent(short: Choice, long: Choice) -> Choice:
    """The first in each test run, the second when everything is tried."""
    return long if LONG else short


def sample(every: Iterable[Choice], at_most: int) -> list[Choice]:
    """That many of them, evenly spread and the same each time."""
    found = list(every)
    if len(found) <= at_most:
        return found
    return [found[number * len(found) // at_most] for number in range(at_most)]
