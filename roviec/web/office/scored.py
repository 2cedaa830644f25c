"""One criterion on a page: the unit's points and why, what proves them, the reviewer's points."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import files as stored
from roviec.db.acts import Heard
from roviec.db.measures.reach import Reach
from roviec.db.models import Assessment, AuditEntry, Score
from roviec.db.scores import keep, look, owners, proofs
from roviec.db.scores.look import Proof, Sheet
from roviec.errors import PersonError
from roviec.handlers.audit import by_cli
from roviec.handlers.audit import done as told_of
from roviec.handlers.choices.measures import CriterionOwnerTo
from roviec.handlers.frame.acting import pressed
from roviec.reports.criterion_words import points_words
from roviec.reports.measured_words import unit_words
from roviec.tasks.criteria.model import Criterion
from roviec.tasks.measures.numbers import write_number
from roviec.texts.shapes import moment, short, size
from roviec.web import guard
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.gate import gate_of
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import ONCE, back_to, decide, once
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.files import file_response
from roviec.web.office.forms import Form
from roviec.web.office.measured import sections
from roviec.web.office.scores import AT, by_of, seen
from roviec.web.office.shell import shown
from roviec.web.uploads import keep as keep_file
from roviec.web.uploads import read_form

Work = Callable[[AsyncSession, Assessment, Criterion, Reach], Awaitable[str]]


async def show(request: Request) -> Response:
    """Show a criterion."""
    return await _page(request, await guest_of(request))


async def act(request: Request) -> Response:
    """Score, link a file of a task, or review; a refusal shows the page again, with what was typed."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)
    if form.one("lam") == "giao":
        return await _own(request, guest, form)
    work = _works(request, guest, form).get(form.one("lam"))
    if work is None:
        raise Refused
    return await _do(request, guest, form, work)


def _works(request: Request, guest: Guest, form: Form) -> dict[str, Work]:
    """Return what a form of the page may do."""
    say, by, words, note = texts_of(request), by_of(request, guest), form.one("diem"), form.one("noi-dung")

    async def score(session: AsyncSession, scoring: Assessment, one: Criterion, of: Reach) -> str:
        row = await keep.give(session, scoring, one, words=words, note=note, of=of, by=by)
        return say("scores.given", points=points_words(row.points), words=short(words, 40))

    async def review(session: AsyncSession, scoring: Assessment, one: Criterion, of: Reach) -> str:
        row = await keep.review(session, scoring, one, words=words, remark=note, of=of, by=by)
        return say("scores.checked", points=points_words(row.checked), words=short(words, 40))

    async def link(session: AsyncSession, scoring: Assessment, one: Criterion, of: Reach) -> str:
        chosen = number(form.one("tep")) or 0
        done = await proofs.link(session, scoring, one, evidence=chosen, of=of, by=by)
        return say("scores.attached" if done else "scores.there")

    async def remove(session: AsyncSession, scoring: Assessment, one: Criterion, of: Reach) -> str:
        if not form.one("chac"):
            raise Refused
        chosen = number(form.one("tep")) or 0
        gone = await proofs.detach(session, scoring, one, proof=chosen, of=of, by=by)
        return say("scores.removed", name=short(gone.name, 60))

    return {"tu-cham": score, "tham-dinh": review, "gan": link, "go": remove}


async def _own(request: Request, guest: Guest, form: Form) -> Response:
    """Give the criterion to somebody, who hears of it as from a chat."""
    one, person = request.path_params["criterion"], number(form.one("nguoi")) or 0
    async with deps_of(request).db.read() as session:
        scoring, _, _ = await _found(request, session, guest)
    try:
        choice = CriterionOwnerTo(scoring.id or 0, one, person)
        done = await decide(request, guest, form, [pressed(choice)])
    except PersonError as error:
        if isinstance(error, Refused):
            raise
        return await _page(request, guest, form, refused=texts_of(request).error(error))
    return back_to(f"{AT}/{scoring.id}/{one}", done)


async def upload(request: Request) -> Response:
    """Attach a file from whoever is at the page."""
    guest, deps = await guest_of(request), deps_of(request)
    guard.from_here(request)
    gate_of(request).uploads.take(request)
    try:
        async with deps.db.read() as session:
            scoring, one, of = await _found(request, session, guest)
            await keep.may_score(session, scoring, one, of)
        async with read_form(request, deps.max_file) as sent:
            if not secrets.compare_digest(sent.text.encode(), guest.token.encode()):
                raise forms.FormOld
            kept = await keep_file(deps.files, sent.files[0], request.app.state.one_file)
    except PersonError as error:
        if isinstance(error, Refused):
            raise
        return await _page(request, guest, refused=texts_of(request).error(error))
    by, say = by_of(request, guest), texts_of(request)

    async def attach(session: AsyncSession, scoring: Assessment, one: Criterion, of: Reach) -> str:
        await stored.record(session, sha256=kept.sha256, mime=kept.mime, size=kept.size, now=by.now)
        done = await proofs.attach(
            session, scoring, one, sha256=kept.sha256, name=kept.name, note="", of=of, by=by
        )
        return say("scores.attached" if done else "scores.there")

    return await _do(request, guest, Form({ONCE: [sent.id]}), attach)


