"""What belongs to the person and not to a project: their settings, and who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotations import template as templates
from annotations.annotator import myself
from annotations.document import LANGUAGE
from annotations.errors import NotSaved, reason_of
from annotations.files import contents, replace_file
from annotations.template import Template
from annotations.toml import BrokenToml, Lines, parsed
from tui.keyboards import KEYBOARDS

annotator = myself
"""The person at the keyboard."""

FILE_NAME = "settings.toml"
LARGEST = 1 << 20
"""Bytes of a file of settings; what is larger was not written by a person."""
NARROWEST, WIDEST = 40, 120
PRESETS = ("default", "arrows")

_GUESSED = 10
"""Faults of a file for which near names are looked for; that takes time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry of the settings that does not count; `str` is `path:line: reason`."""

    path: Path
    line: int | None
    """From 1; None where the whole file is meant."""
    reason: str

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.path}{line}: {self.reason}"

    @property
    def short(self) -> str:
        """The same without the folders."""
        line = f", line {self.line}" if self.line else ""
        return f"{self.path.name}{line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has set, and defaults for everything else."""

    width: int = 66
    """Cells of the text column at most."""
    theme: str = ""
    """Name of a theme; empty for the default."""
    dim: bool = True
    """Whether the text outside the sentence in focus is a little dimmed."""
    trim: bool = True
    """Whether marks leave out `, ; :` at their edges and the final full stop."""
    language: str = "en"
    """The language of documents that do not say theirs."""
    coder: str = ""
    """Who makes the marks; empty for the login name."""
    template: str = "source"
    """Name of the template by which quotes are copied."""
    preset: str = "default"
    """The keys that `keys` begins from."""
    keyboard: str = ""
    """A keyboard of another script, whose letters then mean keys by their place."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys as they were written, by the id of a command; checked by `tui.binding`."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Templates of copied quotes, by name, beside the built-in ones."""
    faults: tuple[Fault, ...] = ()
    """Entries of the file that do not count."""
    path: Path = Path(FILE_NAME)
    """The file that they were read from."""
    lines: Lines = field(default_factory=Lines, compare=False)
    """The lines of the entries in it."""

    @property
    def quote(self) -> Template:
        """The template by which quotes are copied."""
        return self.all_templates[self.template]

    @property
    def all_templates(self) -> Mapping[str, Template]:
        """All templates by name, the built-in ones first."""
        own = {name: Template(text) for name, text in self.templates.items()}
        return {**templates.BUILT_IN, **own}

    def fault(self, reason: str, *names: str) -> Fault:
        """A fault in the entry to which these names lead."""
        return Fault(self.path, self.lines.of(*names), reason)

    def among(self, themes: Iterable[str]) -> Settings:
        """These settings where only these themes are known: another one becomes a fault."""
        known = sorted(themes)
        if not self.theme or self.theme in known:
            return self
        reason = f"no theme is called {_quoted(self.theme)}{near(self.theme, known)}"
        return replace(self, theme="", faults=(*self.faults, self.fault(reason, "theme")))


def location() -> Path:
    """Where the settings are, if there are any."""
    return _folder() / FILE_NAME


