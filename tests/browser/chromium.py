"""A headless Chromium, spoken to in the DevTools protocol over two pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FOUND = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 60.0
"""Seconds until a browser that says nothing has failed."""

# Nothing that the browser does for itself may look like something that a page does.
SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-default-apps", "--disable-sync", "--disable-extensions", "--hide-scrollbars"),
    *("--remote-debugging-pipe", "--host-resolver-rules=MAP * 127.0.0.1"),
)


class Page:
    """A tab, and what happened in it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self._session = browser, session
        self.events: list[dict[str, Any]] = []
        """What the browser reported of it: requests, messages of the console."""

    def call(self, method: str, **parameters: Any) -> Any:
        """Send a command and wait for what it gives."""
        return self._browser.call(method, self._session, self, **parameters)

    def open(self, path: Path) -> None:
        """Load a file, and wait until it is there."""
        self.events.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        self._browser.wait(self, "Page.loadEventFired")

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript gives; our own scripts run, whatever a page forbids."""
        given = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in given, given
        return given["result"].get("value")

    def look(self, width: int, media: str = "", **features: str) -> None:
        """Set the width of the window in pixels, the `media`, and what people prefer.

        What they prefer is named as `color_scheme="dark"`.
        """
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        named = [
            {"name": "prefers-" + name.replace("_", "-"), "value": value}
            for name, value in features.items()
        ]
        self.call("Emulation.setEmulatedMedia", media=media, features=named)

    def printed(self) -> bytes:
        """What comes out of a printer, without backgrounds, as a PDF."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"])

    def close(self) -> None:
        """Close the tab."""
        self.call("Page.close")


class Browser:
    """The running program."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._number = 0
        self._left = b""
        self._pages: dict[str, Page] = {}

    def page(self) -> Page:
        """A new tab, whose requests and messages are kept."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        return page

    def call(
        self, method: str, session: str = "", page: Page | None = None, **parameters: Any
    ) -> Any:
        """Send a command, for a tab or for the browser, and wait for what it gives."""
        self._number += 1
        sent = {"id": self._number, "method": method, "params": parameters}
        os.write(self._to, json.dumps(sent | ({"sessionId": session} if session else {})).encode())
        os.write(self._to, b"\0")
        for message in self._messages():
            if message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]

    def wait(self, page: Page, method: str) -> None:
        """Wait until something was reported of a tab."""
        if not any(event["method"] == method for event in page.events):
            for message in self._messages():
                if message.get("method") == method:
                    return

    def _messages(self) -> Iterator[dict[str, Any]]:
        """What the browser says; reports of tabs are kept with them, too."""
        until = time.monotonic() + PATIENCE
        while True:
            while b"\0" not in self._left:
                ready, _, _ = select.select([self._back], [], [], until - time.monotonic())
                data = os.read(self._back, 1 << 20) if ready else b""
                assert data, "Chromium says nothing"
                self._left += data
            line, _, self._left = self._left.partition(b"\0")
            message = json.loads(line)
            page = self._pages.get(message.get("sessionId", ""))
            if page and "method" in message:
                page.events.append(message)
            yield message


@contextmanager
def running(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own."""
    assert FOUND
    its_end, to = os.pipe()
    back, its_other_end = os.pipe()
    # It reads commands from descriptor 3 and answers on 4.
    words = ["bash", "-c", f'exec "$@" 3<&{its_end} 4>&{its_other_end}', "bash", FOUND]
    process = subprocess.Popen(
        [*words, *SWITCHES, f"--user-data-dir={profile}"],
        pass_fds=(its_end, its_other_end),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(its_end)
    os.close(its_other_end)
    try:
        browser = Browser(to, back)
        yield browser
        browser.call("Browser.close")
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
        os.close(to)
        os.close(back)
