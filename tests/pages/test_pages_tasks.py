"""Lists and a task's page: what they show, and what is done there by the chat's own rules, told and kept alike."""

from datetime import date

from roviec.db.models import AuditEntry, Extension, Notice, Obstacle, TaskEvent
from roviec.tasks.lifecycle import State
from tests.pages.conftest import HOME, MONEY, Pages, forms_of


async def test_the_overview_counts_and_leads_to_each_list(both: Pages) -> None:
    late = await both.assign("Báo cáo quý I", due=date(2026, 6, 1))
    await both.assign("Rà soát thủ tục", due=date(2026, 6, 17))
    await both.assign("Lập dự toán", MONEY, due=date(2026, 9, 1), component="Cải cách tài chính công")
    await both.mai.acts(f"task.done:{late}")
    async with both.browser(both.chair) as browser:
        text = await browser.opens("/trang")
        assert "1 việc chờ Ông/Bà quyết định" in text
        for path in ("muc=cho-quyet-dinh", "muc=qua-han", "muc=sap-den-han", "muc=dang-mo"):
            assert f"/trang/viec?{path}" in text
        for name in (HOME, MONEY):
            assert name in text
        assert "Cải cách tài chính công" in await browser.opens("/trang/theo/thanh-phan")
        assert "Báo cáo quý I" in await browser.opens("/trang/viec?muc=cho-quyet-dinh")
        assert "Rà soát" not in browser.text
        assert "Rà soát thủ tục" in await browser.opens("/trang/viec?muc=sap-den-han")
        assert HOME in await browser.opens("/trang/theo/don-vi")


async def test_filters_live_in_the_address(both: Pages) -> None:
    plan = await both.plan("Cải cách hành chính năm 2026", "41/KH-UBND")
    await both.assign("Công khai thủ tục", plan_id=plan, component="Thủ tục hành chính")
    await both.assign("Lập dự toán", MONEY, leader_id=both.chair.person.id)
    unit = next(
        one.id for one in await both.chat.rows(type(await both.chat.unit(MONEY))) if one.name == MONEY
    )
    async with both.browser(both.chair) as browser:
        for query, there, not_there in (
            (f"don-vi={unit}", "Lập dự toán", "Công khai"),
            (f"lanh-dao={both.chair.person.id}", "Lập dự toán", "Công khai"),
            (f"van-ban={plan}", "Công khai thủ tục", "Lập dự toán"),
            ("thanh-phan=Thủ tục hành chính", "Công khai thủ tục", "Lập dự toán"),
            ("tim=cong khai thu tuc", "Công khai thủ tục", "Lập dự toán"),
            ("tim=41/KH-UBND", "Công khai thủ tục", "Lập dự toán"),
        ):
            text = await browser.opens(f"/trang/viec?muc=dang-mo&{query}")
            listed = text.partition('class="tasks"')[2]
            assert there in listed, query
            assert not_there not in listed, query
        assert "Không có nhiệm vụ nào" in await browser.opens("/trang/viec?tim=khong co gi nhu the")
        # What is no number or no tab is left out, and breaks nothing.
        await browser.opens("/trang/viec?muc=la&don-vi=abc&trang=-7&van-ban=99999999999999")
        assert browser.status == 200


async def test_a_long_list_is_shown_a_page_at_a_time(pages: Pages) -> None:
    for n in range(30):
        await pages.assign(f"Việc thứ {n:02}", due=date(2026, 7, 1))
    async with pages.browser(pages.chair) as browser:
        first = await browser.opens("/trang/viec")
        assert (first.count('href="/trang/viec/'), "Dòng 1–25 trong 30" in first) == (25, True)
        second = await browser.opens("/trang/viec?trang=2")
        assert (second.count('href="/trang/viec/'), "Dòng 26–30 trong 30" in second) == (5, True)


