"""The people of the office on pages: found, added, changed, invited, stood in for, handed over and let go."""

import re
from datetime import timedelta
from typing import Any

import pytest

from roviec.db.models import Absence, AuditEntry, Away, Invitation, Part, Person, Role, TaskUnit
from roviec.tasks.lifecycle import State
from tests.chat import Chat, Talker
from tests.pages.conftest import HOME, MONEY, Browser, Pages, form_with
from tests.rights.cells import rows

BLANK = {"chuc-vu": "", "vai-tro": "official", "dien-thoai": "", "thu": ""}


async def person(pages: Pages, who: Talker) -> Person:
    assert who.person is not None
    (found,) = await pages.chat.rows(Person, Person.id == who.person.id)
    assert isinstance(found, Person)
    return found


async def hears(pages: Pages, who: Talker) -> str:
    """Return what somebody has heard since the last look."""
    await pages.chat.settle()
    return await who.reads()


def path_of(who: Talker) -> str:
    assert who.person is not None
    return f"/trang/can-bo/{who.person.id}"


async def does(browser: Browser, what: str, **filled: Any) -> str:
    """Fill the form of the page that does something."""
    return await browser.sends(form_with(browser.text, "lam", what), **filled)


async def test_people_are_found_by_name_phone_and_unit(both: Pages) -> None:
    async with both.chat.db.write() as session:
        (await session.merge(await person(both, both.huy))).phone = "+84905123456"
    async with both.browser(both.admin) as browser:
        text = await browser.opens("/trang/can-bo")
        assert "5 người" in text
        for words in ("huy", "Trần quốc", "0905 123", "%2B84905"):
            text = await browser.opens(f"/trang/can-bo?tim={words}")
            assert "Trần Quốc Huy" in text, words
            assert "Lò Thị Mai" not in text, words
        assert "Lò Thị Mai" not in await browser.opens(f"/trang/can-bo?don-vi={both.huy.person.unit_id}")  # type: ignore[union-attr]
        for nobody in ("%25", "_", "zzz", "0"):
            assert "Không có ai như vậy" in await browser.opens(f"/trang/can-bo?tim={nobody}"), nobody


async def test_somebody_is_added_once_and_changed(both: Pages) -> None:
    unit = both.mai.person.unit_id  # type: ignore[union-attr]
    new = BLANK | {"ten": " Đỗ  Văn Mới ", "chuc-vu": "Chuyên viên", "don-vi": str(unit)}
    async with both.browser(both.admin) as browser:
        await browser.opens("/trang/can-bo/them")
        form = form_with(browser.text, "vai-tro", "official")
        for wrong, says in (
            ({"ten": "   "}, "Chưa có họ tên"),
            ({"dien-thoai": "090512"}, "không phải số điện thoại"),
            ({"thu": "moi@"}, "không phải địa chỉ thư"),
            ({"ten": "lò thị mai"}, f"{HOME} đã có Lò Thị Mai"),
        ):
            assert says in await browser.sends(form, **new | wrong)
            assert browser.status == 422
        assert "Đã thêm Đỗ Văn Mới" in await browser.sends(form, **new)
        await browser.sends(form, **new)
        assert "6 người" in await browser.opens("/trang/can-bo"), "a form that comes twice adds once"
        (made,) = await both.chat.rows(Person, Person.name == "Đỗ Văn Mới")
        await browser.opens(f"/trang/can-bo/{made.id}")
        money = str(both.huy.person.unit_id)  # type: ignore[union-attr]
        changed = new | {
            "ten": "Đỗ Văn Mới",
            "don-vi": money,
            "vai-tro": "leader",
            "dien-thoai": "0905123456",
        }
        assert "Đã lưu" in await does(browser, "sua", **changed)
        await browser.opens(path_of(both.mai))
        mai = new | {"ten": "Lò Thị Mai", "dien-thoai": "+84 905 123 456"}
        assert "đang là của Đỗ Văn Mới" in await does(browser, "sua", **mai)
    (made,) = await both.chat.rows(Person, Person.id == made.id)
    assert (made.unit_id, made.role, made.phone) == (int(money), Role.leader, "+84905123456")
    assert {"person_add", "person_edit", "role"} <= {one.what for one in await both.chat.rows(AuditEntry)}


async def test_an_office_keeps_an_admin(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        await browser.opens(path_of(pages.admin))
        me = await person(pages, pages.admin)
        same = BLANK | {"ten": me.name, "don-vi": str(me.unit_id)}
        assert "quản trị viên duy nhất" in await does(browser, "sua", **same)
        assert "quản trị viên duy nhất" in await does(browser, "nghi-viec", chac="1")
    assert (await person(pages, pages.admin)).role is Role.admin


async def test_somebody_is_invited_again_and_the_code_links_their_chat(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        await browser.opens(path_of(pages.huy))
        await does(browser, "moi")
        first = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}", browser.text)
        await browser.opens(path_of(pages.huy))
        await does(browser, "moi")
        second = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}", browser.text)
    assert first is not None
    assert second is not None
    other = pages.chat.person("may-moi")
    assert "hết hạn" in await other.says(f"/start {first[0]}")
    assert "Trần Quốc Huy" in await other.says(f"/start {second[0]}")


