"""What the Official Account can't carry reaches the same person elsewhere, or the admins; nothing is lost."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from roviec.db import official, people
from roviec.db.engine import Database
from roviec.db.models import Outbox, Role, WebEvent
from roviec.delivery import notify
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from tests.channels.drivers.zalo_oa import connect
from tests.channels.drivers.zalo_oa_stage import Office, office_of
from tests.fakes.zalo_oa.faults import FaultKind

REMINDER = notice("task.reminder", ho_ten="Mai", so_viec="1", viec="Báo cáo quý II", han="30/6/2026")


class Desk:
    """Mai, who chose Zalo and has the web chat too; an admin on the web."""

    def __init__(self, office: Office, mai: Any, ids: dict[str, int]) -> None:
        self.office, self.mai, self.ids = office, mai, ids

    async def remind(self, key: str = "r") -> None:
        """Write a reminder to Mai unasked."""
        office = self.office
        async with office.db.write() as session:
            await notify.person(
                session,
                self.ids["Mai"],
                Outgoing("Ông/Bà có 1 việc", notice=REMINDER),
                channels=office.parts.house.channels,
                now=office.clock(),
                key=key,
            )
        await office.settle()

    async def on_web(self, who: str) -> list[str]:
        """Return what somebody's web chat shows."""
        async with self.office.db.read() as session:
            lines = select(WebEvent).where(WebEvent.chat == who, WebEvent.kind == "heard")
            return [str(line.body) for line in (await session.exec(lines.order_by(col(WebEvent.id)))).all()]


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    async with office_of(db, tmp_path) as office:
        mai = office.fake.person("Mai", met=True)
        ids: dict[str, int] = {}
        async with office.db.write() as session:
            unit = await people.add_unit(session, name="Phòng Nội vụ")
            for name, role in (("Mai", Role.official), ("Quản trị", Role.admin)):
                person = await people.add_person(session, name=name, unit=unit, role=role)
                ids[name] = person.id or 0
            for channel, chat, name in (("zalo_oa", mai.uid, "Mai"), ("web", "Mai", "Mai"),
                                        ("zalo_oa", "5", "Quản trị"), ("web", "Quản trị", "Quản trị")):  # fmt: skip
                address = await people.address_of(session, channel=channel, chat=chat)
                address.person_id = ids[name]
                address.preferred_at = office.clock() if channel == "zalo_oa" else None
            await official.seen(session, chats=[mai.uid], now=office.clock())
        await connect(office.oa, office.fake)
        yield Desk(office, mai, ids)


def later(office: Office, **span: float) -> datetime:
    """Let time pass for everybody."""
    office.clock.forward(**span)
    office.fake.core.clock.set(office.clock())
    return office.clock()


async def test_within_the_window_the_chosen_channel_speaks(desk: Desk) -> None:
    await desk.remind()
    assert [said.text for said in desk.mai.heard()] == ["Ông/Bà có 1 việc"]
    assert await desk.on_web("Mai") == []


async def test_after_the_window_a_template_speaks_where_there_is_one(desk: Desk) -> None:
    await desk.office.approve("task.reminder", "1", {"ho_ten": 30, "viec": 60})
    later(desk.office, hours=50)
    await desk.remind()
    assert [said.kind for said in desk.mai.heard()] == ["template"]
    assert await desk.on_web("Mai") == []


async def test_after_the_window_without_a_template_the_web_speaks_once(desk: Desk) -> None:
    later(desk.office, hours=50)
    await desk.remind()
    await desk.remind()
    assert desk.mai.heard() == []
    assert len(await desk.on_web("Mai")) == 1


async def test_an_account_without_money_tells_the_admin_and_lets_the_web_speak(desk: Desk) -> None:
    desk.office.fake.fault(FaultKind.CODE, "message/cs", None, code=-321)
    await desk.remind()
    assert len(await desk.on_web("Mai")) == 1
    (told,) = await desk.on_web("Quản trị")
    assert "hết tiền" in told


async def test_somebody_who_left_the_account_is_reached_on_the_web(desk: Desk) -> None:
    desk.mai.blocks()
    await desk.remind()
    assert len(await desk.on_web("Mai")) == 1
    async with desk.office.db.read() as session:
        address = await people.address_of(session, channel="zalo_oa", chat=desk.mai.uid)
        assert not address.reachable
        states = (await session.exec(select(Outbox.state).where(Outbox.channel == "zalo_oa"))).all()
    assert "dead" not in states
