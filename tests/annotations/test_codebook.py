"""Tags and what they mean, and where a codebook is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.codebook import Codebook, built_in, parse, read
from annotations.errors import BadCodebook

PATH = Path("codebook.toml")

TWO_TAGS = """\
title = "Two"

[[tags]]
id = "demand"
name = "Demand"
key = "d"
colour = "#A0B0C0"

[[tags]]
id = "refusal"
parent = "demand"
"""


def fault(source: str) -> tuple[int | None, str]:
    """The line and the reason for which a codebook is refused."""
    with pytest.raises(BadCodebook) as caught:
        parse(source, PATH)
    error = caught.value
    place = f"{PATH}, line {error.line}" if error.line else f"{PATH}"
    assert str(error) == f"{place}: {error.reason}"
    return error.line, error.reason


def tag(entries: str) -> str:
    """A codebook with one tag of these entries, the first of them on line 5."""
    return f'title = "One"\n\n[[tags]]\nid = "one"\n{entries}\n'


# What is in it


def test_the_built_in_codebook_has_threat_commitment_and_allegation():
    codebook = built_in()
    assert [(each.id, each.name, each.key, each.mark) for each in codebook] == [
        ("threat", "Threat", "t", "T"),
        ("commitment", "Commitment", "c", "C"),
        ("allegation", "Allegation", "a", "A"),
    ]
    assert all(each.definition and each.include and each.exclude for each in codebook)
    assert len({each.colour for each in codebook}) == 3


def test_a_codebook_of_ones_own_is_read():
    codebook = parse(TWO_TAGS, PATH)
    demand, refusal = codebook.tags
    assert codebook.title == "Two"
    assert (demand.id, demand.name, demand.key, demand.colour) == (
        *("demand", "Demand", "d", "#a0b0c0"),
    )
    assert refusal.parent == "demand"


def test_a_tag_needs_nothing_but_an_id():
    (only,) = parse('[[tags]]\nid = "promise"\n', PATH)
    assert (only.name, only.key, only.mark, only.retired) == ("Promise", "", "P", False)


def test_the_mark_of_a_tag_is_its_key_unless_it_says_so():
    assert parse(tag('key = "ö"'), PATH).get("one").mark == "Ö"
    assert parse(tag('name = "zwei"'), PATH).get("one").mark == "Z"
    assert parse(tag('key = "ö"\nmark = "7"'), PATH).get("one").mark == "7"


def test_everything_that_is_said_of_a_tag_is_kept():
    entries = 'definition = "d"\ninclude = ["a", "b"]\nexclude = ["c"]\nexamples = ["e"]'
    one = parse(tag(entries), PATH).get("one")
    assert (one.definition, one.include, one.exclude, one.examples) == (
        *("d", ("a", "b"), ("c",), ("e",)),
    )


def test_a_retired_tag_is_known_but_not_given():
    codebook = parse(TWO_TAGS + "retired = true\n", PATH)
    assert [each.id for each in codebook] == ["demand"]
    assert codebook.get("refusal").name == "Refusal"
    assert codebook.get("refusal").retired


def test_a_tag_that_the_codebook_does_not_know_is_made_up():
    made_up = Codebook("", ()).get("from elsewhere")
    assert (made_up.id, made_up.name, made_up.key, made_up.mark) == (
        *("from elsewhere", "from elsewhere", "", "?"),
    )
    assert made_up.retired


def test_entries_that_we_do_not_know_do_no_harm():
    assert parse(tag('fields = ["speaker"]\n[tags.more]\nx = 1'), PATH).get("one").id == "one"


# Where it is wrong


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('title = "One\n', 1),
        ("\n\n[[tags]\n", 3),
        ('[[tags]]\nid = "a"\nid = "b"\n', 3),
        ("[[tags]]\nid = a\n", 2),
        ('[[tags]]\nid = "a', 2),
        ('[[tags]]\nid = """a\nb\n\n', 3),
    ],
)
def test_a_fault_in_toml_is_named_with_its_line(source, line):
    found, reason = fault(source)
    assert found == line
    assert reason
    assert "(at" not in reason


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("name = 3", "name must be a string"),
        ('key = "T"', "'T' is not a lower-case letter"),
        ('key = "ab"', "'ab' is not a lower-case letter"),
        ('key = "1"', "'1' is not a lower-case letter"),
        ('key = "中"', "'中' is not a lower-case letter"),
        ("key = true", "key must be a string"),
        ('colour = "red"', "'red' is not a colour like #b01020"),
        ('colour = "#12345"', "'#12345' is not a colour like #b01020"),
        ('colour = "#1234567"', "'#1234567' is not a colour like #b01020"),
        ('colour = "#12345g"', "'#12345g' is not a colour like #b01020"),
        ("colour = 0x123456", "colour must be a string"),
        ('mark = "TT"', "'TT' is not one letter"),
        ('mark = "!"', "'!' is not one letter"),
        ('retired = "no"', "retired must be true or false"),
        ("retired = 1", "retired must be true or false"),
        ('include = "one"', "include must be a list of strings"),
        ("exclude = [1, 2]", "exclude must be a list of strings"),
        ("examples = {}", "examples must be a list of strings"),
        ("definition = []", "definition must be a string"),
        ("parent = []", "parent must be a string"),
        ('parent = "two"', "no tag has the id 'two'"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(entry, reason):
    assert fault(tag(f"# a comment\n\n  {entry}")) == (7, reason)


@pytest.mark.parametrize("id", ["", "Threat", "two words", "-a", "_a", "a" * 65, "ä", "a/b", "a.b"])
def test_a_bad_id_is_named_with_its_line(id):
    line, reason = fault(f'[[tags]]\nname = "x"\nid = "{id}"\n')
    assert line == 3
    assert reason == (f"{id!r} is not an id: use a-z, 0-9, - and _" if id else "a tag has no id")


@pytest.mark.parametrize("id", ["a", "0", "a-b_c9", "a" * 64])
def test_a_good_id_is_taken(id):
    assert parse(f'[[tags]]\nid = "{id}"\n', PATH).get(id).id == id


def test_a_missing_id_is_named_with_the_line_of_its_tag():
    assert fault(TWO_TAGS.replace('id = "demand"\n', "")) == (3, "a tag has no id")
    assert fault(TWO_TAGS.replace('id = "refusal"\n', "")) == (9, "a tag has no id")
    assert fault(tag("").replace('id = "one"', 'name = "x"')) == (3, "a tag has no id")


def test_a_fault_in_a_later_tag_is_not_looked_for_in_an_earlier_one():
    assert fault(TWO_TAGS + 'key = "D"\n') == (12, "'D' is not a lower-case letter")
    assert fault(TWO_TAGS.replace('key = "d"', 'key = "D"'))[0] == 6


def test_the_second_of_two_equal_keys_is_named():
    assert fault(TWO_TAGS + 'key = "d"\n') == (12, "two tags have the key 'd'")


def test_the_second_of_two_equal_ids_is_named():
    source = TWO_TAGS.replace('"refusal"', '"demand"')
    assert fault(source) == (10, "two tags have the id 'demand'")


def test_two_tags_without_a_key_are_no_fault():
    assert len(parse(TWO_TAGS.replace('key = "d"\n', ""), PATH).tags) == 2


@pytest.mark.parametrize("source", ["", 'title = "x"', "tags = []", 'tags = "x"', "tags = 3"])
def test_a_codebook_without_tags_is_refused(source):
    assert fault(source) == (None, "has no [[tags]]")


def test_tags_that_are_no_tables_are_refused():
    assert fault("tags = [1]\n") == (1, "tags must be written as [[tags]] tables")


def test_a_title_that_is_no_string_is_named_with_its_line():
    assert fault('\ntitle = 3\n[[tags]]\nid = "a"\n') == (2, "title must be a string")


def test_a_codebook_of_which_every_tag_is_retired_is_refused():
    assert fault(tag("retired = true")) == (None, "every tag is retired")


def test_tags_in_one_line_are_read_and_refused_with_that_line():
    assert len(parse('tags = [{id = "a"}, {id = "b"}]', PATH).tags) == 2
    assert fault('tags = [{id = "a"}, {id = "B"}]')[0] == 1


def test_a_codebook_nested_too_deeply_is_refused():
    assert fault("a = " + "[" * 100_000) == (None, "is nested too deeply")


# Files


def test_a_codebook_is_read_from_its_file(folder):
    path = folder / "codebook.toml"
    path.write_bytes(TWO_TAGS.replace("\n", "\r\n").encode())
    assert read(path) == parse(TWO_TAGS, path)


def test_a_file_that_is_not_utf_8_is_refused_with_the_byte(folder):
    path = folder / "codebook.toml"
    path.write_bytes(b'[[tags]]\nid = "caf\xe9"\n')
    with pytest.raises(BadCodebook) as caught:
        read(path)
    assert str(caught.value) == f"{path}: is not UTF-8 at byte 18"


def test_a_file_that_cannot_be_read_is_refused(folder):
    with pytest.raises(BadCodebook) as caught:
        read(folder / "codebook.toml")
    assert caught.value.reason == "cannot be read: no such file or directory"
    with pytest.raises(BadCodebook, match="is a directory"):
        read(folder)
