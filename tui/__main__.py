"""The `postil` command: the first word is a command if it names one, else everything is a path."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tui.cli import COMMANDS, COMPLETE
from tui.cli.exits import USAGE, ended
from tui.cli.talk import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 found."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if _is_for_reading(words) and COMPLETE not in os.environ:
        return ended(_read, words)
    if _is_plain_list(words) and COMPLETE not in os.environ:
        return ended(_list, words[1:])
    from tui.cli.commands import postil

    if COMPLETE in os.environ:
        from tui.cli.completion import prepare

        prepare()
    return ended(
        postil.main, words, prog_name="postil", complete_var=COMPLETE, standalone_mode=False
    )


def _is_for_reading(words: list[str]) -> bool:
    """Whether this is `postil [--as NAME] [PATH]...`, which needs no command line library."""
    rest = words[2:] if words[:1] == ["--as"] and len(words) > 1 else words
    if not rest:
        return True
    return rest[0] not in COMMANDS and (rest[0] in ("-", "--") or not rest[0].startswith("-"))


def _is_plain_list(words: list[str]) -> bool:
    """Whether this is `postil list [--json] [PROJECT]`, which needs none either."""
    rest = [word for word in words[1:] if word != "--json"]
    return words[:1] == ["list"] and len(rest) < 2 and not "".join(rest).startswith("-")


def _list(words: list[str]) -> int:
    from tui.cli.listing import listed

    rest = [word for word in words if word != "--json"]
    return listed(Path(*rest), as_json="--json" in words)


def _read(words: list[str]) -> int:
    name = None
    if words[:1] == ["--as"]:
        name, words = words[1], words[2:]
    if words[:1] == ["--"]:
        words = words[1:]
    elif options := [word for word in words if word.startswith("-") and word != "-"]:
        say(f"{options[0]} must come before the paths, or after --")
        return USAGE
    gc.disable()  # until the first page is there: nothing made before that is garbage
    from tui.start import read

    return read(words, name)


if __name__ == "__main__":
    sys.exit(main())