async def test_who_leaves_hands_over_and_is_out_at_once(both: Pages) -> None:
    task = await both.assign("Lập dự toán", MONEY)
    async with both.browser(both.admin) as browser, both.browser(both.huy) as his:
        await browser.opens(path_of(both.huy))
        assert "còn 1 nhiệm vụ" in await does(browser, "nghi-viec", chac="1")
        form = form_with(browser.text, "lam", "nghi-viec")
        await browser.sends(form, nguoi=str(both.mai.person.id))  # type: ignore[union-attr]
        assert browser.status == 400, "without the tick nobody goes"
        text = await browser.sends(form, nguoi=str(both.mai.person.id), chac="1")  # type: ignore[union-attr]
        assert "1 nhiệm vụ chuyển cho Lò Thị Mai" in text
        await his.opens("/trang")
        assert his.status == 401
        await browser.opens(path_of(both.huy))
        assert browser.status == 404
    assert (await person(both, both.huy)).left_on is not None
    (part,) = [one for one in await both.chat.rows(TaskUnit) if one.task_id == task and one.part == Part.lead]
    assert part.person_id == both.mai.person.id  # type: ignore[union-attr]
    assert (await both.task(task)).state is not State.done
    assert "Lập dự toán" in await hears(both, both.mai)


async def test_an_admin_notes_an_absence_and_both_hear(both: Pages) -> None:
    day = both.chat.now.date()
    async with both.browser(both.admin) as browser:
        await browser.opens(path_of(both.mai))
        away = {"tu": f"{day:%d/%m/%Y}", "den": f"{day + timedelta(4):%d/%m/%Y}"}
        assert "Người thay phải là người khác" not in browser.text
        await does(browser, "nghi-phep", **away, nguoi=str(both.huy.person.id))  # type: ignore[union-attr]
        assert "Trần Quốc Huy làm thay" in browser.text
        assert "nhờ Ông/Bà làm thay" in await hears(both, both.huy)
        assert "Quản trị viên đã ghi Ông/Bà nghỉ" in await hears(both, both.mai)
        await does(browser, "nghi-phep", tu="31/2", den="31/2", nguoi=str(both.huy.person.id))  # type: ignore[union-attr]
        assert browser.status == 422
        await browser.opens(path_of(both.mai))
        await does(browser, "di-lam")
        assert "Đã kết thúc" in browser.text
    (absence,) = await both.chat.rows(Absence)
    assert absence.state is Away.over
    assert "không còn làm thay" in await hears(both, both.huy)


WHO = ("chair", "head", "mai", "admin", "citizen", "left", "nobody")
PAGES = rows("""
#                         chair head mai admin citizen left nobody
/trang/can-bo             403   403  403 200   401     401  401
/trang/can-bo/them        403   403  403 200   401     401  401
/trang/can-bo/nhap        403   403  403 200   401     401  401
/trang/can-bo/giay-moi    403   403  403 200   401     401  401
/trang/can-bo/2           403   403  403 200   401     401  401
/trang/can-bo/99          403   403  403 404   401     401  401
/trang/can-bo/la          403   403  403 400   401     401  401
/trang/co-quan            403   403  403 200   401     401  401
/trang/bat-dau            403   403  403 200   401     401  401
/trang/don-vi             403   403  403 200   401     401  401
""")


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_opens_for_admins_alone(pages: Pages, path: str) -> None:
    from tests.pages.test_pages_rights import opened

    found = []
    for who in WHO:
        async with opened(pages, who) as browser:
            await browser.opens(path)
            found.append(str(browser.status))
    assert found == PAGES[path]


ACTS = {
    "/trang/can-bo/them": {"ten": "Kẻ Gian", "don-vi": "1", "vai-tro": "admin", "dien-thoai": "", "thu": ""},
    "/trang/can-bo/{self}": {"lam": "sua", "ten": "Tôi", "don-vi": "1", "vai-tro": "admin"},
    "/trang/can-bo/{other}": {"lam": "nghi-viec", "chac": "1"},
    "/trang/can-bo/{admin}": {"lam": "nghi-viec", "chac": "1"},
    "/trang/can-bo/{admin}/": {"lam": "moi"},
    "/trang/can-bo/nhap": {"lam": "ghi", "tep": "0" * 64, "ten": "x.xlsx", "dau": "0"},
    "/trang/can-bo/giay-moi": {"chua": ""},
    "/trang/co-quan": {"ten": "Cơ quan giả", "ngay": "0", "mo": "07:30", "dong": "17:00"},
}


@pytest.mark.parametrize("who", WHO[:3] + WHO[4:])
@pytest.mark.parametrize("act", ACTS)
async def test_nobody_but_an_admin_changes_anything(pages: Pages, who: str, act: str) -> None:
    from tests.pages.test_pages_rights import opened

    ids = {name: getattr(pages, name).person.id for name in ("mai", "huy", "admin")}
    path = act.rstrip("/").format(self=ids["mai"], other=ids["huy"], admin=ids["admin"])
    before = await state(pages.chat)
    async with opened(pages, who) as browser:
        await browser.opens("/trang")
        token = browser.token if browser.status == 200 else "0" * 32
        await browser.posts(path, {**ACTS[act], "khoa": token, "lan": "0" * 16})
        assert browser.status == (403 if who in ("chair", "head", "mai") else 401)
    assert await state(pages.chat) == before


async def state(chat: Chat) -> list[tuple[Any, ...]]:
    """Return what a stranger must not change."""
    people = [(one.id, one.name, one.role, one.unit_id) for one in await chat.rows(Person)]
    return [*people[:5], (len(await chat.rows(Invitation)), chat.parts.house.office)]
