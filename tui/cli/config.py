"""`postil config`: where the settings are, what counts of them, and a file to begin with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from annotations import codebook
from annotations.codebook import Codebook
from annotations.errors import AnnotationsError, reason_of
from annotations.project import Project
from annotations.template import BUILT_IN, Kind
from tui import binding
from tui.binding import bind
from tui.cli.exits import DONE, FAILED
from tui.cli.talk import note, say
from tui.commands import BY_ID
from tui.explained import EXPLAINED, entry, explained, rebindable
from tui.glyphs import lines
from tui.settings import Fault, Settings, in_order, location, read


@click.group("config", short_help="Show, check or begin the settings.")
def config() -> None:
    """Your settings: where they are, what counts, and a file to begin with."""


@config.command("path", short_help="Say where the settings are.")
def show_path() -> int:
    """Say where the settings are, or would be."""
    _print(f"{location()}\n")
    return DONE


@config.command("show", short_help="Print the settings that count.")
def show() -> int:
    """Print the settings that count, as TOML, each with where it comes from."""
    settings, tags = _read(), _codebook()
    faults = _faults(settings, tags)
    _print("".join(_effective(settings, tags, {fault.line for fault in faults})))
    for fault in faults:
        say(str(fault))
    return DONE


@config.command("check", short_help="Check the settings.")
def check() -> int:
    """Check the settings: PATH:LINE: REASON for each entry that does not count."""
    settings = _read()
    faults = _faults(settings, _codebook())
    _print("".join(f"{fault}\n" for fault in faults))
    if faults:
        return FAILED
    is_there = settings.path.exists()
    note(f"{settings.path}: " + ("nothing is wrong" if is_there else "is not there, which is fine"))
    return DONE


@config.command("init", short_help="Write a file of settings to begin with.")
def init() -> int:
    """Write a file of settings in which every entry is explained and none counts yet."""
    path = location()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("".join(explained()))
    except FileExistsError:
        say(f"{path} is there already, and was not changed")
        return FAILED
    except OSError as error:
        raise AnnotationsError(f"{path}: {reason_of(error)}") from error
    _print(f"{path}\n")
    return DONE


COMMANDS = {"config": config}


def _read() -> Settings:
    settings = read()
    if settings.theme:
        from tui.themes import names

        settings = settings.among(names())
    return settings


def _codebook() -> Codebook:
    """The tags of the project here, which have their letters before any command."""
    with suppress(AnnotationsError):
        return Project.of(Path()).codebook()
    return codebook.built_in()


def _faults(settings: Settings, tags: Codebook) -> list[Fault]:
    """All faults, in the order of the file."""
    return in_order([*settings.faults, *bind(settings, tags)[1]])


def _effective(settings: Settings, tags: Codebook, faulty: set[int | None]) -> Iterator[str]:
    """The settings that count, as TOML; entries on `faulty` lines are those that do not."""

    def origin(otherwise: str, *names: str) -> str:
        if not settings.lines.sets(*names):
            return otherwise
        line = settings.lines.of(*names)
        if line in faulty:
            return f"{otherwise}, for line {line} does not count"
        return f"{settings.path.name}, line {line}"

    for name in EXPLAINED:
        yield entry(name, getattr(settings, name), origin("default", name))
    yield "\n[keys]\n"
    keys, _ = bind(settings, tags)
    of_preset = binding.of_preset(settings.preset)
    for id in rebindable():
        otherwise = "default" if of_preset[id] == BY_ID[id].keys else f"preset {settings.preset}"
        yield entry(id, list(keys[id]), origin(otherwise, "keys", id))
    yield "\n[templates]\n"
    for name, template in BUILT_IN.items():
        made = "" if template.kind is Kind.PLAIN else f", {template.kind.value}"
        yield f"# {entry(name, template.text, f'built in{made}')}"
    for name, own in settings.templates.items():
        yield entry(name, own, origin("default", "templates", name))


def _print(text: str) -> None:
    """On stdout as it is, on a terminal made printable."""
    data = (lines(text) if sys.stdout.isatty() else text).encode(errors="replace")
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
