"""Surveys row by row: campaigns and links, codes, runs that move or end, what is stored and what is erased."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import (
    Address,
    Answer,
    Burst,
    Campaign,
    CampaignLink,
    Conversation,
    CounterCode,
    Inbox,
    Outbox,
    Response,
    Role,
    SpentToken,
    SurveyRun,
    Tally,
    Unit,
)
from roviec.db.models.delivery import Arrival, Departure, Lane
from roviec.db.surveys import bursts, campaigns, codes, finish, forms, moves, runs
from roviec.survey.quality import Flag
from roviec.survey.session import Session
from tests import office
from tests.handlers.survey_stage import short_form
from tests.office import HANOI, OFFICE

NOW = datetime(2026, 6, 29, 8, 5, tzinfo=HANOI)
TODAY = NOW.date()
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
BELOW, ASIDE = "Phòng Nội vụ", "Phòng Tài chính"


class Noted:
    """A channel that only notes what it is asked to erase."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    async def since(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("since", what["chat"], what["first"], what["since"], what["now"]))

    async def one(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("one", what["chat"], what["said"], what["now"]))

    async def all(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("all", what["chat"]))


@dataclass
class Town:
    """A form open at the office, below it and beside that; chats that begin it."""

    session: AsyncSession
    units: dict[str, Unit]
    opened: dict[str, Campaign]
    eraser: Noted

    @classmethod
    async def of(cls, session: AsyncSession) -> "Town":
        units = {name: await office.unit(session, name) for name in (OFFICE, BELOW, ASIDE)}
        await surveys.keep_form(session, source=short_form())
        town = cls(session, units, {}, Noted())
        for name in units:
            town.opened[name] = await town.open(name)
        return town

    async def open(self, unit: str, **more: Any) -> Campaign:
        wanted = {"form_code": "thu", "opens": TODAY} | more
        return await surveys.open_campaign(self.session, unit=self.units[unit], **wanted)

    @property
    def traces(self) -> surveys.Traces:
        return {"web": self.eraser}

    async def chat(self, name: str, channel: str = "web") -> Address:
        return await people.address_of(self.session, channel=channel, chat=name)

    async def begin(self, chat: str = "a", unit: str = BELOW, **more: Any) -> SurveyRun:
        row = Inbox(channel="web", external_id=f"begun {chat}", chat=chat, payload={})
        wanted = {"campaign": self.opened[unit], "unit": self.units[unit], "today": TODAY, "now": NOW} | more
        return await surveys.begin_run(self.session, address=await self.chat(chat), row=row, **wanted)

    async def finish(self, run: SurveyRun, answers: dict[str, Any], seconds: int = 600, **more: Any) -> None:
        address = await self.session.get_one(Address, run.address_id)
        campaign = await self.session.get_one(Campaign, run.campaign_id)
        await surveys.finish_run(
            self.session,
            run=run,
            state=replace(surveys.state_of(run), answers=answers),
            form=await surveys.form_of(self.session, campaign),
            campaign=campaign,
            address=address,
            minimum_cell=2,
            traces=self.traces,
            today=TODAY,
            now=NOW + seconds * SECOND,
            **more,
        )

    async def rows(self, table: type[SQLModel]) -> list[Any]:
        found = select(table).execution_options(populate_existing=True)
        return list((await self.session.exec(found)).all())


@pytest.fixture
async def town(sqlite: Database) -> Any:
    async with sqlite.write() as session:
        yield await Town.of(session)


# What opens a survey


async def test_a_campaign_is_opened_as_it_was_asked_for(town: Town) -> None:
    one = await town.open(BELOW, closes=TODAY, by_code=True)
    two = await town.open(BELOW)
    assert (one.form_id, one.unit_id, one.opens, one.closes, one.by_code) == (
        *(1, town.units[BELOW].id, TODAY, TODAY, True),
    )
    assert (two.closes, two.by_code, two.words) == (None, False, {})
    assert (len(one.salt), one.salt == two.salt) == (32, False)
    with pytest.raises(campaigns.DatesReversed) as refused:
        await town.open(BELOW, closes=TODAY - DAY)
    assert refused.value.values == {"opens": "29/6/2026", "closes": "28/6/2026"}


