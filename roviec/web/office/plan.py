"""A document under review on a page: beside its text, each row in a form; whatever acts there is decided by the chat."""

from typing import Any
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db.acts import Heard
from roviec.db.models import Plan
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import changes, drafts
from roviec.errors import PersonError
from roviec.handlers.choices import plans as choose
from roviec.handlers.frame.acting import pressed
from roviec.handlers.frame.packing import Unfit
from roviec.handlers.plans.words import (
    change_counts,
    counted,
    heading,
    imported_on,
    past,
    plan_heading,
    strangers,
)
from roviec.messages.outgoing import Outgoing
from roviec.tasks.plans.edit import unnamed
from roviec.tasks.plans.errors import DraftChanged, RowChanged
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, kept, mark
from roviec.texts import Texts
from roviec.texts.shapes import day
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import Asked, id_in, number
from roviec.web.office.deciding import HEARD, acting, once
from roviec.web.office.entry import Guest
from roviec.web.office.forms import Form
from roviec.web.office.home import days_of
from roviec.web.office.plan_rows import MARK, ROW, written_anew
from roviec.web.office.plan_views import Show, View, compared, paper
from roviec.web.office.plans import AT, leader_of, read_by_now
from roviec.web.office.shell import shown

CHOICES = {
    kind.verb: kind
    for base in (choose.OfPlanDraft, choose.OfRow)
    for kind in base.__subclasses__()
    if kind.verb
}
"""What the forms of this page may choose, by its verb."""
_ALL = (choose.PlanAll, choose.PlanYes)


async def show(request: Request) -> Response:
    """Show a document to whoever brought it: being read, under review, assigned, dropped or unreadable."""
    return await _page(request, await leader_of(request))


async def act(request: Request) -> Response:
    """Do what a form of the page says; a refusal shows the page again, with what was typed."""
    guest, draft_id = await leader_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    choice = _choice(form, draft_id)

    async def take(session: AsyncSession) -> Heard:
        if isinstance(choice, choose.PlanReopen):
            await acting(request, session, guest).ask([pressed(choice)])
            return Heard([texts_of(request)("web.plan.reopened")])
        draft = await drafts.find(session, draft_id, guest.person)
        return await _taken(request, session, guest, draft, choice, form)

    try:
        done = await once(request, guest, form, take)
    except PersonError as error:
        return await _page(request, guest, refused=texts_of(request).error(error), typed=form)
    query = {name: form.one(name) for name in ("muc",) if form.one(name)}
    return RedirectResponse(f"{AT}/{draft_id}?{urlencode(query | {HEARD: done})}", status_code=303)


def _choice(form: Form, draft_id: int) -> choose.OfPlanDraft | None:
    """Return what was chosen about this very draft, None for the form of a row."""
    packed = form.one("viec")
    kind = CHOICES.get(packed.partition(":")[0])
    if not packed and form.one(ROW):
        return None
    try:
        found = kind.unpack(packed) if kind else None
    except Unfit as error:
        raise Refused from error
    if found is None or found.draft != draft_id:
        raise Refused
    return found


async def _taken(
    request: Request,
    session: AsyncSession,
    guest: Guest,
    draft: ImportDraft,
    choice: choose.OfPlanDraft | None,
    form: Form,
) -> Heard:
    """Do what a form says, unless what it was made for has changed since."""
    rows, roster = await drafts.rows_of(session, draft)
    me, say = acting(request, session, guest), texts_of(request)
    if choice is None or isinstance(choice, choose.OfRow):
        n = choice.row if isinstance(choice, choose.OfRow) else number(form.one(ROW))
        row = drafts.row(rows, -1 if n is None else n)
        if mark([row]) != form.one(MARK) and not isinstance(choice, choose.PlanAlias):
            raise RowChanged(n=row.n + 1)
        anew = written_anew(draft.id or 0, row, roster, form) if choice is None else []
        said = Heard([say("web.plan.saved" if anew or choice else "web.plan.same", n=row.n + 1)])
        for one in anew:
            answers = await me.ask(one.steps)
            said = _with(say, said, answers) if one.is_lead else said
        if choice is not None:
            answers = await me.ask([pressed(choice)])
            said = _with(say, said, answers) if isinstance(choice, choose.PlanTake) else said
        return said
    if isinstance(choice, _ALL) and whole(draft, rows) != form.one(MARK):
        raise DraftChanged
    answers = await me.ask([pressed(choice)])
    shown_as_is = isinstance(choice, (*_ALL, choose.PlanOff, choose.PlanRest))
    return Heard([one.text for one in answers[:1]]) if shown_as_is else Heard([say("web.plan.noted")])


def _with(say: Texts, said: Heard, answers: list[Outgoing]) -> Heard:
    """Add what a decision about a lead means for other rows, and what the chat offers after it."""
    offered = [(one.label, one.action) for answer in answers for one in answer.choices]
    verbs = (f"{choose.PlanRest.verb}:", f"{choose.PlanAlias.verb}:")
    lines = [answers[0].text] if len(answers) > 1 else []
    return Heard(
        [*said.lines, *lines], [*said.choices, *(one for one in offered if one[1].startswith(verbs))]
    )


