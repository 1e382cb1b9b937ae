"""Values as JSON."""

from __future__ import annotations

import json
from typing import Any

import orjson

from annotations.errors import AnnotationsError


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8, on one line.

    Raises AnnotationsError for one that is nested deeper than any reader goes.
    """
    try:
        return orjson.dumps(value)
    except TypeError:  # it does not write as deep as it reads
        try:
            return json.dumps(value, separators=(",", ":")).encode()
        except RecursionError as error:
            raise AnnotationsError("a record is nested too deep to be written") from error
