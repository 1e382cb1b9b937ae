"""The terminal driver of Textual, made to bear what real terminals send."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial
from importlib import import_module

from textual.driver import Driver


def forgiving(driver: type[Driver]) -> type[Driver]:
    """The driver, after its input thread was taught to replace bytes that are not UTF-8.

    Textual 8.2.8 decodes keys strictly, so that one byte of Latin-1, typed or pasted, ends the
    thread and with it the program. The decoder is a name in the driver's module.
    """
    module = import_module(driver.__module__)
    if hasattr(module, "getincrementaldecoder"):
        setattr(module, "getincrementaldecoder", _replacing)  # noqa: B010 - no such attribute to mypy
    return driver


def _replacing(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(encoding), "replace")
