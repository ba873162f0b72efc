"""Photos of an offer in a real browser: chosen, dropped, taken on a phone; refused with a reason; looked through, taken away."""

import base64

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.schema.files import PDF, photo
from tests.story import Story
from tests.system.windows import PHONE, Windows, arrived
from tests.views.names import spelled

pytestmark = pytest.mark.browser

DROP = """
([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    const card = document.querySelector('#attachments h2');
    for (const kind of ['dragover', 'drop'])
        card.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}
"""


def a_file(name: str, data: bytes) -> FilePayload:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


async def open_form(page: Page, path: str) -> None:
    """Go to an offer and open the form for its photos."""
    await page.goto(path)
    await page.locator("#attachments summary").click()


async def test_photos_are_chosen_and_dropped_and_each_says_how_it_went(windows: Windows, story: Story) -> None:
    path = await spelled(windows.house, story, "/resources/{resource:智能手机使用辅导}")
    page = await windows.open("manager")
    await open_form(page, path)
    await page.set_input_files(
        "#file", [a_file("一.jpg", photo()), a_file("二.jpg", photo(format="PNG")), a_file("坏.jpg", b"<html>")]
    )
    await page.fill("#caption", "课堂")
    await page.get_by_role("button", name="上传", exact=True).click()
    await expect(page.locator(".sending li")).to_have_count(3)
    await expect(page.locator(".sending li.error")).to_contain_text("“坏.jpg”：只接受 JPEG")

    await page.goto(path)
    await expect(page.locator(".gallery img")).to_have_count(2)
    await page.evaluate(DROP, ["须知.pdf", base64.b64encode(PDF).decode()])
    await expect(page.locator("#attachments .list")).to_contain_text("须知.pdf")
    loaded = "[...document.querySelectorAll('.gallery img')].every((one) => one.complete && one.naturalWidth > 0)"
    await page.locator(".gallery").scroll_into_view_if_needed()
    await page.wait_for_function(loaded)


async def test_a_photo_is_taken_on_a_phone_looked_through_and_taken_away(windows: Windows, story: Story) -> None:
    path = await spelled(windows.house, story, "/resources/{resource:一层共享会议室}")
    page = await windows.open("manager", PHONE)
    await open_form(page, path)
    await page.set_input_files("#camera", a_file("image.jpg", photo(orientation=6)))
    await expect(page.locator(".gallery img")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE

    await page.locator(".gallery a").first.click()
    await arrived(page, "h1", "会议室内景")
    await page.keyboard.press("ArrowRight")
    await arrived(page, "h1", "平面图")
    await page.keyboard.press("ArrowRight")
    await arrived(page, "h1", "image.jpg")
    await page.get_by_role("button", name="移除附件").click()
    await page.locator("#confirm").get_by_role("button", name="移除附件").click()
    await expect(page.locator(".gallery img")).to_have_count(1)
    await expect(page.locator("h1")).to_contain_text("一层共享会议室")
