"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click

from annotations.filtering import Filter


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
    """Let a command take `--tag --document --annotator --since`; it is given `wanted`."""

    @click.option("--tag", "tags", metavar="TAG", multiple=True, help="Only marks of this tag.")
    @click.option(
        "--document",
        "documents",
        metavar="PATH",
        multiple=True,
        help="Only marks in this document, folder or pattern, as `postil list` names it.",
    )
    @click.option(
        "--annotator",
        "annotators",
        metavar="NAME",
        multiple=True,
        help="Only marks of this annotator.",
    )
    @click.option("--since", type=Moment(), help="Only marks made or changed since then.")
    @wraps(command)
    def filtered(
        *arguments: Any,
        tags: tuple[str, ...],
        documents: tuple[str, ...],
        annotators: tuple[str, ...],
        since: str | None,
        **options: Any,
    ) -> int:
        wanted = Filter(frozenset(tags), documents, frozenset(annotators), since or "")
        return command(*arguments, wanted=wanted, **options)

    return filtered
