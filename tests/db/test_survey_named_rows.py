"""Words of answers that name an official: which no export holds, and which leaders of the office read."""

from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Response, Role
from roviec.db.models.base import id_of
from roviec.db.surveys import export, named
from roviec.db.surveys.named import Named
from tests import office
from tests.db.survey_town import ASIDE, BELOW, TODAY, Town
from tests.office import OFFICE

SAID: list[tuple[str, date, str, str | None]] = [
    ("a", TODAY, BELOW, "Ông Sơn hẹn mãi"),
    ("b", TODAY, ASIDE, "Chị Mai hách dịch"),
    ("c", date(2026, 5, 31), BELOW, "Anh Cũ nhận quà"),
    ("d", TODAY - named.SPAN + timedelta(days=1), BELOW, "Bà Hoa chậm"),
    ("e", TODAY - named.SPAN, BELOW, "Bà Hoa rất chậm"),
    ("f", TODAY, BELOW, "Đèn hỏng"),
    ("g", TODAY, BELOW, ""),
    ("h", TODAY, BELOW, None),
    ("i", date(2026, 6, 1), BELOW, "Anh Mai và bà Hoa"),
]
NAMED = [one for one in SAID if one[0] in "abcdei"]


async def written(town: Town, session: AsyncSession) -> None:
    for n, (key, on, unit, words) in enumerate(SAID):
        of = {"campaign_id": 2, "unit_id": id_of(town.units[unit]), "flags": []}
        session.add(Response(key=key, on=on, **of))
        await session.flush()
        number = 4 if words is None else None
        session.add(Answer(response_key=key, item="y-kien", position=n, words=words, number=number))
    await session.flush()


async def test_words_that_name_an_official_are_for_leaders_whom_they_do_not_name(town: Town) -> None:
    session = town.session
    people = {
        name: await office.person(session, name, town.units[unit], role)
        for name, unit, role in (
            ("Sơn", OFFICE, Role.leader),
            ("Hoa", OFFICE, Role.admin),
            ("Mai", BELOW, Role.leader),
            ("Cũ", ASIDE, Role.official),
        )
    }
    people["Cũ"].left_on = date(2026, 6, 1)
    await written(town, session)
    found = await named.withheld(session)
    places = {one[0]: n for n, one in enumerate(SAID)}
    assert found == {(key, "y-kien", places[key]) for key, *_ in NAMED}
    plan = await export.prepare(session, minimum_cell=1)
    lines = {line.response: line.words async for part in export.lines(session, plan) for line in part}
    assert lines == {key: None if key in "abcdei" else words for key, _, _, words in SAID}
    read = {name: await named.to_read(session, one, today=TODAY) for name, one in people.items()}
    assert read.pop("Sơn") == [
        Named(BELOW, "2026-06", "Anh Mai và bà Hoa"),
        Named(ASIDE, "2026-06", "Chị Mai hách dịch"),
        Named(BELOW, "2026-05", "Anh Cũ nhận quà"),
        Named(BELOW, "2026-03", "Bà Hoa chậm"),
    ]
    assert read == {"Hoa": [], "Mai": [], "Cũ": []}
