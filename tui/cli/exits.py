"""How a command line ends: with a code, and without a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from annotations.errors import (
    AlreadyThere,
    AnnotationsError,
    UnknownTag,
    UnreadableDocument,
    reason_of,
)
from tui.cli import talk
from tui.cli.talk import say

DONE, FAILED, USAGE, FOUND = 0, 1, 2, 3
INTERRUPTED = 130
UNHEARD = 128 + 13
"""What a shell says of a program that SIGPIPE ended: whoever read its output has gone."""


def ended(run: Callable[..., Any], *arguments: Any, **options: Any) -> int:
    """Run a command and return its exit code; what is wrong is said on stderr."""
    talk.begin()
    _keep_numbers_of_closed_streams()
    code = DONE
    try:
        code = _ended(run, *arguments, **options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        code = UNHEARD
    except OSError as error:
        if not code:  # else that is what it failed of, and it was said
            say(f"stdout: {reason_of(error)}")
            code = FAILED
    _let_go_of_stdout()
    return code


def existing(path: Path) -> Path:
    """A path that a command was given, if there is something. Raises UnreadableDocument."""
    try:
        path.stat()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "no such file or folder") from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(path, str(error)) from error
    return path


def _ended(run: Callable[..., Any], *arguments: Any, **options: Any) -> int:
    try:
        code = run(*arguments, **options)
    except AlreadyThere as error:
        say(f"{error}; --force overwrites it")
        return FAILED
    except AnnotationsError as error:
        say(str(error))
        return USAGE if isinstance(error, UnknownTag) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # with which click answers the same
        return UNHEARD
    except MemoryError:
        say("there is not enough memory for this")
        return FAILED
    except Exception as error:
        if (code := _of_click(error)) is not None:
            return code
        if isinstance(error, OSError) and _is_raised_by_click(error):
            raise  # there is nothing that click does with files but to print help
        return _unexpected(error)
    return code if isinstance(code, int) else DONE


def _keep_numbers_of_closed_streams() -> None:
    """Let no file that is opened get the number of a closed stream, and what is meant for that."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # the lowest free number; writing to it fails


def _let_go_of_stdout() -> None:
    """What could not be written stays held back, and Python would try once more at its exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception) -> int:
    """The exit code for an error in the program, of which a log is kept."""
    from tui import crash

    say(crash.record(error).sentence(), "")
    return FAILED


def _is_raised_by_click(error: Exception) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals["__name__"].startswith("click.")


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
