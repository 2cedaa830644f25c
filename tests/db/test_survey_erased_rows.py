"""What is erased when a survey ends, and when a chat is forgotten."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from roviec.db import people, surveys
from roviec.db.models import Address, CampaignCourse, Conversation, Inbox, Outbox, Role, SurveyRun
from roviec.db.models.delivery import Arrival, Departure, Lane
from tests import office
from tests.db.survey_town import ASIDE, BELOW, DAY, NOW, SECOND, Town
from tests.office import HANOI, OFFICE


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
    talk = Conversation(address_id=address.id, updated_at=NOW)
    sent = {"state": Departure.sent, "task_id": task.id, "source": {"x": 1}, "external_id": "m"}
    town.session.add_all(
        [
            talk,
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
    # What is gone is held by nobody: the turn that goes on must not write it again.
    assert not any(one in (talk, address) for one in town.session)
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


async def test_several_runs_of_a_chat_are_left_behind_in_one_order_for_everybody(town: Town) -> None:
    """Who ends several runs holds several rows that others count in: never one pair in two orders."""
    for unit in (ASIDE, BELOW, OFFICE):
        await town.begin(unit=unit)
    await town.begin(unit=BELOW, campaign=town.opened[ASIDE], chat="b")
    address, other = await town.chat("a"), await town.chat("b")
    await surveys.forget_chat(town.session, address=address, traces={}, now=NOW)
    assert [one.address_id for one in await town.rows(SurveyRun)] == [other.id]
    assert [one.chat for one in await town.rows(Address)] == ["b"]
    places = "SELECT campaign_id, unit_id FROM campaigncourse ORDER BY rowid"
    held = [tuple(row) for row in await town.session.exec(sa.text(places))]  # type: ignore[call-overload]
    assert held == [(one.id, one.unit_id) for one in town.opened.values()]
    left = {row.campaign_id: sum(row.left.values()) for row in await town.rows(CampaignCourse)}
    assert left == dict.fromkeys((1, 2, 3), 1)
