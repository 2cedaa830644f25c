"""Periodic figures in a chat: asked of whom they belong to, answered in plain words, corrected, computed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from roviec.db.models import Measure, Measured, MeasureEvent
from roviec.tasks.reporting import Cycle
from tests.measures.figure_stage import HOME, MONEY, Figures
from tests.rights.cells import rows

# The stage stands on Monday, 15/6/2026: the month that ended is tháng 6 (15/5–14/6).


async def old(figures: Figures) -> None:
    """Let the figures have been defined a month ago."""
    async with figures.chat.db.write() as session:
        await session.exec(sa.update(Measure).values(made_at=figures.chat.now - timedelta(days=30)))


async def test_an_owner_answers_in_plain_words_and_corrects(figures: Figures) -> None:
    measure = await figures.measure("Hồ sơ tiếp nhận", owner=figures.mai)
    late = await figures.measure("Hồ sơ trễ hạn", owner=figures.mai)
    await old(figures)
    mai = figures.mai
    await mai.says("/solieu")
    mai.hears("Số liệu chờ Ông/Bà nhập: 2")
    await mai.presses("Hồ sơ tiếp nhận, tháng 6 năm 2026")
    mai.hears("bao nhiêu (tính bằng hồ sơ)?")
    for words, heard in (
        ("khoảng 1.200", "chưa phải là một con số chính xác"),
        ("1,234", "có thể là 1.234 hoặc 1,234"),
        ("12 %", "tính bằng hồ sơ, Ông/Bà đã ghi «%»"),
        ("nhận 1.234, trễ 3", "nhiều hơn một con số"),
        ("không có", "là 0 hay chưa có số liệu?"),
        ("tháng 9/2026: 5", "chưa bắt đầu"),
        ("quý II/2026: 5", "Chưa rõ «quý II/2026» là kỳ nào"),
    ):
        await mai.says(words)
        mai.hears(heard)
    assert not await figures.chat.rows(Measured)
    await mai.says("1.234 hồ sơ ạ")
    mai.hears("Đã ghi Hồ sơ tiếp nhận, tháng 6 năm 2026: 1.234 hồ sơ.", "Ghi từ câu: «1.234 hồ sơ ạ»")
    await mai.presses("Sửa lại con số")
    await mai.says("1.243")
    mai.hears("1.243 hồ sơ. Trước đó: 1.234 hồ sơ.")
    await mai.presses("Hồ sơ trễ hạn, tháng 6 năm 2026")
    await mai.says("chưa có")
    mai.hears("Đã ghi Hồ sơ trễ hạn, tháng 6 năm 2026: chưa có.")
    # A month late, and even later: what was not known then.
    await mai.acts(f"measure.say:{late}")
    await mai.says("tháng 4/2026: 7 hồ sơ")
    mai.hears("tháng 4 năm 2026: 7 hồ sơ.")
    await mai.says("/solieu")
    mai.hears("Số liệu định kỳ Ông/Bà theo dõi: 2")
    await mai.presses("Hồ sơ tiếp nhận: 1.243 hồ sơ (tháng 6 năm 2026)")
    mai.hears("Kỳ số liệu: hằng tháng", "Ngày hỏi: ngày 15 trong tháng", "Mới nhất: 1.243 hồ sơ")
    kept = [
        (one.measure_id, one.before.get("value"), one.data["value"])
        for one in await figures.chat.rows(MeasureEvent)
    ]
    assert kept == [(measure, None, 1234.0), (measure, 1234.0, 1243.0), (late, None, None), (late, None, 7.0)]


async def test_a_number_with_its_noun_is_taken_without_a_question(here: Figures) -> None:
    await here.measure("Hồ sơ tiếp nhận", owner=here.mai)
    await here.measure("Tỷ lệ giải ngân", owner=here.mai, noun="%")
    await old(here)
    await here.mai.says("45 hồ sơ")
    here.mai.hears("Đã ghi Hồ sơ tiếp nhận, tháng 6 năm 2026: 45 hồ sơ.")
    # Answered once: the next such words are no figure any more; a share may be of a task, and is never guessed.
    for words in ("46 hồ sơ", "80%", "45", "45 phiếu"):
        await here.mai.says(words)
        here.mai.does_not_hear("Đã ghi")
    assert [one.value for one in await here.chat.rows(Measured)] == [45.0]


async def test_two_figures_of_one_noun_are_never_guessed(here: Figures) -> None:
    await here.measure("Hồ sơ tiếp nhận", owner=here.mai)
    await here.measure("Hồ sơ trễ hạn", owner=here.mai)
    await old(here)
    await here.mai.says("45 hồ sơ")
    here.mai.does_not_hear("Đã ghi")
    assert not await here.chat.rows(Measured)


async def test_a_rate_is_computed_and_never_entered(here: Figures) -> None:
    received = await here.measure("Hồ sơ tiếp nhận")
    late = await here.measure("Hồ sơ trễ hạn")
    rate = await here.measure(
        "Tỷ lệ hồ sơ trễ hạn", noun="%", over_id=late, under_id=received, goal=1.0, goal_op="<", ask_day=0
    )
    chair = here.chair
    await chair.acts(f"measure.say:{rate}")
    chair.hears("được tính từ hai số liệu khác nên không nhập", "«Hồ sơ trễ hạn» hoặc «Hồ sơ tiếp nhận»")
    for measure, words in (
        (received, "tháng 5/2026: 800"),
        (late, "tháng 5/2026: 1"),
        (late, "tháng 6/2026: 3"),
    ):
        await chair.acts(f"measure.say:{measure}")
        await chair.says(words)
    await chair.acts(f"measure.show:{rate}")
    # Of June nothing is known of those received: no rate, and no zero.
    chair.hears("Mới nhất: 0,13% (tháng 5 năm 2026)", "Mục tiêu: < 1%")
    await chair.acts(f"measure.say:{received}")
    await chair.says("0")
    await chair.acts(f"measure.show:{rate}")
    chair.hears("Mới nhất: 0,13% (tháng 5 năm 2026)")
    target = await here.target(index="Hồ sơ trễ hạn", component=None, goal=1.0, goal_op="<")
    await chair.acts(f"target.follow:{target}:{rate}")
    await chair.acts(f"target.show:{target}")
    chair.hears("Mới nhất: 0,13% (tháng 5 năm 2026)", "Mục tiêu: < 1%")


async def test_an_empty_office_says_what_to_do(here: Figures) -> None:
    await here.mai.says("/số liệu")
    here.mai.hears("Chưa có số liệu định kỳ nào", "Quản trị viên thêm số liệu trên trang")
    for n in range(12):
        await here.measure(f"Số liệu {n:02}")
    await here.chair.says("/solieu")
    await here.chair.presses("Tiếp")
    assert "Số liệu 11: chưa có số liệu" in here.chair.labels


@pytest.mark.parametrize("key", ["2026-Q2", "2026-M08", "2019-M01", "la", "2026-M6", "2026-M13"])
async def test_a_forged_period_is_refused(here: Figures, key: str) -> None:
    measure = await here.measure("Hồ sơ tiếp nhận", cycle=Cycle.month)
    await here.chair.acts(f"measure.say:{measure}:{key}")
    assert any(one in here.chair.words for one in ("không hợp lệ", "chưa bắt đầu", "quá năm năm"))


# + done, s may not see it, a may see it and not answer, x is none of the office
ACTS = rows("""
#                chair admin head mai huy left citizen
owned.show         +     +    +    +   s   x    x
owned.say          +     +    +    +   s   x    x
others.show        +     +    +    +   s   x    x
others.say         +     +    +    a   s   x    x
nobodys.say        +     +    +    +   s   x    x
elsewhere.show     +     +    s    s   +   x    x
elsewhere.say      +     +    s    s   +   x    x
""")
WHO = ("chair", "admin", "head", "mai", "huy", "left", "citizen")
SAID = {"s": "thuộc đơn vị khác", "a": "do người phụ trách hoặc lãnh đạo đơn vị", "x": "dành cho cán bộ"}


@pytest.mark.parametrize("act", ACTS)
async def test_each_figure_is_for_those_it_is_for(figures: Figures, act: str) -> None:
    leaver = await figures.chat.official("Đỗ Văn Nghỉ", HOME)
    await figures.leave(leaver)
    whose, verb = act.split(".")
    owner = {"owned": figures.mai, "others": figures.head}.get(whose)
    measure = await figures.measure("Hồ sơ tiếp nhận", MONEY if whose == "elsewhere" else HOME, owner)
    people = {name: getattr(figures, name, None) for name in WHO} | {
        "left": leaver,
        "citizen": figures.chat.person("dân"),
    }
    found = []
    for who in WHO:
        await people[who].acts(f"measure.{verb}:{measure}")
        found.append(next((one for one, words in SAID.items() if words in people[who].words), "+"))
    assert found == ACTS[act]
