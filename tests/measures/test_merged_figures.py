"""Units that become one keep their scorings, targets and figures apart, each under the unit that it was of."""

from datetime import UTC, datetime

from roviec.db import units
from roviec.db.models import Assessment, Measure, Target
from roviec.db.scores import keep
from roviec.db.tasks.events import By
from tests import office
from tests.measures.figure_stage import HOME, MONEY, Figures
from tests.measures.test_overview_chat import score

INTO = "Phòng Kinh tế"


async def merge(figures: Figures, old: str, into: str) -> None:
    async with figures.chat.db.write() as session:
        await units.merge(
            session,
            old=old,
            into=into,
            minimum_cell=5,
            by=By(figures.admin.person, figures.chat.now, "web"),
            today=figures.chat.now.date(),
            why="Sắp xếp lại.",
        )


async def test_two_scorings_of_one_set_and_year_are_told_apart(figures: Figures) -> None:
    home = await score(figures, c1="16")
    async with figures.chat.db.write() as session:
        money = await office.unit(session, MONEY)
        criteria = await keep.criteria_of(session, await session.get_one(Assessment, home))
        first = await session.get_one(Assessment, home)
        twin = Assessment(set_id=first.set_id, unit_id=money.id or 0, year=2026, opened_on=first.opened_on)
        session.add(twin)
        await session.flush()
        other = twin.id or 0
    assert criteria.find("1") is not None
    async with figures.chat.db.write() as session:
        await office.unit(session, INTO)
    await merge(figures, HOME, INTO)
    await merge(figures, MONEY, INTO)
    chair = figures.chair
    await chair.acts("score.list")
    chair.hears(
        "Phòng Kinh tế (trước là Phòng Nội vụ), 2026: 16/100",
        "Phòng Kinh tế (trước là Phòng Tài chính), 2026: 0/100",
    )
    # Points go to the one that is meant: neither is joined with the other.
    await chair.acts(f"score.say:{other}:1")
    await chair.says("10")
    await chair.acts(f"score.show:{home}")
    chair.hears("(trước là Phòng Nội vụ), năm 2026", "Công khai, minh bạch: 16/18")
    await chair.acts(f"score.show:{other}")
    chair.hears("(trước là Phòng Tài chính), năm 2026", "Công khai, minh bạch: 10/18")
    # Once more: what it was of at first stays.
    async with figures.chat.db.write() as session:
        await office.unit(session, "Phòng Văn hóa – Xã hội")
    await merge(figures, INTO, "Phòng Văn hóa – Xã hội")
    await chair.acts("score.list")
    chair.hears("Phòng Văn hóa – Xã hội (trước là Phòng Nội vụ)", "(trước là Phòng Tài chính)")


async def test_two_targets_of_one_goal_are_told_apart(figures: Figures) -> None:
    home = await figures.target(HOME, index="SIPAS", component=None)
    money = await figures.target(MONEY, index="SIPAS", component=None)
    await merge(figures, MONEY, HOME)
    chair = figures.chair
    await chair.acts("target.list:0")
    assert {"SIPAS: chưa có số liệu", "SIPAS (trước là Phòng Tài chính): chưa có số liệu"} <= set(
        chair.labels
    )
    await chair.acts(f"target.show:{money}")
    chair.hears("Phòng Nội vụ (trước là Phòng Tài chính)")
    # Whose it is is set anew: then it is that unit's own.
    async with figures.chat.db.write() as session:
        unit = await office.unit(session, "Phòng Kinh tế")
    await chair.acts(f"target.unit:{money}:{unit.id}")
    assert [(one.id, one.former) for one in await figures.chat.rows(Target)] == [(home, ""), (money, "")]


async def test_two_figures_keep_their_names_and_values(figures: Figures) -> None:
    """A figure goes by its name, of which the office has one: two never become one, nor does one answer for both."""
    home, money = (
        await figures.measure("Hồ sơ trễ hạn (Nội vụ)"),
        await figures.measure("Hồ sơ trễ hạn (Tài chính)", MONEY),
    )
    async with figures.chat.db.write() as session:
        for one in (home, money):
            (await session.get_one(Measure, one)).made_at = datetime(2026, 5, 1, tzinfo=UTC)
    await merge(figures, MONEY, HOME)
    await figures.mai.says("45 hồ sơ")
    figures.mai.does_not_hear("Đã ghi")
    await figures.mai.says("/solieu")
    figures.mai.hears(
        "Số liệu chờ Ông/Bà nhập: 2", "Hồ sơ trễ hạn (Nội vụ), tháng 6", "Hồ sơ trễ hạn (Tài chính), tháng 6"
    )
    await figures.mai.acts(f"measure.say:{money}")
    await figures.mai.says("3")
    figures.mai.hears("Đã ghi Hồ sơ trễ hạn (Tài chính), tháng 6 năm 2026: 3 hồ sơ.")
