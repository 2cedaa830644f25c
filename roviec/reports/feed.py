"""A person's open tasks as a calendar (iCalendar, RFC 5545): an entry for each deadline, on its day or at its hour."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from roviec.db.models import Task
from roviec.tasks.hours import hour_of
from roviec.texts import Texts

MIME = "text/calendar"
FRESH = timedelta(hours=1)
"""How often a calendar should look again."""


def feed(tasks: Iterable[Task], *, name: str, url: str, now: datetime, zone: tzinfo, say: Texts) -> bytes:
    """Return the .ics of the tasks that have a deadline; `url` and `zone` are the office's, `now` is aware."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    for key, value in (
        ("prodid", "-//Ro Viec//roviec//VI"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", say("feed.name", name=name)),
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    host = urlsplit(url).hostname or "localhost"
    for task in tasks:
        if task.due is None:
            continue
        event = Event()
        event.add("uid", f"task-{task.id}@{host}")
        event.add("dtstamp", now)
        if hour := hour_of(task):
            event.add("dtstart", datetime.combine(task.due, hour, tzinfo=zone).astimezone(UTC))
        else:
            event.add("dtstart", task.due)
            event.add("dtend", task.due + timedelta(days=1))
        event.add("summary", say("feed.summary", title=task.title))
        event.add("description", _about(task, say))
        # A deadline is no appointment: nobody is busy all day.
        event.add("transp", "TRANSPARENT")
        event.add("url", url)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _about(task: Task, say: Texts) -> str:
    lines = [
        say("feed.state", state=say.again(task.state.label), percent=task.percent),
        say("feed.product", product=task.product) if task.product else "",
        say("feed.number", number=task.id),
    ]
    return "\n".join(line for line in lines if line)
