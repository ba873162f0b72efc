"""Attachments on pages: a gallery, plain forms with files, and files that do nothing but be shown or downloaded."""

from typing import Any

import pytest

from schema.attachments.limits import BYTES
from tests.schema.acting import done
from tests.schema.files import EXCEL, PDF, attached, photo
from tests.schema.needs import listed
from tests.schema.offers import offered
from tests.schema.works import project
from tests.story import Story
from tests.views.house import HOST, House, Page, Visitor


async def item(house: House, story: Story) -> tuple[str, str]:
    """An offer of the unit with one photo: its page, and the attachment."""
    resource = await offered(house.engine, story)
    return f"/resources/{resource}", await attached(house.engine, story.manager, resource, photo(900, 600), caption="东门")


async def send(visitor: Visitor, page: str, *files: tuple[str, bytes], **more: Any) -> Page:
    """Send the form of a page with some files."""
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
    parts = [("file", (name, data, "image/jpeg")) for name, data in files] or [("file", ("", b"", "application/octet-stream"))]
    return Page(
        await visitor.client.post(f"{page}/attachments", data={"idempotencyKey": "k"} | more, files=parts, headers=headers)
    )


async def test_several_files_of_one_form_are_attached_and_seen(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    answer = await send(visitor, page, ("一.jpg", photo()), ("二", PDF), ("三.png", photo(format="PNG")), caption="现场")
    assert answer.to == f"{page}#attachments"
    shown = (await visitor.see(page)).tree
    images = [one for one in shown.all("img") if one.get("src").startswith("/files/")]
    assert [one.get("alt") for one in images] == ["东门", "现场", "现场"]
    assert all(one.get("loading") == "lazy" and one.get("width") for one in images)
    assert [one.get("download") for one in shown.all("a") if one.get("download")] == ["二.pdf"]
    assert "4/12 个" in shown.text


async def test_of_several_files_the_good_ones_stay_and_the_others_are_told_by_name(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    files = [("好.jpg", photo()), ("网页.jpg", b"<html>"), ("空.png", b""), ("大.jpg", bytes(BYTES + 1)), ("表.xlsx", EXCEL)]
    answer = await send(visitor, page, *files)
    assert answer.status == 422
    alert = next(one for one in answer.tree.walk() if one.get("role") == "alert").text
    assert "有 3 处需要改正" in alert and all(f"“{name}”" in alert for name in ("网页.jpg", "空.png", "大.jpg"))
    assert "3/12 个" in answer.tree.text
    assert (await visitor.get(f"{page}/attachments")).to == f"{page}#attachments"


async def test_the_form_sent_again_attaches_nothing_twice(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    for _ in range(2):
        assert (await send(visitor, page, ("一.jpg", photo()))).status == 303
    assert "2/12 个" in (await visitor.see(page)).tree.text


async def test_a_form_without_a_file_says_so(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    answer = await send(visitor, page, caption="只写了说明")
    assert answer.status == 422 and "请选择一个文件" in answer.text and "只写了说明" in answer.text


async def test_a_script_gets_the_refusals_as_data(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    wants = {"Accept": "application/json"}
    good = await send(visitor, page, ("一.jpg", photo()), headers=wants)
    assert (good.status, good.response.json()) == (201, {"refusals": []})
    bad = await send(visitor, page, ("一.jpg", b"?"), headers=wants, idempotencyKey="l")
    assert (bad.status, [one["path"] for one in bad.response.json()["refusals"]]) == (422, ["file"])


async def test_what_is_larger_than_twelve_files_is_not_read(house: House, story: Story) -> None:
    visitor, (page, _) = await house.visitor("manager"), await item(house, story)
    headers = {"Content-Length": str(200 << 20), "Content-Type": "multipart/form-data; boundary=x", "Origin": HOST}
    assert (await visitor.client.post(f"{page}/attachments", content=b"", headers=headers)).status_code == 413


@pytest.mark.parametrize("login", ["public", "stranger", "member"])
async def test_others_have_no_form_and_attach_nothing(house: House, story: Story, login: str) -> None:
    visitor, (page, _) = await house.visitor(login), await item(house, story)
    assert f"{page}/attachments" not in [one.get("action") for one in (await visitor.see(page)).tree.all("form")]
    answer = await send(visitor, page, ("一.jpg", photo()))
    assert answer.status == (303 if login == "public" else 422)
    assert "sign-in" in answer.to if login == "public" else "您无权进行此操作" in answer.text


async def test_a_file_is_served_so_that_nothing_of_it_runs(house: House, story: Story) -> None:
    page, image = await item(house, story)
    document = await attached(house.engine, story.manager, page.rpartition("/")[2], PDF, name="须知 “一”.pdf")
    visitor = await house.visitor()
    shown, small = await visitor.see(f"/files/{image}/full"), await visitor.see(f"/files/{image}/thumbnail")
    saved = await visitor.see(f"/files/{document}/full")
    for one in (shown, small, saved):
        policies = one.response.headers.get_list("content-security-policy")
        assert "default-src 'none'; sandbox" in policies and len(policies) == 2
        assert one.response.headers["x-content-type-options"] == "nosniff"
        assert one.response.headers["cross-origin-resource-policy"] == "same-origin"
    assert [one.response.headers["content-type"] for one in (shown, small, saved)] == [
        "image/jpeg",
        "image/jpeg",
        "application/pdf",
    ]
    assert shown.response.headers["content-disposition"].startswith("inline; filename*=UTF-8''")
    assert saved.response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E9%A1%BB%E7%9F%A5%20")
    assert saved.response.content == PDF
    assert int(shown.response.headers["content-length"]) == len(shown.response.content)
    assert b"SECRET" not in shown.response.content + small.response.content


async def test_what_was_loaded_is_not_sent_again(house: House, story: Story) -> None:
    _, image = await item(house, story)
    for login, caching in (("public", "private, max-age=86400, immutable"), ("manager", "private, no-cache")):
        visitor = await house.visitor(login)
        first = await visitor.see(f"/files/{image}/full")
        assert first.response.headers["cache-control"] == caching
        again = await visitor.get(f"/files/{image}/full", **{"If-None-Match": first.response.headers["etag"]})
        assert (again.status, again.response.content) == (304, b"")
        assert (await visitor.get(f"/files/{image}/full", **{"If-None-Match": '"0"'})).status == 200


async def test_files_of_others_and_removed_ones_are_not_there(house: House, story: Story) -> None:
    _, image = await item(house, story)
    hidden = await attached(house.engine, story.manager, await listed(house.engine, story), photo())
    public, manager = await house.visitor(), await house.visitor("manager")
    for path in (f"/files/{hidden}/full", f"/files/{hidden}/thumbnail", f"/files/{image}/original", "/files/attachment_0/full"):
        assert (await public.get(path)).status == 404
    assert (await manager.see(f"/files/{hidden}/thumbnail")).status == 200
    await done(house.engine, story.manager, "attachmentRemove", {"id": image})
    for visitor in (public, manager):
        assert (await visitor.get(f"/files/{image}/full")).status == 404
        assert (await visitor.get(f"/attachments/{image}")).status == 404


async def test_one_leads_to_the_next_and_back_to_its_item(house: House, story: Story) -> None:
    page, first = await item(house, story)
    second = await attached(house.engine, story.manager, page.rpartition("/")[2], photo(format="PNG"))
    visitor = await house.visitor()
    at_first, at_second = [await visitor.see(f"/attachments/{one}") for one in (first, second)]
    links = [
        [(one.get("rel"), one.get("href")) for one in page.tree.all("a") if one.get("rel")] for page in (at_first, at_second)
    ]
    assert links == [[("next", f"/attachments/{second}")], [("prev", f"/attachments/{first}")]]
    assert f"{page}#attachments" in [one.get("href") for one in at_second.tree.all("a")]
    assert "移除附件" not in at_first.text and "上传人" not in at_first.text


async def test_progress_is_noted_with_photos_in_one_form(house: House, story: Story) -> None:
    visitor, id_ = await house.visitor("manager"), await project(house.engine, story, "IN_PROGRESS")
    at = f"/projects/{id_}"
    page = await visitor.see(at)
    noted = await visitor.submit(page, f"{at}/note", text="第一次上门陪诊", file=("门诊.jpg", photo(700, 500)))
    assert noted.to == at
    shown = (await visitor.follow(noted)).tree
    assert "第一次上门陪诊" in shown.text
    assert [one.get("alt") for one in shown.all("img") if one.get("src").startswith("/files/")] == ["照片 1"]
    half = await visitor.submit(await visitor.see(at), f"{at}/note", text="第二次", file=("坏.jpg", b"<html>"))
    assert half.to.startswith("/attachments/new?item=note_")
    again = await visitor.follow(half)
    assert "第二次" in again.tree.text and "有照片未能上传" in again.tree.text
    action = half.to
    sent = await visitor.submit(again, action, file=("好.jpg", photo(format="WEBP")))
    assert sent.to == at
    assert await house.value("select count(*) from attachment where note_id is not null") == 2
    plain = await visitor.submit(await visitor.see(at), f"{at}/note", text="没有照片")
    assert plain.to == at