async def test_a_form_that_speaks_of_the_office_says_its_name(town: Town) -> None:
    shipped = await town.open(BELOW, form_code="ho-so")
    form = await surveys.form_of(town.session, shipped)
    assert {"office", "desk"} <= set(form.words)
    assert shipped.words == {"office": OFFICE, "desk": BELOW}
    assert (await town.open(OFFICE, form_code="ho-so")).words == {"office": OFFICE}
    source = (
        short_form("2")
        .replace('title = "Phiếu thử"', 'title = "Phiếu thử"\nwords = { office = "cơ quan" }', 1)
        .replace("Thái độ phục vụ của công chức.", "Thái độ phục vụ tại {office}.")
    )
    await surveys.keep_form(town.session, source=source)
    named = await town.open(BELOW)
    assert named.words == {"office": OFFICE}


@pytest.mark.parametrize(
    ("opens", "closes", "refused", "said"),
    [
        (0, None, None, ""),
        (0, 0, None, ""),
        (-9, 0, None, ""),
        (1, None, campaigns.CampaignAhead, "30/6/2026"),
        (1, 2, campaigns.CampaignAhead, "30/6/2026"),
        (-9, -1, campaigns.CampaignOver, "28/6/2026"),
    ],
)
async def test_what_is_open_is_listed_and_may_be_answered(
    town: Town, opens: int, closes: int | None, refused: Any, said: str
) -> None:
    until = None if closes is None else TODAY + closes * DAY
    one = await town.open(ASIDE, opens=TODAY + opens * DAY, closes=until)
    listed = await surveys.open_campaigns(town.session, today=TODAY)
    assert [found[0].id for found in listed] == [*([] if refused else [one.id]), 3, 2, 1]
    assert [(found[1].id, found[2].code) for found in listed][-1] == (town.units[OFFICE].id, "thu")
    if refused is None:
        surveys.check_open(one, TODAY)
        return
    with pytest.raises(refused) as why:
        surveys.check_open(one, TODAY)
    assert why.value.values == {"day": said}


async def test_a_link_and_a_code_lead_to_their_own_campaign_and_unit(town: Town) -> None:
    session, campaign = town.session, town.opened[BELOW]
    token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=town.units[ASIDE])
    assert len(token) == surveys.TOKEN_LENGTH
    (link,) = await town.rows(CampaignLink)
    assert (link.campaign_id, link.unit_id) == (campaign.id, town.units[ASIDE].id)
    assert await surveys.campaign_of(session, token.lower()) == (campaign, town.units[ASIDE], None)
    [code] = await surveys.make_codes(session, campaign_id=campaign.id or 0, unit=town.units[OFFICE], count=1)
    assert len(code) == surveys.TOKEN_LENGTH
    assert await surveys.campaign_of(session, code) == (campaign, town.units[OFFICE], people.hashed(code))
    assert await surveys.campaign_of(session, "NOBODY") is None
    for unknown in (
        surveys.campaign_link(session, campaign_id=99, unit=town.units[OFFICE]),
        surveys.make_codes(session, campaign_id=99, unit=town.units[OFFICE], count=1),
    ):
        with pytest.raises(campaigns.CampaignUnknown) as refused:
            await unknown
        assert refused.value.values == {"campaign": 99}


@pytest.mark.parametrize(
    ("count", "made"), [(0, False), (1, True), (codes.MOST, True), (codes.MOST + 1, False)]
)
async def test_so_many_codes_are_printed_at_once(town: Town, count: int, made: bool) -> None:
    make = surveys.make_codes(town.session, campaign_id=1, unit=town.units[OFFICE], count=count)
    if not made:
        with pytest.raises(codes.CodesTooMany) as refused:
            await make
        assert refused.value.values == {"most": 2000}
        return
    assert len(set(await make)) == count
    assert len(await town.rows(CounterCode)) == count


