"""/chiso shows the index, targets, periodic figures and self-scores, of what there is and what one may see."""

from roviec.db.measures import reach
from roviec.db.models import Unit
from roviec.db.scores import keep
from roviec.db.tasks.events import By
from tests.measures.figure_stage import HOME, Figures


async def score(figures: Figures, **points: str) -> int:
    """Open the home unit's scoring by the groups of QĐ 766 and give points."""
    unit_id = await figures.unit(HOME)
    async with figures.chat.db.write() as session:
        assert figures.admin.person is not None
        of, by = (
            await reach.of(session, figures.admin.person),
            By(figures.admin.person, figures.chat.now, "web"),
        )
        criteria, unit = await keep.the_set(session, "qd-766", by=by), await session.get_one(Unit, unit_id)
        scoring = await keep.open_scoring(
            session, criteria=criteria, unit=unit, year=2026, today=figures.chat.now.date(), of=of, by=by
        )
        read = await keep.criteria_of(session, scoring)
        for name, words in points.items():
            one = read.find(name.removeprefix("c"))
            assert one is not None
            await keep.give(session, scoring, one, words=words, note="", of=of, by=by)
    return scoring.id or 0


async def test_everything_has_a_line_and_a_button(figures: Figures) -> None:
    chair = figures.chair
    await chair.says("/chiso")
    chair.does_not_hear("Chỉ tiêu:", "Số liệu định kỳ:", "Tự chấm điểm")
    reached, missed = await figures.target(), await figures.target(component="Cải cách tài chính công")
    await figures.target(component="Cải cách chế độ công vụ")
    for target, words in ((reached, "76"), (missed, "60")):
        await chair.acts(f"target.say:{target}")
        await chair.says(words)
    measure = await figures.measure("Tỷ lệ giải ngân", noun="%", goal=90.0)
    await chair.acts(f"measure.say:{measure}")
    await chair.says("95%")
    await score(figures, c1="16,5", c2="20")
    await chair.says("/chiso")
    chair.hears(
        "Chỉ tiêu: 3; đạt 1, chưa đạt 1, chưa có kết quả 1.",
        "đạt mục tiêu 1, chưa đạt 0, chờ nhập 0.",
        "Tự chấm điểm Phòng Nội vụ, năm 2026: 36,5/100 (36,50%) – còn 4 tiêu chí chưa có điểm",
    )
    assert {"Chỉ tiêu (3)", "Số liệu định kỳ (3)", "Tự chấm điểm"} <= set(chair.labels)
    await chair.presses("Tự chấm điểm")
    await chair.presses("Phòng Nội vụ, 2026")
    chair.hears("- Công khai, minh bạch: 16,5/18 (91,67%)", "Thẩm định: 0/100 (0,00%) – còn 6 tiêu chí")
    await chair.says("/chiso")
    await chair.presses("Số liệu định kỳ")
    chair.hears("Số liệu định kỳ Ông/Bà theo dõi: 3")


async def test_a_head_hears_of_their_own_units_alone(here: Figures) -> None:
    await here.target("Phòng Tài chính")
    await here.measure("Hồ sơ tiếp nhận", "Phòng Tài chính")
    scoring = await score(here)
    await here.head.says("/chiso")
    here.head.does_not_hear("Chỉ tiêu:", "Số liệu định kỳ:")
    here.head.hears("Tự chấm điểm Phòng Nội vụ, năm 2026")
    await here.huy.acts("score.list")
    here.huy.hears("Chưa có đợt tự chấm điểm nào")
    await here.huy.acts(f"score.show:{scoring}")
    here.huy.hears("thuộc đơn vị khác")
    await here.mai.acts("score.show:99")
    here.mai.hears("Không tìm thấy đợt tự chấm điểm này")
