"""Which page opens for whom: by role and by what they are to a task; nobody gets past the door who is not on the roster."""

import pytest

from tests.pages.conftest import MONEY, Pages
from tests.rights.cells import rows

TABLE = rows("""
#                    chair head mai huy admin citizen left nobody
/trang               200   200  200 200 200   401     401  401
/trang/viec          200   200  200 200 200   401     401  401
/trang/viec.csv      200   200  200 200 200   401     401  401
/trang/lich          200   200  200 200 200   401     401  401
/trang/phien         200   200  200 200 200   401     401  401
/trang/theo/don-vi   200   200  404 404 200   401     401  401
/trang/theo/la       404   404  404 404 404   401     401  401
/trang/giao          200   200  403 403 200   401     401  401
/trang/viec/1        200   200  200 403 200   401     401  401
/trang/viec/2        200   403  403 200 200   401     401  401
/trang/viec/1/tep/1  200   200  200 403 200   401     401  401
/trang/viec/99       404   404  404 404 404   401     401  401
/trang/viec/la       400   400  400 400 400   401     401  401
""")
WHO = ("chair", "head", "mai", "huy", "admin", "citizen", "left", "nobody")


@pytest.mark.parametrize("path", TABLE)
async def test_each_page_opens_for_those_it_is_for(both: Pages, path: str) -> None:
    assert await both.assign("Báo cáo quý II") == 1
    assert await both.assign("Lập dự toán", MONEY) == 2
    await both.mai.sends_file("anh.png", b"\x89PNG\r\n\x1a\n", mime="image/png", text="báo cáo quý")
    found = []
    for who in WHO:
        async with opened(both, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
    assert found == TABLE[path]


def opened(pages: Pages, who: str):
    """Return a browser in which somebody has tried to get in."""
    if who in ("citizen", "nobody"):
        return pages.nobody()
    if who == "left":
        return pages.of_one_who_left()
    return pages.browser(getattr(pages, who))


POSTS = ("/trang/viec", "/trang/viec/1", "/trang/giao", "/trang/phien", "/trang/ra")


@pytest.mark.parametrize("path", POSTS)
async def test_no_form_of_a_stranger_is_taken(pages: Pages, path: str) -> None:
    await pages.assign("Báo cáo quý II")
    async with pages.nobody() as browser:
        await browser.posts(path, {"viec": "task.confirm:1", "khoa": "0" * 32, "lan": "0" * 16})
        assert browser.status == 401
    async with pages.of_one_who_left() as browser:
        await browser.posts(path, {"viec": "task.confirm:1", "khoa": "0" * 32, "lan": "0" * 16})
        assert browser.status == 401


FORGED = (
    "data.erase",
    "session.leave",
    "kenh.drop:1",
    "/xoadulieu",
    "unit.yes:2:3",
    "la",
    "",
    "task.confirm:-1",
)


@pytest.mark.parametrize("packed", FORGED)
async def test_a_task_page_does_nothing_but_what_belongs_to_tasks(pages: Pages, packed: str) -> None:
    await pages.assign("Báo cáo quý II")
    async with pages.browser(pages.admin) as browser:
        await browser.opens("/trang/viec/1")
        token = browser.token
        await browser.posts("/trang/viec/1", {"viec": packed, "khoa": token, "lan": "0" * 16})
        assert browser.status == 400
