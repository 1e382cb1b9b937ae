"""Which control sequences a program may send to a terminal; all others are foreign.

What is allowed is what Textual's driver sends by itself. A document that gets another sequence
through to the terminal has taken it over.
"""

from __future__ import annotations

import base64
import re

_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|\x1b[PX^_].*?\x1b\\"  # DCS, SOS, PM, APC
    rb"|\x1b[ -/]*[0-~]?"  # other escapes
    rb"|[\x00-\x1f\x7f]"  # C0
    rb"|\xc2[\x80-\x9f]"  # C1
    rb"|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c",  # direction
    re.DOTALL,
)
_MODES = {b"7", b"25", b"1000", b"1002", b"1003", b"1004", b"1006", b"1015", b"1016"}
_MODES |= {b"1049", b"2004", b"2026", b"2031", b"2048"}
_ALLOWED = (
    re.compile(rb"\x1b\[[0-9;]*m"),  # colours
    re.compile(rb"\x1b\[[0-9;]*[HfABCD]"),  # where the cursor is
    re.compile(rb"\x1b\[[023]?[JK]"),  # erasing
    re.compile(rb"\x1b\[[<>=?][0-9]*u"),  # kitty's keys
    re.compile(rb"\x1b\[\?[0-9]+\$p"),  # questions about modes
    re.compile(rb"\x1b\[1[468]t"),  # questions about the size
    re.compile(rb"\x1bP=[12]s\x1b\\"),  # synchronised output of old terminals
    re.compile(rb"\x1b\]22;[a-z-]*(\x07|\x1b\\)"),  # the shape of the pointer
    re.compile(rb"[\r\n\t]"),
)


ANYTHING = "anything"
"""Whatever was copied is right."""


def foreign(sent: bytes, copied: str | None = None) -> list[bytes]:
    """The sequences that nobody but the document can have sent; OSC 52 only for what was copied."""
    found = (match[0] for match in _SEQUENCE.finditer(sent))
    return [each for each in found if not _is_allowed(each, copied)]


def _is_allowed(sequence: bytes, copied: str | None) -> bool:
    if modes := re.fullmatch(rb"\x1b\[\?([0-9;]+)[hl]", sequence):
        return set(modes[1].split(b";")) <= _MODES
    if sequence.startswith(b"\x1b]52;"):
        wanted = base64.b64encode((copied or "").encode())
        return copied is ANYTHING or (
            copied is not None and sequence.rstrip(b"\x07\x1b\\").endswith(b";" + wanted)
        )
    return any(allowed.fullmatch(sequence) for allowed in _ALLOWED)
