"""`postil add`, `postil set`, `postil rm`: marks by their words and ids, beside an open window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from annotations import editing
from annotations.annotator import Annotator
from annotations.document import decode
from annotations.errors import AnnotationsError
from annotations.formats import Mark
from annotations.locating import CONTEXT, Ambiguous, Choice, Place
from annotations.plain import flat
from annotations.project import Project
from tui.cli import completing, talk
from tui.cli.exits import DONE, FAILED, existing
from tui.cli.options import person
from tui.cli.output import as_json, put
from tui.cli.talk import say

LISTED = 20
"""Places of an ambiguous quote that are listed for people."""

Fields = dict[str, str | list[str]]


class Words(click.ParamType[str]):
    """Words that a mark can hold."""

    name = "words"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail("is not UTF-8", param, ctx)
        return value


class Field(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`."""

    name = "field"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, equals, words = WORDS.convert(value, param, ctx).partition("=")
        if not equals or not name.strip():
            self.fail("is written as NAME=VALUE", param, ctx)
        return name.strip(), words.strip()


WORDS = Words()


def _fields(_: click.Context, __: click.Parameter, pairs: Iterable[tuple[str, str]]) -> Fields:
    """The fields that were given; one that was given several times holds a list."""
    fields: Fields = {}
    for name, words in pairs:
        known = fields.get(name)
        if known is None:
            fields[name] = words
        else:
            fields[name] = [*([known] if isinstance(known, str) else known), words]
    return fields


def _piped(ctx: click.Context, _: click.Parameter, quotes: tuple[str, ...]) -> tuple[str, ...]:
    """The quotes, with what comes through stdin in the place of `-`."""
    if ctx.resilient_parsing:
        return quotes  # a shell asks how the line may go on
    if quotes.count("-") > 1:
        raise click.UsageError("--quote - can be given once")
    return tuple(_stdin() if quote == "-" else quote for quote in quotes)


def _stdin() -> str:
    if sys.stdin is None:
        raise AnnotationsError("stdin: is closed")
    try:
        text = decode(sys.stdin.buffer.read()).text
    except ValueError as error:
        raise AnnotationsError(f"stdin: {error}") from error
    return text[0 : len(text)]


def _content(is_new: bool) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Let a command take what a mark holds: words, tag, note, fields."""

    def decorated(command: Callable[..., int]) -> Callable[..., int]:
        options = (
            click.option(
                "--tag",
                metavar="TAG",
                required=is_new,
                type=WORDS,
                shell_complete=completing.tags,
                help="What the words are: id or name of a tag.",
            ),
            click.option(
                "--quote",
                "quotes",
                metavar="WORDS",
                multiple=True,
                required=is_new,
                type=WORDS,
                callback=_piped,
                help="The words, - for those on stdin; again for each further fragment.",
            ),
            click.option("--note", metavar="WORDS", type=WORDS, help="What you say about it."),
            click.option(
                "--field",
                "fields",
                metavar="NAME=VALUE",
                multiple=True,
                type=Field(),
                callback=_fields,
                help="A field, such as speaker=…; again for a list"
                + ("." if is_new else "; no value takes it off."),
            ),
            click.option(
                "--occurrence",
                metavar="N",
                type=click.IntRange(1),
                help="Which one, where the words stand more than once.",
            ),
            click.option(
                "--start",
                metavar="OFFSET",
                type=click.IntRange(0),
                help="The same by the offset of the first character.",
            ),
            click.option("--json", "wants_json", is_flag=True, help="Print an object."),
        )
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def _choosing(command: Callable[..., int]) -> Callable[..., int]:
    """List the places of an ambiguous quote."""

    @wraps(command)
    def chosen(
        *arguments: Any,
        occurrence: int | None,
        start: int | None,
        wants_json: bool,
        **options: Any,
    ) -> int:
        choice = Choice(occurrence, start)
        try:
            return command(*arguments, choice=choice, wants_json=wants_json, **options)
        except Ambiguous as error:
            if wants_json:
                put([as_json({"candidates": [_candidate(each) for each in error.places]})])
            say(f"{error}; --occurrence N takes one of them")
            for place in () if wants_json else error.places[:LISTED]:
                say(_row(place), "")
            if not wants_json and (more := len(error.places) - LISTED) > 0:
                say(f"  and {more} more: --json lists them", "")
            return FAILED

    return chosen


_AT = click.option(
    "--project",
    metavar="PATH",
    type=click.Path(path_type=Path),
    default=Path(),
    help="A folder of the project, or a file in it (else: here).",
)


@click.command(
    "add",
    short_help="Mark a quote in a document.",
    epilog="""\