def read(path: Path | None = None) -> Settings:
    """The settings in a file, else in the user's own. Never fails: see `Settings.faults`."""
    path = path or location()
    try:
        source = _source(path)
        if source is None:
            return Settings(path=path)
        data = parsed(source)
    except BrokenToml as error:
        return Settings(path=path, faults=(Fault(path, error.line, error.reason),))
    except OSError as error:
        fault = Fault(path, None, f"cannot be read: {reason_of(error)}")
        return Settings(path=path, faults=(fault,))
    except UnicodeDecodeError as error:
        fault = Fault(path, None, f"is not UTF-8 at byte {error.start}")
        return Settings(path=path, faults=(fault,))
    return _checked(data, Settings(path=path, lines=Lines(source)))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults in the order of the file."""
    return sorted(faults, key=lambda fault: fault.line or 0)


def summary(faults: Iterable[Fault]) -> tuple[str, str]:
    """The first of these faults, and where the others are found; empty when there is none."""
    said = [fault.short for fault in in_order(faults)]
    more = len(said) - 1
    return "".join(said[:1]), f" (and {more} more: postil config check)" if more > 0 else ""


def remember(name: str, value: bool | int | str | list[str], path: Path | None = None) -> None:
    """Write one entry into the file of the settings; comments and order stay as they are.

    Where there is no file yet, one is begun in which the others are explained.

    The name of an entry in a table has a dot: `keys.undo`. Raises NotSaved, also for a value that
    reading would not take, and for a file with a fault in its TOML, which is left alone.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path or location()
    table, _, key = name.rpartition(".")
    try:
        path = path.resolve()  # a link stays one
        source = _source(path)
        if source is None:
            from tui.explained import explained

            source = "".join(explained())
        wanted = parsed(source)
        document = tomlkit.parse(source)
        for entries in (wanted, document):
            within = entries.setdefault(table, {}) if table else entries
            if not isinstance(within, dict):
                raise NotSaved(path, f"{table} is not a table")
            within[key] = value
        written = tomlkit.dumps(document)
        if parsed(written) != wanted:
            raise NotSaved(path, f"{name} has no place in it: write it by hand")
        before = {fault.reason for fault in _checked(parsed(source), Settings(path=path)).faults}
        for fault in _checked(wanted, Settings(path=path)).faults:
            if fault.reason not in before:
                raise NotSaved(path, fault.reason)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, written.encode())
    except BrokenToml as error:
        place = f"{path}, line {error.line}" if error.line else f"{path}"
        raise NotSaved(Path(place), f"{error.reason}; nothing was written") from error
    except UnicodeDecodeError as error:
        raise NotSaved(path, f"is not UTF-8 at byte {error.start}") from error
    except (OSError, RuntimeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "is a link to itself"
        raise NotSaved(path, reason) from error
    except TOMLKitError as error:
        raise NotSaved(path, "cannot be changed without losing something") from error


def near(name: str, known: Iterable[str]) -> str:
    """A question that helps with a name that is not known; empty when none is like it."""
    from difflib import get_close_matches

    found = get_close_matches(name[:40], known, n=1)
    return f"; did you mean {found[0]}?" if found else ""


# Checks. Each gives what an entry means, or raises ValueError with what it must be.


def _whole_width(value: object) -> int:
    if type(value) is not int or not NARROWEST <= value <= WIDEST:
        raise ValueError(f"must be a whole number from {NARROWEST} to {WIDEST}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    if len(value) > 100 or not value.isprintable():
        raise ValueError("must be on one line, 100 characters at most")
    return value.strip()


def _language(value: object) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        raise ValueError('must be the code of a language, such as "en" or "pt-BR"')
    return value


def _one_of(*options: str) -> Callable[[object], str]:
    listed = ", ".join(option or '""' for option in options)

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in options:
            raise ValueError(f"must be one of {listed}")
        return value

    return check


def _keys(value: object) -> tuple[str, ...]:
    keys = value if isinstance(value, list) else [value]
    if not all(isinstance(key, str) for key in keys):
        raise ValueError("must be a key or a list of keys")
    return tuple(keys)


def _template(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    if reason := templates.fault_of(value):
        raise ValueError(reason)
    return value


_ENTRIES: Mapping[str, Callable[[object], Any]] = {
    "width": _whole_width,
    "theme": _words,
    "dim": _flag,
    "trim": _flag,
    "language": _language,
    "coder": _words,
    "template": _words,
    "preset": _one_of(*PRESETS),
    "keyboard": _one_of("", *KEYBOARDS),
}
_TABLES: Mapping[str, Callable[[object], Any]] = {"keys": _keys, "templates": _template}


def _checked(data: Mapping[str, Any], defaults: Settings) -> Settings:
    """What counts of the values of a file."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}

    def check(entry: Callable[[object], Any], value: object, *names: str) -> Any:
        try:
            return entry(value)
        except ValueError as error:
            faults.append(defaults.fault(f"{_quoted(names[-1])[1:-1]} {error}", *names))
            return None

    for name, value in data.items():
        if name in _ENTRIES:
            if (taken := check(_ENTRIES[name], value, name)) is not None:
                values[name] = taken
        elif name in _TABLES and isinstance(value, dict):
            found = {key: check(_TABLES[name], each, name, key) for key, each in value.items()}
            values[name] = {key: each for key, each in found.items() if each is not None}
        elif name in _TABLES:
            faults.append(defaults.fault(f"{name} must be a table: [{name}]", name))
        else:
            hint = near(name, [*_ENTRIES, *_TABLES]) if len(faults) < _GUESSED else ""
            faults.append(defaults.fault(f"there is no setting {_quoted(name)}{hint}", name))
    for name in values.get("templates", {}).keys() & templates.BUILT_IN.keys():
        del values["templates"][name]
        faults.append(defaults.fault(f"{name} is built in: take another name", "templates", name))
    known = [*templates.BUILT_IN, *values.get("templates", {})]
    if (chosen := values.get("template", defaults.template)) not in known:
        del values["template"]
        reason = f"no template is called {_quoted(chosen)}{near(chosen, known)}"
        faults.append(defaults.fault(reason, "template"))
    return replace(defaults, **values, faults=tuple(faults))


def _source(path: Path) -> str | None:
    """The file as text; None where there is none. Raises OSError and UnicodeDecodeError."""
    data = contents(path, LARGEST)
    return None if data is None else data.decode("utf-8-sig")


def _quoted(name: str) -> str:
    return repr(name if len(name) <= 40 else f"{name[:39]}…")


def _folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("postil", appauthor=False)
