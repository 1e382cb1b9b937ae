"""The domain knows no screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROBE = """
import importlib, pkgutil, sys
import annotations as domain
modules = [each.name for each in pkgutil.walk_packages(domain.__path__, "annotations.")]
for name in modules:
    importlib.import_module(name)
print(len(modules), [name for name in {screen} if name in sys.modules])
"""


def test_no_module_of_the_domain_brings_in_a_screen():
    screen = ("textual", "rich", "click", "tui", "pyperclip")
    probe = PROBE.replace("{screen}", str(screen))
    root = Path(__file__).parents[2]
    shown = subprocess.run(
        [sys.executable, "-c", probe], cwd=root, capture_output=True, text=True, check=True
    )
    number, _, found = shown.stdout.partition(" ")
    assert found.strip() == "[]"
    assert int(number) == len([*root.glob("annotations/**/*.py")]) - 1
