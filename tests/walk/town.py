"""A small office to stray through: a chairman, a head, officials, an admin, citizens; tasks, a survey, a feedback form."""

import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from roviec.db import people
from roviec.db.models import Role
from roviec.scheduler.clock import Scheduler
from tests import office
from tests.chat import Chat, Talker
from tests.handlers.survey_stage import open_survey
from tests.office import OFFICE
from tests.walk.street import Street

STAFF = (
    ("leader", "Nguyễn Minh Sơn", OFFICE, Role.leader, "Chủ tịch"),
    ("head", "Lò Thị Mai", "Phòng Nội vụ", Role.official, "Trưởng phòng"),
    ("official", "Trần Quốc Huy", "Phòng Nội vụ", Role.official, "Chuyên viên"),
    ("other", "Vàng A Páo", "Phòng Tài chính", Role.official, ""),
    ("admin", "Phạm Quản Trị", OFFICE, Role.admin, "Chánh văn phòng"),
)
TITLES = (
    "Báo cáo kết quả cải cách hành chính quý II",
    "Rà soát thủ tục hành chính",
    "Công khai kết quả giải quyết hồ sơ",
    "Lấy ý kiến về dự thảo quy chế",
    "Kiểm tra Bộ phận Một cửa",
)
ROLES = (*(name for name, *_ in STAFF), "citizen", "stranger")


@dataclass
class Town:
    """Who may be walked, the clock's jobs, and the survey's token."""

    chat: Chat
    talkers: dict[str, Talker]
    scheduler: Scheduler
    token: str


async def built(url: str, folder: Path, channel: str) -> Town:
    """Fill an office over an empty database."""
    chat = await Street.open(url, folder)
    talkers = {}
    for role, name, unit, rank, position in STAFF:
        talkers[role] = await chat.official(name, unit, rank, position=position, channel=channel)
    for role in ("citizen", "stranger"):
        talkers[role] = chat.person(role, channel=channel)
    _, token = await open_survey(chat)
    town = Town(chat, talkers, Scheduler(chat.db, chat.house, chat.clock), token)
    for n, title in enumerate(TITLES):
        await give(town, title, days=7 * n - 7, unit=STAFF[1 + n % 3][2])
    return town


async def give(town: Town, title: str, days: int, unit: str) -> None:
    """Let the chairman give a unit a task that is due in some days."""
    async with town.chat.db.write() as session:
        where = await office.unit(session, unit)
        due = town.chat.now.date() + timedelta(days=days)
        by = town.talkers["leader"].person
        await office.task(session, title, where, due=due, by=by, leader=by, now=town.chat.now)


async def linked_again(town: Town) -> None:
    """Link the chats of those who erased their data, as an admin's new code does."""
    async with town.chat.db.write() as session:
        for talker in town.talkers.values():
            if talker.person is not None:
                address = await people.address_of(session, channel=talker.channel, chat=talker.chat)
                address.person_id = talker.person.id


def task_for(rng: random.Random) -> tuple[str, int, str]:
    """Return a title, a number of days and a unit."""
    return rng.choice(TITLES), rng.randrange(-5, 40), rng.choice(STAFF[1:4])[2]