async def test_codes_go_with_a_campaign_that_is_over_and_with_no_other(town: Town) -> None:
    for closes, count in ((TODAY - DAY, 2), (TODAY, 3), (None, 4)):
        one = await town.open(BELOW, opens=TODAY - 9 * DAY, closes=closes)
        await surveys.make_codes(town.session, campaign_id=one.id or 0, unit=town.units[BELOW], count=count)
    assert await surveys.forget_codes(town.session, today=TODAY) == 2
    assert await surveys.forget_codes(town.session, today=TODAY) == 0
    assert len(await town.rows(CounterCode)) == 7


async def test_a_form_is_stored_once_and_never_changed(town: Town) -> None:
    same = await surveys.keep_form(town.session, source=short_form())
    newer = await surveys.keep_form(town.session, source=short_form("2"))
    assert (same.id, newer.id, newer.version, newer.title) == (1, 2, "2", "Phiếu thử")
    assert (newer.code, newer.source) == ("thu", short_form("2"))
    assert (await forms.latest_form(town.session, "thu")).id == newer.id
    with pytest.raises(forms.VersionTaken) as taken:
        await surveys.keep_form(town.session, source=short_form().replace("Họp dân", "Họp thôn"))
    assert taken.value.values == {"code": "thu", "version": "1"}
    with pytest.raises(forms.FormUnknown) as unknown:
        await forms.latest_form(town.session, "x")
    assert unknown.value.values["code"] == "x"
    assert "ho-so, " in unknown.value.values["known"] or ", ho-so" in unknown.value.values["known"]


# Runs


async def test_a_run_begins_once_and_keeps_what_led_to_it(town: Town) -> None:
    address = await town.chat("a")
    address.language = "en"
    run = await town.begin()
    assert (run.address_id, run.campaign_id, run.unit_id) == (address.id, 2, town.units[BELOW].id)
    assert (run.begun_with, run.code_hash, run.started_at, run.updated_at) == ("begun a", None, NOW, NOW)
    assert surveys.state_of(run).language == "en"
    assert await town.begin(now=NOW + DAY) is run
    assert run.started_at == NOW
    other, beside = await town.begin(unit=ASIDE), await town.begin("b")
    assert await surveys.runs_of(town.session, address) == [run, other]
    assert await surveys.runs_of(town.session, await town.chat("b")) == [beside]
    state = surveys.state_of(run)
    surveys.save_run(run, replace(state, answers={"thai-do": 4}), NOW + SECOND)
    assert (surveys.state_of(run).answers, run.updated_at) == ({"thai-do": 4}, NOW + SECOND)
    assert isinstance(state, Session)
    for channel, chat, is_answering in (("web", "a", True), ("web", "c", False), ("plain", "a", False)):
        assert await surveys.is_answering(town.session, channel=channel, chat=chat) is is_answering


async def test_a_button_calls_a_run_of_its_own_chat_and_time(town: Town) -> None:
    run = await town.begin()
    mine = surveys.ref(run)
    assert mine == surveys.RunRef(run.id or 0, int(NOW.timestamp()) % 65536)
    here, there = await town.chat("a"), await town.chat("b")
    assert await surveys.run_of(town.session, run=mine, address=here) is run
    assert await surveys.run_of(town.session, run=mine, address=there) is None
    for other in (replace(mine, began=mine.began ^ 1), replace(mine, number=99)):
        assert await surveys.run_of(town.session, run=other, address=here) is None


@pytest.mark.parametrize(
    "text",
    [
        "12-3fa",
        "1-0",
        f"{2**31 - 1}-ffff",
        f"{2**31}-1",
        "",
        "12",
        "12-",
        "-1",
        "012-3",
        "1-03",
        "1-3FA",
        "x-1",
    ],
)
async def test_a_run_is_written_in_one_way(text: str) -> None:
    good = text in ("12-3fa", "1-0", f"{2**31 - 1}-ffff")
    try:
        assert str(surveys.RunRef.read(text)) == text
    except ValueError:
        assert not good
    else:
        assert good