\b
postil add letter.txt --tag threat --quote "we will close our ports"
postil add letter.txt --tag threat --quote "If they come" --quote "we will go" --field speaker=Tosk
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@_content(is_new=True)
@person
@_choosing
def add(
    file: Path,
    tag: str,
    quotes: tuple[str, ...],
    note: str | None,
    fields: Fields,
    choice: Choice,
    wants_json: bool,
    me: Annotator,
) -> int:
    """Mark the words of a quote in FILE, and print the id of the mark.

    Line breaks, straight or curly quotation marks and kinds of dashes need not be as in the text.
    """
    project = Project.of(existing(file))
    added = editing.add(
        project, me, file.absolute(), quotes, tag, note or "", _given(fields), choice
    )
    _print(added.mark, wants_json)
    talk.note(f"{_called(added.mark)}{'' if added.is_new else ' is marked already'}")
    if added.is_earlier:
        talk.note(f"{file} was changed since it was marked; this is in its text of then")
    return DONE


@click.command(
    "set",
    short_help="Change a mark.",
    epilog="""\
\b
postil set 6h0bmsgctde --tag commitment --note "said twice"
postil set 6h0bmsgctde --field speaker=Tosk --field to=
""",
)
@click.argument("id", type=WORDS, shell_complete=completing.marks)
@_content(is_new=False)
@_AT
@person
@_choosing
def change(
    id: str,
    tag: str | None,
    quotes: tuple[str, ...],
    note: str | None,
    fields: Fields,
    project: Path,
    choice: Choice,
    wants_json: bool,
    me: Annotator,
) -> int:
    """Change one of your marks. ID is what `postil list --json` prints, or its beginning."""
    if tag is None and note is None and not fields and not quotes:
        raise click.UsageError("say what to change: --tag, --note, --field or --quote")
    whole = Project.of(existing(project))
    mark = editing.change(whole, me, id, tag, note, fields, quotes, choice)
    _print(mark, wants_json)
    talk.note(_called(mark))
    return DONE


@click.command("rm", short_help="Take marks off.", epilog="postil rm 6h0bmsgctde 6h0bmt71pw")
@click.argument("ids", metavar="ID...", nargs=-1, type=WORDS, shell_complete=completing.marks)
@_AT
@click.option("--json", "wants_json", is_flag=True, help="Print what was taken off, as an array.")
@person
def remove(ids: tuple[str, ...], project: Path, wants_json: bool, me: Annotator) -> int:
    """Take some of your marks off: all of them, or none when one of them cannot be."""
    if not ids:
        raise click.UsageError("name the marks by their ids")
    taken = editing.remove(Project.of(existing(project)), me, ids)
    if wants_json:
        from annotations.formats.jsonl import as_object

        put([as_json([as_object(mark) for mark in taken])])
    for mark in taken:
        talk.note(f"taken off: {_called(mark)}")
    return DONE


COMMANDS = {"add": add, "set": change, "rm": remove}


def _given(fields: Fields) -> Fields:
    """Those that have a value."""
    return {name: each for name, each in fields.items() if each}


def _print(mark: Mark, wants_json: bool) -> None:
    if wants_json:
        from annotations.formats.jsonl import as_object

        put([as_json(as_object(mark))])
    else:
        put([f"{mark.annotation.id}\n"])


def _called(mark: Mark) -> str:
    each = mark.annotation
    return f"{mark.document.path}:{each.start}-{each.end} {each.tag} “{flat(each.exact)}”"


def _row(place: Place) -> str:
    before = place.before.partition(" ")[2] if len(place.before) == CONTEXT else place.before
    after = place.after.rpartition(" ")[0] if len(place.after) == CONTEXT else place.after
    context = f"{before}[{place.exact}]{after}".strip()
    return f"  {place.number}  paragraph {place.paragraph}  {context}"


def _candidate(place: Place) -> dict[str, Any]:
    return {
        "occurrence": place.number,
        "start": place.start,
        "end": place.end,
        "paragraph": place.paragraph,
        "before": place.before,
        "exact": place.exact,
        "after": place.after,
    }
