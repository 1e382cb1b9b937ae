"""One browser for all tests that need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import FOUND, Browser, running


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium, started when the first test asks for it."""
    if not FOUND:
        pytest.skip("Chromium is not installed: apt install chromium")
    with running(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
