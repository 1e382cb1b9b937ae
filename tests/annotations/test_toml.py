"""TOML that people write, and the lines of its entries."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.toml import BrokenToml, Lines, parsed
from tests.annotations.strategies import SOME

SOURCE = '''\
# a comment = 1
width = 66

"quoted name" = 1
text = """
width = 3
[keys]
"""   # the end
a.b = 2
[keys] # of commands
undo = [
  "u",
]
'x' = 1
[[tags]]
id = "a"
[tags.more]
z = 1
[[tags]]
id = "b"
'''


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("width",), 2),
        (("quoted name",), 4),
        (("text",), 5),
        (("a", "b"), 9),
        (("keys",), 10),
        (("keys", "undo"), 11),
        (("keys", "x"), 14),
        (("tags", 0, "id"), 16),
        (("tags", 0, "more", "z"), 18),
        (("tags", 1), 19),
        (("tags", 1, "id"), 20),
    ],
)
def test_an_entry_has_its_line(names, line):
    assert Lines(SOURCE).of(*names) == line
    assert Lines(SOURCE).sets(*names)


@pytest.mark.parametrize(
    ("names", "line"), [(("keys", "redo"), 10), (("tags", 1, "key"), 19), (("width", "x"), 2)]
)
def test_an_entry_without_a_line_of_its_own_has_that_of_what_it_is_in(names, line):
    assert Lines(SOURCE).of(*names) == line
    assert not Lines(SOURCE).sets(*names)


def test_what_is_nowhere_has_no_line():
    assert Lines(SOURCE).of("nothing") is None
    assert Lines().of("width") is None


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("a = 1\nb = \n", 2, "invalid value"),
        ("a = 1\na = 2\n", 2, "cannot overwrite a value"),
        ('a = "', 1, "unterminated string"),
        ("a = " + "[" * 100_000, None, "is nested too deeply"),
        ("a = " + "9" * 5_000, None, "has a number that is too long"),
    ],
)
def test_what_is_no_toml_is_refused_with_line_and_reason(source, line, reason):
    with pytest.raises(BrokenToml) as refused:
        parsed(source)
    assert (refused.value.line, refused.value.reason) == (line, reason)


@SOME
@given(st.text(alphabet="ab.[]=\" '\n#1", max_size=60))
def test_any_source_is_read_or_refused_and_looked_through(source):
    Lines(source).of("a", "b")
    with suppress(BrokenToml):
        parsed(source)
