"""How a command line ends: with a code, and without a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotations.errors import AnnotationsError, UnreadableDocument
from tui.glyphs import lines

DONE, FAILED, USAGE = 0, 1, 2
INTERRUPTED = 130


def quietly(run: Callable[..., Any], *arguments: Any, **options: Any) -> int:
    """Run a command and return its exit code; what is wrong is said on stderr."""
    try:
        code = run(*arguments, **options)
    except AnnotationsError as error:
        say(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has gone; Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        return _unexpected(error) if (code := _of_click(error)) is None else code
    return code if isinstance(code, int) else DONE


def existing(path: Path) -> Path:
    """A path that a command was given, if there is something. Raises UnreadableDocument."""
    try:
        path.stat()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "no such file or folder") from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(path, str(error)) from error
    return path


def say(sentence: str, prefix: str = "postil: ") -> None:
    """A sentence for the person, on stderr; text from outside in it is made printable."""
    print(f"{prefix}{lines(sentence)}", file=sys.stderr)


def _unexpected(error: Exception) -> int:
    """The exit code for an error in the program, of which a log is kept."""
    from tui import crash

    with suppress(OSError):  # stderr may be what failed
        say(crash.record(error).sentence(), "")
    return FAILED


def _of_click(error: Exception) -> int | None:
    """The exit code for an exception of click; None for any other one."""
    if type(error).__module__.split(".")[0] != "click":
        return None
    from click import ClickException
    from click.exceptions import NoArgsIsHelpError, UsageError

    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return USAGE
    if isinstance(error, UsageError):
        say(f"{' '.join(error.format_message().split())} (postil --help)")
        return USAGE
    if isinstance(error, ClickException):
        say(error.format_message())
        return FAILED
    return INTERRUPTED