def whole(draft: ImportDraft, rows: list[Row]) -> str:
    """Return the mark of a draft: of its rows, and of the plan that it corrects."""
    return f"{mark(rows)}-{draft.replaces_id or 0}-{draft.similar_id or 0}"


async def _page(request: Request, guest: Guest, *, refused: str = "", typed: Form | None = None) -> Response:
    draft = await read_by_now(request, guest, id_in(request))
    if draft is None:
        raise NotFound
    say = texts_of(request)
    common: dict[str, Any] = {"refused": refused, "at": f"{AT}/{draft.id}", "draft": draft}
    async with deps_of(request).db.read() as session:
        if draft.state == DraftState.ready:
            common |= await _review(request, session, draft, typed)
            name = "plan.html"
        else:
            common |= await _closed(request, session, draft, say)
            name = "plan_closed.html"
    return await shown(request, guest, name, "plans", common, status=422 if refused else 200)


async def _closed(request: Request, session: AsyncSession, draft: ImportDraft, say: Texts) -> dict[str, Any]:
    plan = await session.get(Plan, draft.plan_id) if draft.plan_id else None
    return {
        "title": plan_heading(say, plan) if plan else draft.name,
        "subject": plan.subject if plan else "",
        "state": draft.state,
        "why": draft.error,
        "on": day(draft.closed_at.astimezone(deps_of(request).zone)) if draft.closed_at else "",
        "tasks": Asked(plan=plan.id).path() if plan else "",
        "reopen": choose.PlanReopen(draft.id or 0).pack(),
    }


async def _review(
    request: Request, session: AsyncSession, draft: ImportDraft, typed: Form | None
) -> dict[str, Any]:
    say, days, house = texts_of(request), days_of(request), deps_of(request).house
    assert house is not None
    rows, roster = await drafts.rows_of(session, draft, keep=False)
    look = View(say, roster, days)
    asked = (typed.one("muc") if typed else "") or request.query_params.get("muc", "")
    tab = Show(asked) if asked in set(Show) else Show.all
    here = _here(request, typed, len(rows))
    listed = look.chosen(rows, tab)
    if here is not None and rows[here] not in listed:
        listed = [rows[here], *listed]
    open_row = look.whole(draft, rows[here]) if here is not None else None
    first = next((row for row in rows if row.needs_look), None)
    return {
        "title": heading(say, draft.reading["document"]),
        "subject": draft.reading["document"].get("subject") or draft.name,
        "lines": counted(say, rows, len(draft.reading["targets"]), roster)
        + past(say, rows, days.at, days.calendar)
        + strangers(say, rows),
        "tabs": [(str(one), say(f"web.plan.tab.{one.name}"), len(look.chosen(rows, one))) for one in Show],
        "tab": str(tab),
        "rows": [look.row(row) for row in listed],
        "open": open_row,
        "typed": typed.fields if typed and typed.one(ROW) else None,
        "first": first,
        "units": sorted(set(roster.labels.values())) if open_row else [],
        "paper": paper(draft, kept(rows), here),
        "acts": _acts(say, draft, rows),
        "mark": whole(draft, rows),
        "unnamed": unnamed(rows),
        **await _versions(say, session, draft, rows, roster, house.zone),
    }


def _here(request: Request, typed: Form | None, count: int) -> int | None:
    """Return the number of the row that is open."""
    found = number((typed.one(ROW) if typed else "") or request.query_params.get(ROW))
    return found if found is not None and found < count else None


def _acts(say: Texts, draft: ImportDraft, rows: list[Row]) -> dict[str, Any]:
    """Return what may be done with the whole draft, as the chat would offer it."""
    at, wanted = draft.id or 0, kept(rows)
    blocked = sum(row.blocked for row in wanted)
    left, look = len(wanted) - blocked, sum(row.needs_look for row in wanted)
    go = (choose.PlanAll(at).pack(), say("plan.apply" if draft.replaces_id else "plan.all"))
    if look:
        label = say("plan.all_as_read", count=left)
        label = say("plan.skip_and_all", skipped=blocked, count=left) if blocked else label
        go = (choose.PlanYes(at).pack(), label)
    can = bool(left if look else wanted or draft.reading["targets"])
    return {
        "go": go if can and not draft.similar_id else None,
        "off": (choose.PlanOff(at).pack(), say("plan.leave")),
        "fixes": choose.PlanFixes(at, draft.similar_id).pack() if draft.similar_id else "",
        "new": choose.PlanNew(at).pack(),
    }


async def _versions(
    say: Texts, session: AsyncSession, draft: ImportDraft, rows: list[Row], roster: Roster, zone: Any
) -> dict[str, Any]:
    """Return the plan that this corrects with what changes, or the one that it may correct."""
    similar = await session.get(Plan, draft.similar_id) if draft.similar_id else None
    plan = await session.get(Plan, draft.replaces_id) if draft.replaces_id else None
    values: dict[str, Any] = {"similar": plan_heading(say, similar) if similar else "", "corrects": ""}
    if plan is not None:
        found = await changes.of(session, plan, kept(rows), roster)
        counts = change_counts(say, found)
        values["corrects"] = say("plan.corrects", day=imported_on(plan, zone), counts=counts)
        values["compared"] = compared(say, roster, found)
    return values
