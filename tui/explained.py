"""A file of settings in which every entry is explained and none counts yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.template import BUILT_IN, FIELDS
from tui.commands import BY_ID
from tui.keyboards import KEYBOARDS
from tui.settings import NARROWEST, WIDEST, Settings

EXPLAINED: Mapping[str, str] = {
    "width": f"Cells of the text column, {NARROWEST} to {WIDEST}.",
    "theme": 'Name of a theme, such as "nord"; empty is the default one. Ctrl+P shows them.',
    "dim": "Whether the text outside the sentence in focus is a little dimmed.",
    "trim": "Whether marks leave out , ; : at their edges and the final full stop.",
    "language": "The language of documents that do not say theirs; sentences and clauses are cut\n"
    "by its rules.",
    "coder": "Who makes the marks; empty is your login name. `postil --as NAME` goes before it.",
    "template": "The template by which quotes are copied: "
    + ", ".join(f'"{name}"' for name in BUILT_IN)
    + ", or one of [templates].",
    "preset": 'The keys to begin from: "default", or "arrows", which leaves h j k l b w to tags.',
    "keyboard": "A keyboard of another script, whose letters then mean keys by their place:\n"
    + ", ".join(f'"{name}"' for name in KEYBOARDS)
    + ".",
}
"""What each entry is for, in the order in which they are listed."""
ABOUT_KEYS = """\
Keys of commands, by the names of docs/keys.md: a key or a list of keys, [] for none."""
ABOUT_TEMPLATES = f"""\
Your own templates. Fields: {", ".join(FIELDS[:9])},
{", ".join(FIELDS[9:])}.
What is not known goes with its punctuation."""
EXAMPLE = 'short = "{quote} ({family} {year}, ¶ {paragraph})"'


def explained() -> Iterator[str]:
    """The lines of such a file."""
    yield "# Settings of Postil. Take the # away from what you change: `postil config check`.\n"
    for name, words in EXPLAINED.items():
        yield f"\n{_comment(words)}# {entry(name, getattr(Settings(), name))}"
    yield f"\n[keys]\n{_comment(ABOUT_KEYS)}"
    for id in rebindable():
        yield f"# {entry(id, list(BY_ID[id].keys))}"
    yield f"\n[templates]\n{_comment(ABOUT_TEMPLATES)}# {EXAMPLE}\n"


def rebindable() -> Iterator[str]:
    """Commands whose keys are not in the codebook."""
    return (id for id in BY_ID if id not in ("tag", "tag_rest"))


def _comment(words: str) -> str:
    return "".join(f"# {line}\n" for line in words.split("\n"))


def entry(name: str, value: Any, comment: str = "") -> str:
    """An entry on one line of TOML."""
    import tomlkit

    container = tomlkit.document()
    container[name] = value
    line = tomlkit.dumps(container).rstrip("\n")
    return f"{line}  # {comment}\n" if comment else f"{line}\n"
