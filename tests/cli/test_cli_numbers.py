"""The index and the digest by command."""

from datetime import timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec import going
from roviec.bot.cli.look import say
from roviec.db.models import Answer, Response, Tally
from roviec.db.surveys import tallies
from roviec.survey.load import shipped
from roviec.survey.tally import addition
from tests.cli.conftest import Office
from tests.office import hanoi_today

FORM = shipped()["mot-cua"]
FIRST = FORM.contents[0].criteria[0]


@pytest.fixture
def answered(staffed: Office) -> Office:
    staffed.ok("survey", "open", "mot-cua", "--unit", "Văn phòng", "--from", "2026-01-01")
    today = hanoi_today()

    async def answer(session: AsyncSession) -> None:
        for n, level in enumerate((5, 5, 5, 5, 5, 4, 4, 4, 3, 2)):
            on = today if n >= 5 else today - timedelta(days=400)
            session.add(Response(key=f"k{n}", campaign_id=1, unit_id=2, on=on))
            await session.flush()
            session.add(Answer(response_key=f"k{n}", item=FIRST, number=level))

    staffed.inside(answer)
    return staffed


def test_the_index_as_json_keeps_to_the_span(answered: Office) -> None:
    this_year = answered.ok("index", "--json").json
    assert this_year["responses"] == 5
    (first, *_) = [c for c in this_year["criteria"] if c["id"] == FIRST]
    assert first["share"]["value"] == 60.0
    assert first["mean"]["value"] == 68.0
    assert answered.ok("index", "--json", "--from", "2020-01-01").json["responses"] == 10


def test_the_index_for_readers_names_both_measures(answered: Office) -> None:
    said = answered.ok("index").out
    assert "68,0%" in said
    assert "60,0%" in said


def test_without_answers_there_is_no_index(office: Office) -> None:
    result = office.ok("index", "--json")
    assert result.json is None
    assert result.err
    assert office.ok("index").out


def test_a_span_that_ends_before_it_begins_is_refused(office: Office) -> None:
    result = office("index", "--from", "2026-06-02", "--to", "2026-06-01")
    assert (result.code, result.out) == (2, "")
    assert "2026-06-02 sau ngày kết thúc 2026-06-01" in result.err


def test_the_digest_of_a_day_knows_nothing_of_the_next(staffed: Office) -> None:
    staffed.ok("tasks", "add", "--title", "Việc đã trễ", "--lead", "Văn phòng", "--due", "2020-06-30")
    assert "Văn phòng" in staffed.ok("digest").out
    assert "Văn phòng" not in staffed.ok("digest", "--as-of", "2024-01-10").out


def test_the_digest_writes_its_files_and_names_them_on_the_side(staffed: Office) -> None:
    result = staffed.ok("digest", "--as-of", "2026-06-29", "--out", "bản tin/tuần")
    written = {path.name for path in (staffed.folder / "bản tin/tuần").iterdir()}
    assert written == {"digest-2026-W27.png", "digest-2026-W27.xlsx", "digest-2026-W27.docx"}
    assert "digest-2026-W27.png" in result.err
    assert result.out.startswith("UBND xã Đại Lãnh")
    blocked = staffed("digest", "--out", staffed.folder / "config.toml" / "x")
    assert (blocked.code, len(blocked.err.splitlines())) == (2, 1)


def test_a_rebuild_tells_how_many_answers_it_has_counted(answered: Office) -> None:
    heard: list[tuple[str, str, int, int]] = []
    with going.heard(lambda *step: heard.append(step)):
        answered.ok("index", "rebuild")
    assert heard
    (what, _, done, total), counts = heard[-1], [done for _, _, done, _ in heard]
    assert (what, done) == ("responses", total)
    assert (counts[-1], sorted(counts)) == (total, counts)


def test_figures_agree_with_the_answers_or_are_counted_again(answered: Office) -> None:
    assert answered.ok("index", "rebuild").out.strip() == say("cli.index.equal")

    async def spoil(session: AsyncSession) -> None:
        (row,) = (await session.exec(select(Tally).where(Tally.part == FIRST).limit(1))).all()
        row.n5 += 3

    before = answered.ok("index", "--json").json
    answered.inside(spoil)
    assert answered.ok("index", "rebuild").out.strip() == say("cli.index.rebuilt")
    assert answered.ok("index", "--json").json == before


def test_the_index_moves_only_when_enough_are_new(answered: Office) -> None:
    before = answered.ok("index", "--json").json

    async def four_more(session: AsyncSession) -> None:
        for _ in range(4):
            await tallies.add(
                session,
                place=tallies.Place(1, 2, flagged=False),
                addition=addition(FORM.contents, {FIRST: 1}),
                minimum_cell=5,
                today=hanoi_today(),
            )

    answered.inside(four_more)
    assert answered.ok("index", "--json").json["overall"] == before["overall"]
