"""Targets in a chat: seen by whom they concern, their value stated in plain words, their goal corrected with a reason."""

import pytest

from roviec.db.models import AuditEntry, Measure, Measured, MeasureEvent, Target
from tests.measures.figure_stage import HOME, MONEY, Figures
from tests.rights.cells import rows


async def test_a_value_is_stated_corrected_and_its_trend_shown(figures: Figures) -> None:
    target = await figures.target()
    chair = figures.chair
    await chair.says("/chiso")
    await chair.presses("Chỉ tiêu (1)")
    chair.hears("Chỉ tiêu Ông/Bà theo dõi: 1")
    await chair.presses("Cải cách thể chế: chưa có số liệu")
    chair.hears("Kế hoạch 41/KH-UBND", "Năm trước: 70,5", "Mục tiêu: > 75", "Đơn vị phụ trách: Phòng Nội vụ")
    await chair.presses("Nhập kết quả")
    chair.hears("PAR INDEX: Cải cách thể chế, năm 2025: kết quả là bao nhiêu?")
    await chair.says("khoảng 74")
    chair.hears("chưa phải là một con số chính xác")
    await chair.says("74,25")
    chair.hears("Đã ghi PAR INDEX: Cải cách thể chế, năm 2025: 74,25.", "Ghi từ câu: «74,25»")
    await chair.presses("Sửa lại con số")
    await chair.says("74.5")
    chair.hears("năm 2025: 74,5. Trước đó: 74,25.")
    await chair.presses("Xem chỉ tiêu")
    chair.hears("Mới nhất: 74,5 (năm 2025)", "▲ tăng 4")
    await chair.presses("Nhập kết quả")
    await chair.says("năm 2024: 71")
    chair.hears("năm 2024: 71.")
    await chair.presses("Xem chỉ tiêu")
    chair.hears("Mới nhất: 74,5 (năm 2025)", "▲ tăng 3,5")
    assert [(one.period, one.value) for one in await figures.chat.rows(Measured)] == [
        ("2025-Y1", 74.5),
        ("2024-Y1", 71.0),
    ]
    kept = [
        (one.before.get("value"), one.data["value"])
        for one in await figures.chat.rows(MeasureEvent)
        if one.kind == "value"
    ]
    assert kept == [(None, 74.25), (74.25, 74.5), (None, 71.0)]
    assert (await figures.one(Target, target)).measure_id == 1
    assert len(await figures.chat.rows(Measure)) == 1


async def test_a_place_alone_is_a_goal_that_nobody_calls_reached(figures: Figures) -> None:
    target = await figures.target(component=None, goal=None, goal_op="=", goal_rank="9")
    await figures.chair.acts(f"target.show:{target}")
    figures.chair.hears("Mục tiêu: hạng 9")
    await figures.chair.acts(f"target.say:{target}")
    await figures.chair.says("81,5")
    figures.chair.hears("Đã ghi PAR INDEX, năm 2025: 81,5.")


async def test_a_goal_is_corrected_with_a_reason_and_the_old_one_stays(figures: Figures) -> None:
    target = await figures.target()
    chair = figures.chair
    await chair.acts(f"target.goal:{target}")
    chair.hears("mục tiêu hiện nay > 75")
    await chair.says("chín mươi")
    chair.hears("Chưa rõ mục tiêu")
    await chair.says("từ 80 trở lên")
    chair.hears("Mục tiêu đổi từ > 75 thành ≥ 80")
    await chair.says("ừ")
    chair.hears("ghi lý do sửa mục tiêu")
    await chair.says("Theo Công văn 12/UBND ngày 5/6/2026")
    chair.hears("> 75 thành ≥ 80")
    row = await figures.one(Target, target)
    assert (row.goal, row.goal_op) == (80.0, ">=")
    (event,) = await figures.chat.rows(MeasureEvent)
    assert (event.before["goal"], event.reason) == (75.0, "Theo Công văn 12/UBND ngày 5/6/2026")
    assert "target_goal" in [entry.what for entry in await figures.chat.rows(AuditEntry)]
    await figures.admin.says("/nhatky")
    figures.admin.hears(f"sửa mục tiêu (chỉ tiêu {target})")


