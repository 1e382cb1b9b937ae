"""How a command line may go on: tags, documents, names, ids, templates, formats, paths.

Only what can be printed is offered, and nothing is ever said: who presses Tab asked for no talk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from annotations.errors import AnnotationsError
from annotations.project import Project
from tui.glyphs import line

WORD, NAME, FOLDER = "word", "name", "folder"
"""Types of what is offered: as it is; to be quoted by the shell; the same, and to be gone into."""
MOST_HELP = 50
"""Characters of what is said about something offered."""

_PLAIN = re.compile(r"[\w@%+=,./-]+", re.ASCII)

Items = list[CompletionItem[str]]
Found = Iterator[tuple[str, str]]
"""Words, and what is said about each."""


def _offering(
    find: Callable[[Project], Found],
) -> Callable[[click.Context, click.Parameter, str], Items]:
    """What an option or an argument offers of what is found in the project that is meant."""

    def offer(ctx: click.Context, _: click.Parameter, begun: str) -> Items:
        try:
            return items(find(_project(ctx)), begun)
        except (AnnotationsError, OSError):
            return []

    return offer


def items(found: Iterable[tuple[str, str]], begun: str) -> Items:
    """What of these goes on from there; each once."""
    known = {value: said for value, said in found if value.startswith(begun)}
    return [
        CompletionItem(
            value, WORD if _PLAIN.fullmatch(value) else NAME, help=line(said)[:MOST_HELP]
        )
        for value, said in known.items()
        if value.isprintable()
    ]


def _tags(project: Project) -> Found:
    return ((tag.id, tag.definition) for tag in project.codebook())


def _documents(project: Project) -> Found:
    return ((path, "") for path in project.documents())


def _annotators(project: Project) -> Found:
    return ((store.owner.name, "") for store in project.stores() if store.owner)


def _marks(project: Project) -> Found:
    """Those that the person may change."""
    from tui import settings

    person = settings.annotator().person
    for store in project.stores():
        if store.owner and store.owner.person == person:
            for each in store:
                yield each.id, f"{each.tag} {each.exact}"


def _templates(_: Project) -> Found:
    from tui import settings

    return ((name, "") for name in settings.read().all_templates)


def _formats(_: Project) -> Found:
    from annotations.formats import formats

    return ((name, each.title) for name, each in formats().items())


tags = _offering(_tags)
documents = _offering(_documents)
annotators = _offering(_annotators)
marks = _offering(_marks)
template_names = _offering(_templates)
format_names = _offering(_formats)


def paths(begun: str) -> Items:
    """Files and folders, hidden ones only when a dot was typed."""
    name = begun.rpartition("/")[2]
    before = begun[: len(begun) - len(name)]
    found: Items = []
    try:
        there = sorted(os.scandir(Path(before or ".").expanduser()), key=lambda each: each.name)
    except (OSError, RuntimeError):
        return []
    for each in there:
        if not each.name.startswith(name) or not each.name.isprintable():
            continue
        if each.name.startswith(".") and not name:
            continue
        found.append(CompletionItem(before + each.name, FOLDER if each.is_dir() else NAME))
    return found


def _project(ctx: click.Context) -> Project:
    """The project that a command line is about, as far as it was typed."""
    path = ctx.params.get("project") or ctx.params.get("file") or Path()
    return Project.of(Path(path).expanduser())
