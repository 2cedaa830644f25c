"""What may be sent to somebody now, and how: as talk, as an approved template, later, or on another channel. Pure.

The platform lets an account talk for 48 hours after a person's last interaction, for money until the seventh
day, and afterwards only through templates that it approved. What it answers overrules this plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from roviec.messages.outgoing import Notice
from roviec.messages.render import width

FREE, LONGEST = timedelta(hours=48), timedelta(days=7)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, NIGHT = time(6), time(22)
"""Between night and morning the platform refuses promotion."""


class Way(StrEnum):
    """How a message goes."""

    talk = "talk"
    by_uid = "by_uid"
    by_phone = "by_phone"
    later = "later"
    elsewhere = "elsewhere"


@dataclass(frozen=True)
class Standing:
    """What is known of the chat with somebody; None where nothing is."""

    last_seen: datetime | None = None
    remaining: int | None = None
    """Free messages that are left, where the platform counts them."""
    phone: str | None = None
    """+84…"""


@dataclass(frozen=True)
class Blank:
    """A parameter of a template: its name and the most characters that it takes."""

    name: str
    longest: int = 0
    """0: without a limit that we know."""
    required: bool = True


@dataclass(frozen=True)
class Template:
    """An approved template."""

    id: str
    blanks: tuple[Blank, ...] = ()
    by_uid: bool = True
    by_phone: bool = True
    promotion: bool = False


@dataclass(frozen=True)
class Plan:
    """How a message goes: with the values of a template, with the seconds to wait, or why it can't."""

    way: Way
    values: Mapping[str, str] | None = None
    wait: float = 0.0
    why: str = ""


def plan(
    standing: Standing,
    notice: Notice | None,
    template: Template | None,
    *,
    chat: str,
    paid: bool,
    now: datetime,
) -> Plan:
    """Decide about a message to `chat`, a UID or a phone number (+84…), at the aware moment `now`.

    `template` is the approved one for the purpose of `notice`, where there is one; `paid` allows messages that
    cost money between the 48th hour and the seventh day.
    """
    if not is_phone(chat) and may_talk(standing, paid=paid, now=now):
        return Plan(Way.talk)
    return instead(standing, notice, template, chat=chat, now=now)


def instead(
    standing: Standing, notice: Notice | None, template: Template | None, *, chat: str, now: datetime
) -> Plan:
    """Decide about a message that can't go as talk."""
    if notice is None:
        return Plan(Way.elsewhere, why="the window is closed and the message has no template")
    if template is None:
        return Plan(Way.elsewhere, why=f"no approved template for {notice.purpose}")
    values = filled(template, notice)
    if values is None:
        return Plan(Way.elsewhere, why=f"template {template.id} has blanks that {notice.purpose} can't fill")
    if template.promotion and (wait := until_morning(now)):
        return Plan(Way.later, wait=wait, why="no promotion at night")
    if template.by_uid and not is_phone(chat):
        return Plan(Way.by_uid, values)
    if template.by_phone and number_of(chat, standing):
        return Plan(Way.by_phone, values)
    return Plan(Way.elsewhere, why=f"template {template.id} can't reach this person")


def is_phone(chat: str) -> bool:
    """Tell whether a chat is known by its phone number alone."""
    return chat.startswith("+")


def number_of(chat: str, standing: Standing) -> str:
    """Return the phone number of a chat as the platform writes it, 84…; empty when nobody knows it."""
    number = chat if is_phone(chat) else standing.phone or ""
    return number.removeprefix("+")


def may_talk(standing: Standing, *, paid: bool, now: datetime) -> bool:
    """Tell whether a message may go as talk. When nobody knows of the last interaction, the platform is asked."""
    if standing.last_seen is None:
        return True
    age = now - standing.last_seen
    if age > LONGEST:
        return False
    is_free = age <= FREE and standing.remaining != 0
    return is_free or paid


def until_morning(now: datetime) -> float:
    """Return the seconds until promotion may be sent; 0.0 by day."""
    local = now.astimezone(ZONE)
    if MORNING <= local.time() < NIGHT:
        return 0.0
    day = local.date() + timedelta(days=local.time() >= NIGHT)
    return (datetime.combine(day, MORNING, tzinfo=ZONE) - local).total_seconds()


def filled(template: Template, notice: Notice) -> dict[str, str] | None:
    """Return the values of a template's blanks, each cut to its length; None when a required one stays empty.

    Blanks are matched by name; when a name is strange to us, all of them by their order.
    """
    given = {name: " ".join(value.split()) for name, value in notice.values}
    names = [blank.name for blank in template.blanks]
    if not set(names) <= set(given):
        given = dict(zip(names, given.values(), strict=False))
    found = {b.name: cut(given[b.name], b.longest) for b in template.blanks if given.get(b.name)}
    missing = [b for b in template.blanks if b.required and b.name not in found]
    return None if missing else found


def cut(value: str, longest: int) -> str:
    """Return a value of at most `longest` UTF-16 units; what is cut ends in "…"."""
    if not longest or width(value) <= longest:
        return value
    end = len(value)
    while end and width(value[:end].rstrip()) > longest - 1:
        end -= 1
    return f"{value[:end].rstrip()}…"
