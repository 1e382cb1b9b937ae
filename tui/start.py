"""From paths to a screen: finding the project, opening the first document, starting Textual."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from annotations import document
from annotations.errors import UnreadableDocument, reason_of
from annotations.project import Project
from tui.cli.exits import DONE, FAILED, USAGE
from tui.cli.talk import say
from tui.ending import Ending
from tui.first_run import is_first_run
from tui.opening import OpenDocument
from tui.session import Session
from tui.settings import annotator
from tui.settings import read as read_settings

NO_TERMINAL = "there is no terminal to read in; `postil list` and `postil export` need none"


def read(words: list[str], name: str | None, practises: bool = False) -> int:
    """Read the documents at these paths, by a person of that name; returns the exit code.

    Who `practises` is guided. A signal does not return: it ends the process.
    """
    with Ending() as ending:
        if "-" in words:
            return _read_piped(words, name, ending)
        if has_terminal():
            ending.watch()
        return _read(words, name, practises, ending)


def _read_piped(words: list[str], name: str | None, ending: Ending) -> int:
    from tui.piped import NothingToRead, piped, place

    if len(words) > 1:
        say("- is the text that comes through a pipe; it is read alone")
        return USAGE
    if not _has_screen():
        say(NO_TERMINAL)
        return USAGE
    try:
        with piped() as path:
            ending.watch()
            return _read([str(path)], name, False, ending, f"from a pipe; kept in {place(path)}")
    except NothingToRead as error:
        say(str(error))
        return USAGE


def _read(
    words: list[str], name: str | None, practises: bool, ending: Ending, notice: str = ""
) -> int:
    paths, reasons = _readable([Path(word) for word in words or ["."]])
    for reason in reasons:
        say(reason)
    if not paths:
        return FAILED
    folder = next((path for path in paths if path.is_dir()), None)
    if folder and len(paths) > 1:
        say(f"{folder} is a folder: one folder at a time, or files")
        return USAGE
    project = Project.of(paths[0])
    for path in paths:
        if (other := Project.of(path)) != project:
            say(f"{path} belongs to {other.folder}, {paths[0]} to {project.folder}: one at a time")
            return USAGE
    relative = [] if folder else [project.relative(path) for path in paths]
    settings = read_settings()
    person = annotator(name or settings.coder)
    session = Session(project, project.codebook(), person, relative, folder, settings)
    opened = session.open_first()
    if reasons:
        notice = f"passed over: {reasons[0]}"
    opened.notice = notice or opened.notice
    if not has_terminal():
        say(NO_TERMINAL)
        return USAGE
    return _show(session, opened, practises, ending) or (FAILED if reasons else DONE)


def _readable(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """The paths that can be read, and why the others cannot."""
    kept: list[Path] = []
    reasons: list[str] = []
    for path in paths:
        try:
            if not path.is_dir():
                document.read(path, head_only=True)
            kept.append(path)
        except UnreadableDocument as error:
            reasons.append(str(error))
        except OSError as error:
            reasons.append(f"{path}: {reason_of(error)}")
    return kept, reasons


def has_terminal() -> bool:
    """Whether keys come from a terminal and a screen can be drawn on one."""
    return _has_screen() and sys.__stdin__ is not None and sys.__stdin__.isatty()


def _has_screen() -> bool:
    is_screen = sys.__stderr__ is not None and sys.__stderr__.isatty()
    return is_screen and os.environ.get("TERM") != "dumb"


def _show(session: Session, opened: OpenDocument, practises: bool, ending: Ending) -> int:
    """Run the application until it ends."""
    # Read by Textual when it is imported: no waiting for a frame, no animation.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # no-color.org: set but empty it asks for nothing
    from tui.app import PostilApp

    ending.work(session.finish)
    offers_practice = is_first_run() and not practises
    practice = None
    if practises:
        from tui.practice import Practice

        practice = Practice()
    app = PostilApp(session, opened, ending, practice, offers_practice)
    app.run()
    ending.restore()
    ending.finish()
    code = app.return_code or DONE
    if app.crash is not None:
        say(app.crash.sentence(app.crash.about_marks(session.unsaved, session.trouble)), "")
        return code or FAILED
    if session.unsaved:
        say(f"{session.store.path}: {session.unsaved} not saved: {session.trouble}")
        return code or FAILED
    if session.loaded and (reason := session.store.read_only):
        say(f"nothing was saved: {reason}")
        return code or FAILED
    return code
