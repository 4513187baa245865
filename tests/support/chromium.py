"""A headless Chromium on pages written to disk; what asks for anything outside or complains fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, sync_playwright

ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: Final = (1440, 900)
PHONE: Final = (360, 740)


def executable() -> str:
    """Path of the system's Chromium; skips the test where there is none, fails it in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        message = "no Chromium on this machine: apt-get install -y chromium fonts-noto-cjk"
        return pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed afterwards."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """One open page of a file, with what it asked for and what it complained about."""

    def __init__(self, context: BrowserContext, file: Path) -> None:
        self.file = file
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("dialog", self._refuse)

    def _refuse(self, dialog: Dialog) -> None:
        self.errors.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def open(self, fragment: str = "") -> Page:
        """Loads the file afresh at `#fragment`."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}#{fragment}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    @property
    def outside(self) -> list[str]:
        """Requests that left the file."""
        own = (self.file.as_uri(), "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]


@contextmanager
def visiting(
    browser: Browser, file: Path, size: tuple[int, int] = DESKTOP, **options: Any
) -> Iterator[Visit]:
    """A visit in a context of its own; afterwards nothing may have left the file or failed."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    visit = Visit(context, file)
    yield visit
    context.close()
    assert visit.outside == []
    assert visit.errors == []
