"""Label Studio's pages in a browser: what a user sees, and pictures of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from label_studio_server import PASSWORD, USER
from playwright.sync_api import sync_playwright

SIZE = {"width": 1100, "height": 620}
PATIENCE = 60_000
"""Milliseconds that a page may take."""


class Pages:
    """A browser that is logged in; each page is kept as a picture.

    Parameters
    ----------
    address : str
        Where Label Studio is.
    folder : Path
        Where the pictures go.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._folder = address.rstrip("/"), folder

    def __enter__(self) -> Pages:
        self._playwright = sync_playwright().start()
        chromium = shutil.which("chromium")
        self._browser = self._playwright.chromium.launch(executable_path=chromium)
        self._page = self._browser.new_page(viewport=SIZE)
        self._page.set_default_timeout(PATIENCE)
        self._page.goto(f"{self._address}/user/login/")
        self._page.fill("input[name=email]", USER)
        self._page.fill("input[name=password]", PASSWORD)
        self._page.press("input[name=password]", "Enter")
        self._page.wait_for_url(lambda url: "login" not in url)
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def task(self, project: int, task: int, name: str, version: str = "") -> None:
        """A task with its predictions, one of which is of a version if one is named."""
        self._page.goto(f"{self._address}/projects/{project}/data?task={task}")
        self._page.get_by_text("PER").first.wait_for()
        if version:
            self._page.get_by_text(version[-6:]).first.wait_for()  # it is shown in short
        self._picture(name)

    def model(self, project: int, name: str) -> None:
        """The settings of a project that say which model is connected."""
        self._page.goto(f"{self._address}/projects/{project}/settings/ml")
        self._page.get_by_text("Connected").first.wait_for()
        self._picture(name)

    def table(self, project: int, name: str) -> None:
        """The table of tasks."""
        self._page.goto(f"{self._address}/projects/{project}/data")
        self._page.get_by_text("Label All Tasks").first.wait_for()
        self._picture(name)

    def _picture(self, name: str) -> None:
        self._page.wait_for_timeout(2000)  # what is drawn late
        self._page.screenshot(path=self._folder / f"{name}.png")
