"""Units on a page: renamed and merged by the chat's rules, by admins alone; former names stay known."""

from roviec.db import naming
from roviec.db.models import AuditEntry, Unit
from tests.pages.conftest import HOME, MONEY, Pages, form_with


async def test_an_admin_renames_a_unit_and_merges_another_into_it(both: Pages) -> None:
    await both.assign("Lập dự toán", MONEY)
    ids = {unit.name: unit.id for unit in await both.chat.rows(Unit)}
    async with both.browser(both.admin) as browser:
        assert HOME in await browser.opens("/trang/don-vi")
        await browser.opens(f"/trang/don-vi/{ids[HOME]}")
        rename = form_with(browser.text, "lam", "doi-ten")
        await browser.sends(rename, ten=MONEY)
        assert browser.status == 422
        assert f"Tên «{MONEY}» đang là của" in browser.text
        text = await browser.sends(rename, ten="Phòng Văn hóa – Xã hội")
        assert f"Tên gọi khác: {HOME}" in text
        await browser.opens(f"/trang/don-vi/{ids[MONEY]}")
        merge = form_with(browser.text, "lam", "nhap")
        # Without the tick nothing is merged.
        await browser.sends(merge, vao=str(ids[HOME]))
        assert browser.status == 422
        text = await browser.sends(merge, vao=str(ids[HOME]), chac="1")
        assert browser.status == 200
        assert 'role="status"' in text
    assert MONEY not in [unit.name for unit in await both.chat.rows(Unit)]
    async with both.chat.db.read() as session:
        for former in (HOME, MONEY):
            found = (await naming.meant(session, former)).unit
            assert found is not None
            assert found.id == ids[HOME]
    acts = [entry.what for entry in await both.chat.rows(AuditEntry)]
    assert {"unit_rename", "unit_merge"} <= set(acts)


async def test_nobody_but_an_admin_sees_or_changes_units(pages: Pages) -> None:
    (unit,) = [one.id for one in await pages.chat.rows(Unit) if one.name == HOME]
    for who in (pages.chair, pages.head, pages.mai):
        async with pages.browser(who) as browser:
            for path in ("/trang/don-vi", f"/trang/don-vi/{unit}"):
                await browser.opens(path)
                assert browser.status == 403
            await browser.opens("/trang")
            fields = {"khoa": browser.token, "lan": "0" * 16, "lam": "doi-ten", "ten": "Tên khác"}
            await browser.posts(f"/trang/don-vi/{unit}", fields)
            assert browser.status == 403
    async with pages.browser(pages.admin) as browser:
        await browser.opens("/trang/don-vi/999")
        assert browser.status == 404
