"""The command line beside reading, put together from its families."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import click

from tui.cli import COMMANDS
from tui.cli.talk import be_quiet

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

HELP = """\
Read documents and mark threats, commitments and allegations with one key.

\b
postil [--as NAME] [PATH]...   read these files, or a folder (here, if none)
postil COMMAND ...             one of the commands below, without a screen

The first word is a command if it names one; postil ./list opens a file of that name.
"""


_READS = f"{__name__}.reads"
"""Whether the first word is a path."""


class Families(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Commands and paths; after a path more of them."""
        from tui.cli.completing import paths as paths_from

        paths = paths_from(incomplete)
        return paths if ctx.meta.get(_READS) else [*super().shell_complete(ctx, incomplete), *paths]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; a shell that asks is told what follows a path."""
        found = super().resolve_command(ctx, args)
        ctx.meta[_READS] = found[1] is None
        return found

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in COMMANDS else None


@cache
def _command(name: str) -> click.Command:
    command: click.Command = import_module(COMMANDS[name]).COMMANDS[name]
    _let_be_quiet(command)
    return command


def _let_be_quiet(command: click.Command) -> None:
    """Let a command, or each one of its group, take `--quiet`."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _let_be_quiet(each)
    else:
        command.params.append(
            click.Option(
                ["-q", "--quiet"],
                is_flag=True,
                expose_value=False,
                is_eager=True,
                callback=_be_quiet,
                help="Say nothing but what failed.",
            )
        )


def _be_quiet(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        be_quiet()


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"postil {version('postil')}")
        ctx.exit()


@click.command(
    cls=Families,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
    options_metavar="[OPTIONS]",
    subcommand_metavar="[COMMAND | PATH...]",
)
@click.option("--as", "annotator", metavar="NAME", help="Who makes the marks (else: your login).")
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Version."
)
def postil(annotator: str | None) -> None:
    """The group itself does nothing."""
