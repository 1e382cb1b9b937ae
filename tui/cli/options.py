"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from annotations.errors import BadCodebook, UnknownTag
from annotations.filtering import Filter
from annotations.project import Project
from tui.cli import completing
from tui.cli.exits import existing

PROJECT = click.argument("project", type=click.Path(path_type=Path), default=Path(), required=False)
"""A folder, or a file in one; the folder here when it is not given."""


class Moment(click.ParamType[str]):
    """A day or a time, as ISO 8601 in UTC; without a zone it is meant where the person is."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            moment = datetime.fromisoformat(value)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("a date like 2026-03-01, or with a time, 2026-03-01T14:30", param, ctx)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def filters(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command with a `PROJECT` take `--tag --document --annotator --since`.

    It is given them as `wanted`. A tag that neither the codebook nor a mark knows is wrong usage.
    """

    @click.option(
        "--tag",
        "tags",
        metavar="TAG",
        multiple=True,
        shell_complete=completing.tags,
        help="Only marks of this tag.",
    )
    @click.option(
        "--document",
        "documents",
        metavar="PATH",
        multiple=True,
        shell_complete=completing.documents,
        help="Only marks in this document, folder or pattern, as `postil list` names it.",
    )
    @click.option(
        "--annotator",
        "annotators",
        metavar="NAME",
        multiple=True,
        shell_complete=completing.annotators,
        help="Only marks of this annotator.",
    )
    @click.option("--since", type=Moment(), help="Only marks made or changed since then.")
    @wraps(command)
    def filtered(
        *arguments: Any,
        project: Path,
        tags: tuple[str, ...],
        documents: tuple[str, ...],
        annotators: tuple[str, ...],
        since: str | None,
        **options: Any,
    ) -> int:
        meant = _ids(tags, project) if tags else ()
        wanted = Filter(frozenset(meant), documents, frozenset(annotators), since or "")
        return command(*arguments, project=project, wanted=wanted, **options)

    return filtered


def person(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command that changes something take `--as NAME`; it is given `me`.

    The same name may stand before the command; else it is the one of the settings or the login.
    """

    @click.option(
        "--as",
        "name",
        metavar="NAME",
        shell_complete=completing.annotators,
        help="Who does this (else: your login).",
    )
    @wraps(command)
    def personal(*arguments: Any, name: str | None, **options: Any) -> int:
        from tui import settings

        before = click.get_current_context().find_root().params.get("annotator")
        name = name or before or settings.read().coder
        return command(*arguments, me=settings.annotator(name), **options)

    return personal


def _ids(tags: Iterable[str], path: Path) -> list[str]:
    """The ids of tags that somebody called by id or name. Raises UnknownTag."""
    project = Project.of(existing(path))
    try:
        codebook = project.codebook()
    except BadCodebook:
        return list(tags)
    ids = []
    for words in tags:
        try:
            ids.append(codebook.named(words).id)
        except UnknownTag:
            # One that the codebook does not know any more, or not yet.
            if not any(store.tagged(words) for store in project.stores()):
                raise
            ids.append(words)
    return ids