async def test_a_completion_is_confirmed_or_returned_with_words_that_are_told(both: Pages) -> None:
    one, other = await both.assign("Báo cáo quý II"), await both.assign("Rà soát thủ tục")
    for task in (one, other):
        await both.mai.acts(f"task.done:{task}")
    async with both.browser(both.chair) as browser:
        await browser.opens(f"/trang/viec/{one}")
        assert "Chủ trì" in browser.text
        text = await browser.presses(f"task.confirm:{one}")
        assert 'role="status"' in text
        assert (await both.task(one)).state is State.done
        await browser.opens(f"/trang/viec/{other}")
        text = await browser.presses(f"task.back:{other}", "Bổ sung biểu tổng hợp số liệu")
        assert "Bổ sung biểu tổng hợp số liệu" in text.partition("Quá trình xử lý")[2]
    assert (await both.task(other)).state is State.returned
    await both.chat.settle()
    assert "Bổ sung biểu tổng hợp số liệu" in await both.mai.reads()
    events = await both.chat.rows(TaskEvent, TaskEvent.task_id == other)
    assert [(e.kind, e.channel, e.actor_id) for e in events][-1] == ("return", "web", both.chair.person.id)
    assert [e.what for e in await both.chat.rows(AuditEntry)][-1] == "task.return"


async def test_a_refusal_is_shown_with_what_was_typed_and_nothing_holds(pages: Pages) -> None:
    task = await pages.assign("Báo cáo quý II")
    await pages.mai.acts(f"task.done:{task}")
    async with pages.browser(pages.chair) as browser:
        await browser.opens(f"/trang/viec/{task}")
        text = await browser.presses(f"task.back:{task}", "ừ")
        assert browser.status == 422
        assert "viết rõ thêm" in text
        assert ">ừ</textarea>" in text
        # Somebody else has decided meanwhile.
        await pages.admin.acts(f"task.confirm:{task}")
        await browser.presses(f"task.back:{task}", "Bổ sung biểu")
        assert browser.status == 422
    assert (await pages.task(task)).state is State.done
    assert [n for n in await pages.chat.rows(Notice) if n.kind == "page"] == []


async def test_a_form_that_comes_twice_acts_once(both: Pages) -> None:
    task = await both.assign("Báo cáo quý II")
    async with both.browser(both.chair) as browser:
        await browser.opens(f"/trang/viec/{task}")
        form = next(f for f in forms_of(browser.text) if f.hidden.get("viec") == f"task.direct:{task}")
        answers = [await browser.sends(form, loi="Làm trước ngày 20 giúp tôi") for _ in range(2)]
        assert all("Làm trước" in answer for answer in answers)
    said = [e for e in await both.chat.rows(TaskEvent) if e.kind == "direct"]
    assert len(said) == 1


async def test_more_time_is_granted_until_another_day_and_an_obstacle_removed(both: Pages) -> None:
    task = await both.assign("Báo cáo quý II", due=date(2026, 6, 30))
    await both.mai.says("vướng kinh phí in tài liệu, xin lùi 5 ngày")
    for extension in await both.chat.rows(Extension):
        assert extension.verdict == "asked"
    (extension,) = await both.chat.rows(Extension)
    (obstacle,) = await both.chat.rows(Obstacle)
    async with both.browser(both.chair) as browser:
        text = await browser.opens(f"/trang/viec/{task}")
        assert "Đề nghị gia hạn" in text
        await browser.presses(f"extend.other:{extension.id}", "10/7/2026")
        assert browser.status == 200, browser.text
        await browser.presses(f"block.answer:{obstacle.id}", "Văn phòng cấp thêm giấy in")
        assert "Văn phòng cấp thêm giấy in" in browser.text
    assert (await both.task(task)).due == date(2026, 7, 10)
    await both.chat.settle()
    heard = await both.mai.reads()
    assert "10/7/2026" in heard
    assert "cấp thêm giấy in" in heard


