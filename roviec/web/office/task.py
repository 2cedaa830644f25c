"""A task's page: what the chat's card says, everything that may be done with it, its files and its whole history."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db.models import Evidence, StoredFile, Task, TaskEvent
from roviec.db.models.base import id_of
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import events, standing, views
from roviec.errors import PersonError
from roviec.handlers.choices.decisions import BlockShow, ExtendShow
from roviec.handlers.frame.acting import pressed, written
from roviec.handlers.tasks.card import details, what_happened
from roviec.texts import Texts
from roviec.texts.shapes import moment, size
from roviec.web.deps import Deps, deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import acting, back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.files import file_response
from roviec.web.office.home import days_of
from roviec.web.office.offers import Offers, action_of
from roviec.web.office.offers import shown as as_form
from roviec.web.office.shell import shown
from roviec.web.office.tasks import line

EVENTS, FILES = 50, 20
WHOLE = 4000
"""Letters of what was said with an event: the page has room for all of it."""


class NotForYou(Refused):
    """Nhiệm vụ này không thuộc phạm vi của Ông/Bà. Ông/Bà xem danh sách nhiệm vụ để chọn việc khác."""

    status = 403


async def show(request: Request) -> Response:
    """Show a task to whoever may see it."""
    return await _page(request, await guest_of(request))


async def act(request: Request) -> Response:
    """Do what a form of the page says; a refusal shows the page again, with what was typed."""
    guest, task_id = await guest_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    choice, words = form.one("viec"), form.all("loi")
    if action_of(choice) is None:
        raise Refused
    try:
        done = await decide(request, guest, form, [pressed(choice), *map(written, filter(None, words))])
    except PersonError as error:
        sentence = texts_of(request).error(error)
        return await _page(request, guest, refused=sentence, typed={"choice": choice, "words": words})
    return back_to(f"/trang/viec/{task_id}", done)


async def _page(
    request: Request, guest: Guest, *, refused: str = "", typed: dict[str, Any] | None = None
) -> Response:
    async with deps_of(request).db.read() as session:
        task = await seen(session, guest, id_in(request))
        values = await _values(request, session, guest, task, typed or {})
    status = 422 if refused else 200
    return await shown(request, guest, "task.html", "tasks", values | {"refused": refused}, status=status)


async def seen(session: AsyncSession, guest: Guest, task_id: int) -> Task:
    """Return a task that whoever is at the page may see; raise otherwise."""
    try:
        task, _ = await standing.find(session, task_id, guest.person)
    except standing.TaskUnknown:
        raise NotFound from None
    except standing.NotYourTask:
        raise NotForYou from None
    return task


async def _values(
    request: Request, session: AsyncSession, guest: Guest, task: Task, typed: dict[str, Any]
) -> dict[str, Any]:
    say, deps, days = texts_of(request), deps_of(request), days_of(request)
    offers = Offers(lambda: acting(request, session, guest))
    card, forms_of_card = await offers.card(id_of(task))
    found = await views.card(session, task)
    first = ((number(request.query_params.get("su-kien")) or 1) - 1) * EVENTS
    past = await events.history(session, task, offset=max(first, 0), limit=EVENTS + 1)
    page = max((number(request.query_params.get("tep")) or 1) - 1, 0)
    files = await views.evidence(session, task, offset=page * FILES, limit=FILES + 1)
    return {
        "task": task,
        "row": line(say, task, await views.units_of(session, [task]), days, deps.clock()),
        "lines": [_split(one) for one in card.text.split("\n")],
        "more": [
            (name, value) for name, value in (("product", task.product), ("quote", task.quote)) if value
        ],
        "plan": found.plan,
        "offers": [as_form(one, typed) for one in forms_of_card],
        "requests": [
            {"words": words, "offers": [as_form(one, typed) for one in await offers.of_request(choice)]}
            for words, choice in _requests(say, found)
        ],
        "files": [_file(deps, task, *one) for one in files[:FILES]],
        "files_before": page,
        "files_after": page + 2 if len(files) > FILES else 0,
        "events": [_event(deps, say, *one) for one in past[:EVENTS]],
        "newer": max(first // EVENTS, 0),
        "older": first // EVENTS + 2 if len(past) > EVENTS else 0,
    }


def _more(task: Task, found: views.TaskCard) -> list[tuple[str, str]]:
    """Return what the card has no room for."""
    called = found.plan.number if found.plan and found.plan.number else ""
    return [
        ("number", called),
        ("component", task.component),
        ("product", task.product),
        ("quote", task.quote),
    ]


def _requests(say: Texts, found: views.TaskCard) -> list[tuple[str, ExtendShow | BlockShow]]:
    """Return what waits for a decision about a task, each with the choice that shows it."""
    asked = [one for one in found.extensions if one.verdict == Verdict.asked]
    return [
        *((say("web.office.extension", reason=one.reason), ExtendShow(id_of(one))) for one in asked),
        *((say("web.office.obstacle", words=one.words), BlockShow(id_of(one))) for one in found.obstacles),
    ]


def _split(text: str) -> tuple[str, str]:
    """Return what a line of the card is about and what it says: "Chủ trì", "Phòng Nội vụ"."""
    name, mark, words = text.partition(": ")
    return (name, words) if mark and len(name) <= 40 else ("", text)


def _file(deps: Deps, task: Task, evidence: Evidence, stored: StoredFile, who: str) -> dict[str, Any]:
    return {
        "path": f"/trang/viec/{task.id}/tep/{evidence.id}",
        "name": evidence.name,
        "who": who,
        "at": moment(evidence.sent_at.astimezone(deps.zone)),
        "size": size(stored.size),
        "note": evidence.note,
    }


def _event(deps: Deps, say: Texts, event: TaskEvent, who: str) -> dict[str, Any]:
    return {
        "at": moment(event.at.astimezone(deps.zone)),
        "what": what_happened(say, event),
        "who": who,
        "lines": details(say, event.data, WHOLE),
    }


async def file(request: Request) -> Response:
    """Send a file of a task to whoever may see the task."""
    guest, deps = await guest_of(request), deps_of(request)
    async with deps.db.read() as session:
        task = await seen(session, guest, id_in(request))
        found = await views.evidence_file(session, task, id_in(request, "file"))
    if found is None or not (path := await deps.files.here(found[0].sha256)).is_file():
        raise NotFound
    evidence, stored = found
    return file_response(path, evidence.name, stored.mime)
