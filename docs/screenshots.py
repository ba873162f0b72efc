"""Takes the README's pictures of a running sample district: ``python docs/screenshots.py http://127.0.0.1:8000``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from api.sample.personas import PASSWORD

FOLDER = Path(__file__).with_name("screenshots")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PICTURES = [
    ("organisations", "chaowai", "/organisations", 1280, "light"),
    ("organisation", "chaowai", "/organisations?search=朝外示范科技有限公司", 1280, "light"),
    ("areas", "chaowai", "/areas", 1280, "light"),
    ("committee", "chaowai", "/committees?field=NONE", 1280, "light"),
    ("registration-phone", None, "/organisations/new", 360, "light"),
    ("desk", "chaowai", "/matching", 1280, "light"),
    ("projects", "chaowai", "/projects/board", 1280, "light"),
    ("home-dark", "district", "/", 1280, "dark"),
]
"""Name, persona, address, width, colours; on a record's picture its list's first row is opened."""
OPENED = ("organisation", "committee")


def take(browser: Browser, base: str, name: str, persona: str | None, address: str, width: int, colours: str) -> None:
    """One picture."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", color_scheme="dark" if colours == "dark" else "light"
    )
    page = context.new_page()
    if persona:
        page.goto(f"{base}/sign-in")
        page.fill("#login", persona)
        page.fill("#password", PASSWORD)
        page.click("main form .button.primary")
        page.wait_for_selector("details.menu .person")
    page.goto(base + address)
    if name in OPENED:
        page.click("[data-rows] a")
        page.wait_for_selector("#record")
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def main(base: str) -> None:
    """All pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for picture in PICTURES:
            take(browser, base, *picture)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
