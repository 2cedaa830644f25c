"""From settings to the parts of a process: database, calendar, channels, house."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache, partial

from roviec.bot.settings import Settings
from roviec.channels.channel import Channel
from roviec.channels.registry import Ground, Registration
from roviec.channels.webchat.channel import WebChat
from roviec.channels.webchat.vapid import Vapid
from roviec.db import shards
from roviec.db.calendar import OfficeDays
from roviec.db.engine import Database
from roviec.db.files import FileStore, SharedFiles
from roviec.db.keeping import Retention
from roviec.db.surveys import recount, tallies
from roviec.delivery.alarm import Alarm
from roviec.delivery.knocking import Ways
from roviec.delivery.mail import Mailer, Server
from roviec.delivery.measuring import Replies
from roviec.handlers.frame.house import House
from roviec.handlers.frame.pace import Pace
from roviec.messages.allowance import Allowance
from roviec.tasks.calendar import Calendar
from roviec.tasks.days_off import AHEAD
from roviec.tasks.deadlines import DeadlineSettings
from roviec.tasks.feedback.rules import Rules
from roviec.tasks.ladder import Ladder

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass
class Parts:
    """What a process is made of."""

    settings: Settings
    db: Database
    files: FileStore
    web: WebChat
    channels: dict[str, Channel]
    house: House
    clock: Clock
    ways: Ways
    shards: int = 1
    replies: Mapping[str, Replies] = field(default_factory=lambda: defaultdict(Replies))
    """How long replies take, of each channel."""


def open_database(settings: Settings) -> Database:
    """Open the configured database."""
    return Database(settings.database.url, settings.database.connections)


def files_of(settings: Settings, db: Database) -> FileStore:
    """Return where the office keeps its files."""
    folder = settings.database.files
    if settings.database.files_in == "folder":
        return FileStore(folder)
    # Copies are swept each hour: what was kept in the folder before lies apart from them.
    copies = folder / ".copies"
    if settings.database.files_in == "s3":
        from roviec.channels.common.bucket import BucketFiles
        from roviec.channels.common.s3 import Bucket

        return BucketFiles(copies, db, Bucket(settings.s3.account))
    return SharedFiles(copies, db)


async def build(settings: Settings, db: Database, clock: Clock = real_clock) -> Parts:
    """Make the parts; the calendar is read from the database, where an admin's days win."""
    await _count_once(db, settings.survey.minimum_cell)
    files = files_of(settings, db)
    channels: dict[str, Channel] = {}
    alarm = Alarm(db, channels, clock)
    for one in settings.channels:
        channels[one.name] = one.build(settings.of(one), _ground(one, settings, db, files, clock, alarm))
    web = channels[WebChat.name]
    assert isinstance(web, WebChat)
    days = OfficeDays(_seeded(settings, clock))
    async with db.read() as session:
        await days.reread(session)
        db.bell.shards = await shards.count(session)
    house = _house(settings, files, channels, days)
    ways = _ways(settings, lambda: house.office)
    return Parts(settings, db, files, web, channels, house, clock, ways, db.bell.shards)


async def _count_once(db: Database, minimum_cell: int) -> None:
    """Count the answers of a database that is older than its figures."""
    async with db.read() as session:
        if not await tallies.is_empty(session):
            return
    async with db.write() as session:
        await recount.rebuild(session, minimum_cell=minimum_cell)


def _ground(
    channel: Registration, settings: Settings, db: Database, files: FileStore, clock: Clock, alarm: Alarm
) -> Ground:
    return Ground(
        db,
        files,
        public_url=settings.public_url,
        per_second=settings.per_second(channel),
        max_file=settings.max_file,
        clock=clock,
        alarm=partial(alarm, channel.name),
    )


def _ways(settings: Settings, office: Callable[[], str]) -> Ways:
    """Return by what people are told that something waits in the web chat."""
    push = None
    if settings.push.enabled:
        # A command waits for no client that it does not use.
        from roviec.channels.webchat.push import Push

        given = settings.push.key.get_secret_value()
        push = Push(Vapid(settings.push_key, given=given, contact=settings.contact))
    return Ways(office, f"{settings.public_url.rstrip('/')}/", push, mailer_of(settings, office))


def mailer_of(settings: Settings, office: Callable[[], str]) -> Mailer | None:
    """Return what sends the office's mail, None where it sends none."""
    mail = settings.mail
    if not mail.host:
        return None
    password = mail.password.get_secret_value()
    server = Server(mail.host, mail.port, mail.security, mail.sender, mail.user, password)
    return Mailer(server, office)


def _allowances(settings: Settings) -> dict[str, Allowance]:
    """Return what the channels that count their messages carry in a month."""
    return {one.name: one.allowance(settings.of(one)) for one in settings.channels if one.allowance}


def _seeded(settings: Settings, clock: Clock) -> Callable[[], Calendar]:
    """Return the public sector's calendar, made when it is first asked for: the table of holidays is slow to load."""
    office, day_off = settings.office, settings.reminders.day_off

    @cache
    def around(year: int) -> Calendar:
        seeded = Calendar.seeded(range(year - 3, year + AHEAD + 1))
        return replace(seeded, hours=office.span, tz=office.zone, day_off=day_off)

    return lambda: around(clock().astimezone(office.zone).year)


def _house(
    settings: Settings,
    files: FileStore,
    channels: Mapping[str, Channel],
    days: OfficeDays,
) -> House:
    reminders = settings.reminders
    leader_after, head_after = reminders.escalation
    return House(
        named=settings.office.name,
        zone=settings.office.zone,
        calendar=days.calendar,
        days=days,
        ladder=Ladder(reminders.ladder, leader_after, head_after, reminders.partners),
        deadlines=DeadlineSettings(before_is_inclusive=reminders.before_is_inclusive),
        headline=settings.survey.headline,
        minimum_cell=settings.survey.minimum_cell,
        public_results=settings.survey.public,
        paused_survey_days=settings.retention.paused_survey_days,
        max_file=settings.max_file,
        files=files,
        channels={name: channel.can for name, channel in channels.items()},
        feedback=Rules(
            settings.feedback.answer_days,
            settings.feedback.per_day,
            settings.retention.feedback_days,
            settings.feedback.complaints,
            settings.feedback.desk,
        ),
        links=lambda code: {n: link for n, c in channels.items() if (link := c.link(code))},
        keep=Retention(
            **settings.retention.model_dump(include={one.name for one in fields(Retention)}),
        ),
        allowances=_allowances(settings),
        traces={one.name: one.traces() for one in settings.channels if one.traces},
        public_url=settings.public_url,
        sessions=settings.web.life,
        hour=reminders.hour,
        wrong_codes=Pace(settings.web.wrong_codes_per_hour, 3600),
        letterhead=settings.report.letterhead,
        mails=bool(settings.mail.host),
    )
