"""The programs that run here have a home of their own, too."""

from __future__ import annotations

from tests.tui.conftest import folder, home

__all__ = ["folder", "home"]