@pytest.mark.parametrize(
    ("works", "unit", "may"),
    [
        (OFFICE, OFFICE, False),
        (OFFICE, BELOW, False),
        (BELOW, OFFICE, False),
        (BELOW, BELOW, False),
        (BELOW, ASIDE, True),
        (None, BELOW, True),
    ],
)
async def test_who_works_above_or_below_does_not_answer(
    town: Town, works: str | None, unit: str, may: bool
) -> None:
    person = works and await people.add_person(
        town.session, name="Mai", unit=town.units[works], role=Role.official
    )
    (await town.chat("a")).person_id = person.id if person else None
    if may:
        assert await town.begin(unit=unit)
        return
    with pytest.raises(runs.NotForStaff):
        await town.begin(unit=unit)


async def test_a_code_is_taken_by_who_begins_and_waits_again_when_they_leave(town: Town) -> None:
    town.opened[BELOW] = campaign = await town.open(BELOW, by_code=True)
    made = await surveys.make_codes(
        town.session, campaign_id=campaign.id or 0, unit=town.units[BELOW], count=2
    )
    one, two = map(people.hashed, made)
    with pytest.raises(codes.CodeNeeded):
        await town.begin()
    run = await town.begin(code_hash=one)
    assert (run.code_hash, [row.code_hash for row in await town.rows(CounterCode)]) == (one, [two])
    with pytest.raises(codes.CodeTaken):
        await town.begin("b", code_hash=one)
    assert await town.begin(code_hash=two) is run
    address = await town.chat("a")
    for code, address_id, found in (
        (made[0], address.id, run),
        (made[1], address.id, None),
        (made[0], 99, None),
    ):
        assert await surveys.run_begun_with(town.session, code, address_id=address_id) is found
    await surveys.forget_run(town.session, run=run, address=address, traces=town.traces, now=NOW)
    back = {row.code_hash: (row.campaign_id, row.unit_id) for row in await town.rows(CounterCode)}
    assert back == dict.fromkeys((one, two), (campaign.id, town.units[BELOW].id))
    with pytest.raises(finish.RunGone):
        await surveys.forget_run(town.session, run=run, address=address, traces=town.traces, now=NOW)


@pytest.mark.parametrize(("ago", "erased"), [(timedelta(), 0), (-SECOND, 0), (SECOND, 1)])
async def test_a_run_is_stale_when_nobody_touched_it_since(town: Town, ago: timedelta, erased: int) -> None:
    run = await town.begin()
    run.updated_at = NOW - ago
    await town.begin("b")
    await town.session.flush()
    count = await surveys.erase_stale_runs(town.session, before=NOW, traces=town.traces, now=NOW)
    assert (count, len(await town.rows(SurveyRun))) == (erased, 2 - erased)
    assert town.eraser.asked == [("since", "a", "begun a", NOW, NOW)] * erased


# Moving to another chat


@pytest.mark.parametrize(("seconds", "moved"), [(-1, True), (0, False), (1, False)])
async def test_a_run_goes_on_elsewhere_for_an_hour(town: Town, seconds: int, moved: bool) -> None:
    run = await town.begin()
    run.moved_from = ["before"]
    surveys.save_run(run, replace(surveys.state_of(run), answers={"thai-do": 4}), NOW)
    code = await surveys.move_code(town.session, run=run, now=NOW)
    assert (len(code), await surveys.run_to_move(town.session, code)) == (surveys.TOKEN_LENGTH, run)
    assert await surveys.run_to_move(town.session, "NOBODY") is None
    there, now = await town.chat("b"), NOW + surveys.MOVE_LIFE + seconds * SECOND
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    move = surveys.move_run(
        town.session, run=run, to=there, row=row, traces=town.traces, today=TODAY, now=now
    )
    if not moved:
        with pytest.raises(moves.MoveExpired):
            await move
        return
    old = runs.token(town.opened[BELOW], await town.chat("a"))
    await town.begin("b")
    new = await move
    assert (new.address_id, new.campaign_id, new.unit_id) == (there.id, 2, town.units[BELOW].id)
    assert (new.begun_with, new.started_at, new.updated_at) == ("typed", NOW, now)
    assert (new.moved_from, surveys.state_of(new).answers) == (["before", old], {"thai-do": 4})
    assert [one.id for one in await town.rows(SurveyRun)] == [new.id]
    await town.finish(new, {"thai-do": 4})
    assert {one.token for one in await town.rows(SpentToken)} == {
        *("before", old, runs.token(town.opened[BELOW], there)),
    }