async def test_a_head_sets_who_answers_in_their_own_unit(here: Figures) -> None:
    target = await here.target()
    await here.head.acts(f"target.show:{target}")
    await here.head.presses("Giao người phụ trách")
    await here.head.presses("Lò Thị Mai")
    here.head.hears("Người phụ trách PAR INDEX: Cải cách thể chế: Lò Thị Mai.")
    assert here.huy.person is not None
    await here.head.acts(f"target.to:{target}:{here.huy.person.id}")
    here.head.hears("do lãnh đạo cơ quan hoặc quản trị viên thay đổi")
    await here.mai.acts(f"target.show:{target}")
    assert "Nhập kết quả" in here.mai.labels
    await here.chair.acts(f"target.to:{target}:0")
    assert (await here.one(Target, target)).owner_id is None
    await here.chair.acts(f"target.show:{target}")
    await here.chair.presses("Đổi đơn vị phụ trách")
    await here.chair.presses(MONEY)
    here.chair.hears(f"Đơn vị phụ trách PAR INDEX: Cải cách thể chế: {MONEY}.")
    await here.head.acts(f"target.show:{target}")
    here.head.hears("thuộc đơn vị khác")


async def test_a_target_follows_a_figure_and_lets_it_go(here: Figures) -> None:
    target = await here.target()
    await here.measure("Hồ sơ trễ hạn")
    await here.chair.acts(f"target.show:{target}")
    await here.chair.presses("Theo một số liệu định kỳ")
    await here.chair.presses("Hồ sơ trễ hạn")
    here.chair.hears("theo số liệu: Hồ sơ trễ hạn")
    await here.chair.acts(f"target.say:{target}:2026-M05")
    await here.chair.says("12 hồ sơ")
    here.chair.hears("tháng 5 năm 2026: 12 hồ sơ")
    await here.chair.acts(f"target.follow:{target}:0")
    here.chair.hears("theo số liệu: –")
    assert (await here.one(Target, target)).measure_id is None


async def test_long_lists_turn_a_page_and_an_empty_one_explains(here: Figures) -> None:
    await here.chair.acts("target.list:0")
    here.chair.hears("Chưa có chỉ tiêu nào", "khi nhập văn bản")
    for n in range(12):
        await here.target(component=f"Nội dung {n}")
    await here.chair.acts("target.list:0")
    await here.chair.presses("Tiếp")
    here.chair.hears("Chỉ tiêu Ông/Bà theo dõi: 12")
    assert "Nội dung 0: chưa có số liệu" in here.chair.labels


@pytest.mark.parametrize("key", ["2026-M06", "2027-Y1", "2019-Y1", "9999-Y1", "2026-Q9", "la", "0000-Y1"])
async def test_a_forged_period_is_refused(here: Figures, key: str) -> None:
    target = await here.target()
    await here.chair.acts(f"target.say:{target}:{key}")
    assert any(one in here.chair.words for one in ("không hợp lệ", "chưa bắt đầu", "quá năm năm"))
    assert not await here.chat.rows(Measured)


# + done, s may not see it, c may see it and not change it
ACTS = rows("""
#            chair admin head mai huy left citizen
target.show    +     +    +    +   s   x    x
target.say     +     +    +    +   s   x    x
target.goal    +     +    c    c   s   x    x
target.owner   +     +    +    c   s   x    x
target.units   +     +    c    c   s   x    x
target.measures +    +    c    c   s   x    x
target.unit    +     +    c    c   s   x    x
target.follow  +     +    c    c   s   x    x
target.to      +     +    +    c   s   x    x
""")
WHO = ("chair", "admin", "head", "mai", "huy", "left", "citizen")
SAID = {
    "s": "thuộc đơn vị khác",
    "c": "do lãnh đạo cơ quan hoặc quản trị viên thay đổi",
    "x": "dành cho cán bộ",
}


@pytest.mark.parametrize("act", ACTS)
async def test_each_act_is_for_those_it_is_for(figures: Figures, act: str) -> None:
    target = await figures.target(HOME)
    leaver = await figures.chat.official("Đỗ Văn Nghỉ", HOME)
    await figures.leave(leaver)
    people = {name: getattr(figures, name, None) for name in WHO} | {
        "left": leaver,
        "citizen": figures.chat.person("dân"),
    }
    assert figures.mai.person is not None
    more = {"target.unit": f":{await figures.unit(MONEY)}", "target.follow": ":0"}
    more["target.to"] = f":{figures.mai.person.id}"
    found, home = [], await figures.unit(HOME)
    for who in WHO:
        await people[who].acts(f"{act}:{target}{more.get(act, '')}")
        said = people[who].words
        found.append(next((letter for letter, words in SAID.items() if words in said), "+"))
        async with figures.chat.db.write() as session:
            (await session.get_one(Target, target)).unit_id = home
    assert found == ACTS[act]
