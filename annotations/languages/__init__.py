"""What is known of languages: a table each, such as `en.toml` in this folder.

The code knows no word of any. What has no table is read by its punctuation alone. A table is read
when a rule first asks for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.languages.table import Language


@lru_cache(maxsize=64)
def language(code: str) -> Language:
    """The table for a code such as `en` or `en-GB`, an empty one where there is none."""
    from annotations.languages import table  # not before the first page: this takes a while

    return table.read(code)