async def test_a_code_typed_where_the_run_is_ends_and_an_answer_there_is_not_lost(town: Town) -> None:
    run, other = await town.begin(), await town.begin("b")
    here, there = await town.chat("a"), await town.chat("b")
    row = Inbox(channel="web", external_id="typed", chat="b", payload={})
    more = {"row": row, "traces": town.traces, "today": TODAY, "now": NOW}
    code = await surveys.move_code(town.session, run=run, now=NOW)
    assert await surveys.move_run(town.session, run=run, to=here, **more) is run
    assert (run.move_hash, run.move_until) == (None, None)
    await town.session.flush()
    assert await surveys.run_to_move(town.session, code) is None
    with pytest.raises(moves.MoveExpired):
        await surveys.move_run(town.session, run=run, to=there, **more)
    await surveys.move_code(town.session, run=run, now=NOW)
    surveys.save_run(other, replace(surveys.state_of(other), answers={"thai-do": 1}), NOW)
    with pytest.raises(moves.RunHere):
        await surveys.move_run(town.session, run=run, to=there, **more)
    with pytest.raises(campaigns.CampaignAhead):
        await surveys.move_run(town.session, run=run, to=there, **more | {"today": TODAY - DAY})


# What is stored


async def test_a_finished_run_is_an_answer_of_nobody(town: Town) -> None:
    given = {"thai-do": 4, "kenh": [3, 1], "y-kien": "Tốt", "x": None}
    await town.finish(await town.begin(), given)
    (response,) = await town.rows(Response)
    assert (response.campaign_id, response.unit_id, response.on, response.flags) == (
        *(2, town.units[BELOW].id, TODAY, []),
    )
    assert len(response.key) == 32
    rows = sorted(await town.rows(Answer), key=lambda one: (one.item, one.position))
    assert [(one.item, one.position, one.number, one.words) for one in rows] == [
        ("kenh", 0, 3, None),
        ("kenh", 1, 1, None),
        ("thai-do", 0, 4, None),
        ("y-kien", 0, None, "Tốt"),
    ]
    assert await town.rows(SurveyRun) == []
    assert town.eraser.asked == [("since", "a", "begun a", NOW, NOW + 600 * SECOND)]
    (spent,) = await town.rows(SpentToken)
    assert (spent.token, spent.campaign_id) == (runs.token(town.opened[BELOW], await town.chat("a")), 2)
    for step in (town.begin(), finish.spend(town.session, campaign=town.opened[BELOW], token=spent.token)):
        with pytest.raises(runs.AnsweredAlready):
            await step
    assert await town.begin(unit=ASIDE)
    await town.finish(await town.begin("b"), {})
    assert len(await town.rows(Response)) == 2


async def test_a_hasty_answer_is_marked_and_counted_apart(town: Town) -> None:
    town.opened[BELOW] = await town.open(BELOW, form_code="mot-cua")
    form = await surveys.form_of(town.session, town.opened[BELOW])
    criteria = [item for content in form.contents for item in content.criteria][:5]
    for chat, seconds in (("a", 9), ("b", 10)):
        await town.finish(await town.begin(chat), dict.fromkeys(criteria, 5), seconds=seconds)
    assert sorted(one.flags for one in await town.rows(Response)) == [[], [str(Flag.SPEEDER)]]
    kept = {(one.flagged, one.n5) for one in await town.rows(Tally) if one.part in criteria}
    assert kept == {(True, 1), (False, 1)}