async def _do(request: Request, guest: Guest, form: Form, work: Work) -> Response:
    async def do(session: AsyncSession) -> Heard:
        scoring, one, of = await _found(request, session, guest)
        return Heard([await work(session, scoring, one, of)])

    try:
        done = await once(request, guest, form, do)
    except PersonError as error:
        if isinstance(error, Refused):
            raise
        return await _page(request, guest, form, refused=texts_of(request).error(error))
    return back_to(f"{AT}/{id_in(request)}/{request.path_params['criterion']}", done)


async def _found(
    request: Request, session: AsyncSession, guest: Guest
) -> tuple[Assessment, Criterion, Reach]:
    scoring, criteria, of = await seen(session, guest, id_in(request))
    one = criteria.find(request.path_params["criterion"])
    if one is None:
        raise NotFound
    return scoring, one, of


async def _page(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    say = texts_of(request)
    async with deps_of(request).db.read() as session:
        scoring, one, of = await _found(request, session, guest)
        sheet = await look.sheet(session, scoring, await keep.criteria_of(session, scoring))
        may_score = of.answers(sheet.owned(one)) and sheet.is_open
        linkable = await look.linkable(session, of) if may_score else []
        may_name = owners.may_name(scoring, of) and sheet.is_open
        people = await owners.candidates(session, scoring) if may_name else []
        past = await proofs.history(session, scoring, one)
    row = sheet.scores.get(one.id)
    typed = {name: form.one(name) if form else "" for name in ("lam", "diem", "noi-dung")}
    values = {
        "sections": sections(say, "scores"),
        "back": f"{AT}/{scoring.id}",
        "path": f"{AT}/{scoring.id}/{one.id}",
        "criterion": one,
        "highest": write_number(one.points),
        "levels": [(write_number(level.points), level.when) for level in one.levels],
        "unit": unit_words(sheet.unit, scoring.former, say),
        "year": scoring.year,
        "own": _given(request, sheet, one.id, checked=False),
        "checked": _given(request, sheet, one.id, checked=True),
        "proofs": [_proof(request, scoring, proof) for proof in sheet.proofs.get(one.id, [])],
        "may_score": may_score,
        "may_review": of.whole and sheet.is_open,
        "owner": sheet.names.get((row.owner_id if row else None) or 0, ""),
        "owner_id": row.owner_id if row else None,
        "people": people,
        "may_name": may_name,
        "past": [_past(request, entry, name) for entry, name in past],
        "linkable": [(id_, f"{short(name, 50)} – {short(title, 70)}") for id_, name, title in linkable],
        "typed": typed,
        "refused": refused,
    }
    return await shown(request, guest, "criterion.html", "figures", values, status=422 if refused else 200)


def _given(request: Request, sheet: Sheet, criterion: str, *, checked: bool) -> dict[str, str]:
    """Return points with why, by whom and when."""
    row, zone = sheet.scores.get(criterion) or Score(assessment_id=0, criterion=""), deps_of(request).zone
    points, who, at = (
        (row.checked, row.checked_by, row.checked_at) if checked else (row.points, row.said_by, row.said_at)
    )
    return {
        "points": points_words(points),
        "note": row.remark if checked else row.note,
        "by": sheet.names.get(who or 0, ""),
        "at": moment(at.astimezone(zone)) if at else "",
    }


def _proof(request: Request, scoring: Assessment, proof: Proof) -> dict[str, Any]:
    return {
        "id": proof.row.id,
        "path": f"{AT}/{scoring.id}/tep/{proof.row.id}",
        "name": proof.row.name,
        "size": size(proof.size),
        "by": f"{proof.by} ({proof.unit})",
        "at": moment(proof.at.astimezone(deps_of(request).zone)),
        "is_linked": proof.row.evidence_id is not None,
    }


def _past(request: Request, entry: AuditEntry, name: str) -> dict[str, str]:
    """Return one change of the criterion: what, by whom, when, and the points or the file it was about."""
    say, data = texts_of(request), entry.data
    about = data.get("name", "")
    if "points" in data:
        said = [points_words(data.get("before")), points_words(data["points"])]
        about = say("web.office.change.from_to", before=said[0], after=said[1])
    at = moment(entry.at.astimezone(deps_of(request).zone))
    return {"what": told_of(say, entry.what), "who": name or by_cli(say, entry), "at": at, "about": about}


async def file(request: Request) -> Response:
    """Send a file that proves something to whoever may see the scoring."""
    guest, deps, wanted = await guest_of(request), deps_of(request), id_in(request, "file")
    async with deps.db.read() as session:
        scoring, criteria, _ = await seen(session, guest, id_in(request))
        sheet = await look.sheet(session, scoring, criteria)
    every = (proof for proofs in sheet.proofs.values() for proof in proofs)
    found = next((proof for proof in every if proof.row.id == wanted), None)
    if found is None or not (path := await deps.files.here(found.row.sha256)).is_file():
        raise NotFound
    return file_response(path, found.row.name, found.mime)