async def test_every_field_of_a_task_is_changed_with_a_reason(both: Pages) -> None:
    task = await both.assign("Báo cáo quý II", due=date(2026, 6, 30))
    units = {unit.name: unit.id for unit in await both.chat.rows(type(await both.chat.unit(MONEY)))}
    async with both.browser(both.admin) as browser:
        await browser.opens(f"/trang/viec/{task}")
        why = "Theo kết luận giao ban"
        await browser.presses(f"edit.ask:{task}:title", "Báo cáo sáu tháng đầu năm", why)
        await browser.presses(f"edit.ask:{task}:due", "trước 15/7", why)
        await browser.presses(f"edit.ask:{task}:product", "Báo cáo bằng văn bản", why)
        await browser.presses(f"edit.ask:{task}:partners", MONEY, why)
        await browser.presses(f"edit.leader:{task}:{both.head.person.id}", why)
        await browser.presses(f"edit.unit:{task}:lead:{units[MONEY]}", why)
        assert browser.status == 200, browser.text
        found = await both.task(task)
        assert (found.title, found.due, found.product) == (
            "Báo cáo sáu tháng đầu năm",
            date(2026, 7, 15),
            "Báo cáo bằng văn bản",
        )
        assert found.leader_id == both.head.person.id
        # A name that nobody knows changes nothing.
        await browser.presses(f"edit.ask:{task}:partners", "Phòng Không có", why)
        assert browser.status == 422
    edits = [e for e in await both.chat.rows(TaskEvent) if e.kind == "edit"]
    assert len(edits) == 6
    assert all(e.data["reason"] == why for e in edits)


async def test_an_official_reports_on_the_page_and_takes_it_back(pages: Pages) -> None:
    task = await pages.assign("Báo cáo quý II", due=date(2026, 6, 30))
    async with pages.browser(pages.mai) as browser:
        assert "Báo cáo quý II" in await browser.opens("/trang/viec")
        await browser.opens(f"/trang/viec/{task}")
        await browser.presses(f"task.accept:{task}")
        await browser.presses(f"task.progress:{task}", "60%")
        assert (await pages.task(task)).percent == 60
        undo = next(f for f in forms_of(browser.text) if f.hidden.get("viec", "").startswith("task.undo:"))
        await browser.sends(undo)
        assert (await pages.task(task)).percent == 0
        await browser.presses(f"task.extend:{task}", "lùi 5 ngày", "Chờ số liệu của các thôn")
        assert browser.status == 200, browser.text
        (extension,) = await pages.chat.rows(Extension)
        # Nobody decides about their own request: the page does not offer it, and a forged form is refused.
        assert f"extend.grant:{extension.id}" not in browser.text
        form = forms_of(browser.text)[-1]
        await browser.sends(form, viec=f"extend.grant:{extension.id}", loi=())
        assert browser.status == 422
    assert (await pages.task(task)).due == date(2026, 6, 30)


async def test_files_open_for_whoever_sees_the_task_and_for_nobody_else(both: Pages) -> None:
    task, other = await both.assign("Báo cáo quý II"), await both.assign("Lập dự toán", MONEY)
    await both.mai.sends_file("bien-ban.pdf", b"%PDF-1.4 bien ban", mime="application/pdf", text="biên bản")
    async with both.browser(both.chair) as browser:
        assert "bien-ban.pdf" in await browser.opens(f"/trang/viec/{task}")
        await browser.opens(f"/trang/viec/{task}/tep/1")
        assert browser.last is not None
        assert browser.last.content == b"%PDF-1.4 bien ban"
        assert browser.last.headers["content-disposition"].startswith("attachment")
        await browser.opens(f"/trang/viec/{other}/tep/1")
        assert browser.status == 404
    async with both.browser(both.huy) as browser:
        for path in (f"/trang/viec/{task}", f"/trang/viec/{task}/tep/1"):
            await browser.opens(path)
            assert browser.status == 403
        await browser.opens("/trang/viec/999")
        assert browser.status == 404


async def test_the_whole_history_can_be_turned(pages: Pages) -> None:
    task = await pages.assign("Báo cáo quý II")
    for n in range(60):
        await pages.chair.acts(f"task.direct:{task}")
        await pages.chair.says(f"Ý kiến chỉ đạo số {n:02}")
    async with pages.browser(pages.chair) as browser:
        first = (await browser.opens(f"/trang/viec/{task}")).partition("Quá trình xử lý")[2]
        second = (await browser.opens(f"/trang/viec/{task}?su-kien=2")).partition("Quá trình xử lý")[2]
    assert "số 59" in first
    assert "số 00" in second
    assert "số 59" not in second