async def test_responses_of_one_network_are_counted_by_the_day(town: Town) -> None:
    for n in range(11):
        await town.finish(await town.begin(f"{n}"), {"thai-do": 4}, network="net" if n < 7 else "")
    (burst,) = await town.rows(Burst)
    assert (burst.campaign_id, burst.unit_id, burst.on) == (2, town.units[BELOW].id, TODAY)
    assert (burst.responses, burst.same_network) == (11, 7)
    await bursts.join(town.session, old=town.units[BELOW].id or 0, into=town.units[ASIDE].id or 0)
    await bursts.join(town.session, old=town.units[OFFICE].id or 0, into=town.units[ASIDE].id or 0)
    (moved,) = await town.rows(Burst)
    assert (moved.unit_id, moved.responses, moved.same_network) == (town.units[ASIDE].id, 11, 7)


async def test_windows_and_the_days_key_are_forgotten_once_they_are_over(town: Town) -> None:
    mark = await surveys.network_mark(town.session, "203.0.113.0/24", NOW)
    assert len(mark) == 16
    assert await surveys.network_mark(town.session, "203.0.113.0/24", NOW + timedelta(hours=9)) == mark
    assert await surveys.network_mark(town.session, "203.0.114.0/24", NOW) != mark
    await town.finish(await town.begin(), {}, network=mark)
    for minutes, forgotten in ((0, 0), (14, 0), (16, 2), (17, 0)):
        assert await surveys.forget_windows(town.session, NOW + timedelta(minutes=minutes)) == forgotten
    assert await surveys.network_mark(town.session, "203.0.113.0/24", NOW + DAY) != mark
    assert await surveys.forget_windows(town.session, NOW + DAY) == 0
    assert await surveys.forget_windows(town.session, NOW + 2 * DAY) == 1
    assert await surveys.forget_windows(town.session, NOW + DAY) == 0


# What is erased


def letter(chat: str, text: str, **more: Any) -> Outbox:
    wanted = {"channel": "web", "lane": int(Lane.reply), "not_before": NOW, "created_at": NOW} | more
    return Outbox(chat=chat, body={"text": text}, **wanted)


async def left(town: Town) -> set[str]:
    return {row.body.get("text", "") for row in await town.rows(Outbox)}


@pytest.mark.parametrize("is_citizen", [True, False])
async def test_what_a_run_left_in_its_chat_goes_and_nothing_else(town: Town, is_citizen: bool) -> None:
    address = await town.chat("a")
    if not is_citizen:
        person = await people.add_person(town.session, name="Mai", unit=town.units[ASIDE], role=Role.official)
        address.person_id = person.id
    task = await office.task(town.session, "Việc", town.units[ASIDE], now=NOW)
    run = await town.begin()
    town.session.add_all(
        [
            letter("a", "answer"),
            letter("a", "in flight", state=Departure.sending),
            letter("a", "before", created_at=NOW - SECOND),
            letter("a", "reminder", lane=int(Lane.reminder)),
            letter("a", "about a task", task_id=task.id),
            letter("a", "keyed", key="k"),
            letter("b", "other"),
            letter("a", "elsewhere", channel="plain"),
            *(
                Inbox(channel="web", external_id=name, chat="a", payload={}, received_at=at, state=state)
                for name, at, state in (
                    ("old", NOW - SECOND, Arrival.quarantined),
                    ("since", NOW, Arrival.quarantined),
                    ("open", NOW, Arrival.new),
                )
            ),
        ]
    )
    await town.session.flush()
    await surveys.forget_run(town.session, run=run, address=address, traces=town.traces, now=NOW + SECOND)
    stays = {"reminder", "about a task", "keyed", "other", "elsewhere"}
    assert await left(town) == (stays if is_citizen else stays | {"before"})
    assert {row.external_id for row in await town.rows(Inbox)} == {"old", "open"}
    assert town.eraser.asked == [("since", "a", "begun a", NOW, NOW + SECOND)]


@pytest.mark.parametrize(
    ("own", "stale_at", "ends"), [(True, None, True), (False, None, False), (True, NOW, False)]
)
async def test_only_the_dialogue_of_the_survey_ends_with_it(
    town: Town, own: bool, stale_at: datetime | None, ends: bool
) -> None:
    run, address = await town.begin(), await town.chat("a")
    talk = Conversation(address_id=address.id, dialogue="x", own=own, stale_at=stale_at, updated_at=NOW)
    town.session.add(talk)
    await town.session.flush()
    await surveys.forget_run(town.session, run=run, address=address, traces={}, now=NOW + SECOND)
    assert (talk.dialogue is None) is ends
    assert town.eraser.asked == []


async def test_a_conversation_is_kept_to_the_day_and_its_numbers_a_little_longer() -> None:
    talk = Conversation(address_id=1, updated_at=NOW, options_until=NOW)
    surveys.blur(talk, NOW)
    midnight = NOW.replace(hour=0, minute=0)
    assert (talk.updated_at, talk.options_until) == (midnight, midnight + 2 * DAY)
    talk = Conversation(address_id=1, updated_at=NOW)
    surveys.blur(talk, datetime(2026, 6, 29, 8, 5, 6, 7, tzinfo=HANOI))
    assert (talk.updated_at, talk.options_until) == (midnight, None)


async def test_a_late_button_erases_itself(town: Town) -> None:
    row = Inbox(channel="web", external_id="late", chat="a", payload={})
    for channel in ("web", "plain"):
        address = await town.chat("a", channel)
        await surveys.erase_late(town.session, address=address, row=row, traces=town.traces, now=NOW)
    assert town.eraser.asked == [("one", "a", "late", NOW)]


async def test_a_chat_is_forgotten_whole_but_what_was_said_once_is_not_said_again(town: Town) -> None:
    address, other = await town.chat("a"), await town.chat("b")
    task = await office.task(town.session, "Việc", town.units[ASIDE], now=NOW)
    for chat in ("a", "b"):
        await town.begin(chat)
    sent = {"state": Departure.sent, "task_id": task.id, "source": {"x": 1}, "external_id": "m"}
    town.session.add_all(
        [
            Conversation(address_id=address.id, updated_at=NOW),
            Conversation(address_id=other.id, updated_at=NOW),
            letter("a", "said once", key="once", **sent),
            letter("a", "sent", **sent),
            letter("a", "not sent yet", key="waits"),
            letter("a", "reminder", lane=int(Lane.reminder)),
            letter("b", "other", key="other", **sent),
            letter("a", "elsewhere", key="elsewhere", channel="plain", **sent),
            Inbox(channel="web", external_id="1", chat="a", payload={}, state=Arrival.quarantined),
        ]
    )
    await town.session.flush()
    await surveys.forget_chat(town.session, address=address, traces=town.traces, now=NOW)
    assert [row.address_id for row in await town.rows(SurveyRun)] == [other.id]
    assert [row.address_id for row in await town.rows(Conversation)] == [other.id]
    assert [row.chat for row in await town.rows(Address)] == ["b"]
    assert await town.rows(Inbox) == []
    assert [one[:2] for one in town.eraser.asked] == [("since", "a"), ("all", "a")]
    found = {row.key: row for row in await town.rows(Outbox)}
    assert set(found) == {"once", "other", "elsewhere"}
    once = found["once"]
    assert (once.chat, once.body, once.source, once.task_id, once.external_id) == ("", {}, None, None, None)
    assert (once.person_id, once.state) == (None, Departure.sent)
    assert {found[key].body["text"] for key in ("other", "elsewhere")} == {"other", "elsewhere"}
