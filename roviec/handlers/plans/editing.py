"""Correcting a row: whom it is given to, until when, whether at all; remembering what units are called."""

from datetime import date

from roviec.db.models.plans import ImportDraft
from roviec.db.plans import drafts
from roviec.db.plans.roster import remember
from roviec.folding import fold
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.card import candidates, show_row
from roviec.handlers.plans.reviewing import draft_of, go_on
from roviec.messages.outgoing import Choice
from roviec.tasks.plans import edit
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row
from roviec.texts.shapes import short

router = Router()


async def _at(turn: Turn, draft_id: object, n: object) -> tuple[ImportDraft, list[Row], Row, Roster]:
    draft = await draft_of(turn, str(draft_id))
    rows, roster = await drafts.rows_of(turn.session, draft)
    return draft, rows, drafts.row(rows, str(n)), roster


def _place(row: Row, place: str) -> int:
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) <= len(row.lead)):
        raise RowGone
    return int(place)


@router.action("plan.lead")
async def ask_lead(turn: Turn, draft_id: str, n: str, place: str = "") -> None:
    """Ask whom a row is given to; with several leads, first which of them to change."""
    draft, _, row, roster = await _at(turn, draft_id, n)
    turn.finish()
    if not place and len(row.lead) > 1:
        choices = [
            turn.choice("plan.replace", "plan.lead", draft.id, row.n, i, name=short(who.name, 40))
            for i, who in enumerate(row.lead)
        ]
        choices.append(turn.choice("plan.add_lead", "plan.lead", draft.id, row.n, len(row.lead)))
        turn.say("plan.which_lead", choices=choices)
        return
    at = _place(row, place or "0")
    turn.ask("plan.lead", draft=draft.id, row=row.n, place=at)
    name = row.lead[at].name if at < len(row.lead) else short(row.title, 60)
    turn.say("plan.ask_lead", name=short(name, 80), choices=candidates(turn, draft, row, roster, at))


@router.dialogue("plan.lead")
async def take_lead_words(turn: Turn) -> None:
    """Take the unit or person that was typed."""
    data = turn.conversation.data
    draft, rows, row, roster = await _at(turn, data["draft"], data["row"])
    code = edit.code_of(roster, turn.text)
    await _decide(turn, draft, rows, row, roster, _place(row, str(data["place"])), code)


@router.action("plan.take")
async def take_lead(turn: Turn, draft_id: str, n: str, place: str, code: str) -> None:
    """Take the unit of a choice."""
    draft, rows, row, roster = await _at(turn, draft_id, n)
    await _decide(turn, draft, rows, row, roster, _place(row, place), code)


async def _decide(
    turn: Turn, draft: ImportDraft, rows: list[Row], row: Row, roster: Roster, place: int, code: str
) -> None:
    was_open = place < len(row.lead) and row.lead[place].is_open
    decided, count = edit.decide(rows, row, roster, place, code)
    who = decided[row.n].lead[place]
    turn.finish()
    meant = roster.words(who.meant)
    if meant:
        turn.say("plan.decided", name=short(who.name, 60), unit=short(meant, 120), count=count)
    else:
        turn.say("plan.decided_nobody", name=short(who.name, 60), count=count)
    extra: list[Choice] = []
    if was_open and meant and fold(meant) != fold(who.name) and all(c.startswith("u") for c in who.meant):
        label = short(who.name, 30)
        extra = [turn.choice("plan.remember", "plan.alias", draft.id, row.n, place, name=label)]
    if not row.lead and meant and (left := edit.unnamed(decided)):
        unit = short(meant, 30)
        extra = [turn.choice("plan.rest", "plan.rest", draft.id, who.meant[0], count=left, unit=unit)]
    await go_on(turn, draft, decided, row, *extra)


@router.action("plan.rest")
async def take_rest(turn: Turn, draft_id: str, code: str) -> None:
    """Give the other rows for which the document names nobody to the same unit."""
    draft = await draft_of(turn, draft_id)
    rows, roster = await drafts.rows_of(turn.session, draft)
    count = edit.unnamed(rows)
    decided = edit.decide_rest(rows, roster, code)
    turn.say("plan.decided_rest", unit=short(roster.words((code,)), 120), count=count)
    await go_on(turn, draft, decided, None)


@router.action("plan.alias")
async def keep_alias(turn: Turn, draft_id: str, n: str, place: str) -> None:
    """Remember that the office calls these units by the name in the document."""
    draft, rows, row, roster = await _at(turn, draft_id, n)
    at = _place(row, place)
    if at >= len(row.lead) or not row.lead[at].meant:
        raise RowGone
    who = row.lead[at]
    for code in who.meant:
        if code.startswith("u"):
            await remember(turn.session, unit_id=int(code[1:]), alias=who.name)
    turn.say("plan.remembered", name=who.name, unit=short(roster.words(who.meant), 120))
    await go_on(turn, draft, rows, None)


@router.action("plan.due")
async def ask_due(turn: Turn, draft_id: str, n: str) -> None:
    """Ask for the deadline of a row."""
    draft, _, row, _ = await _at(turn, draft_id, n)
    turn.finish()
    turn.ask("plan.due", draft=draft.id, row=row.n)
    turn.say(
        "plan.ask_due",
        name=short(row.title, 80),
        choices=[turn.choice("plan.keep_due", "plan.keep", draft.id, row.n)],
    )


@router.dialogue("plan.due")
async def take_due(turn: Turn) -> None:
    """Take the deadline in the words of an office."""
    data = turn.conversation.data
    draft, rows, row, _ = await _at(turn, data["draft"], data["row"])
    deadline = edit.deadline_of(
        turn.text,
        issued=issued_of(draft),
        today=turn.today,
        calendar=turn.house.calendar(),
        settings=turn.house.deadlines,
    )
    turn.finish()
    await go_on(turn, draft, edit.redate(rows, row, deadline), row)


def issued_of(draft: ImportDraft) -> date | None:
    """Return the day of the document, from which its deadlines count."""
    issued = draft.reading["document"].get("issued")
    return date.fromisoformat(issued) if issued else None


@router.action("plan.keep")
async def keep_due(turn: Turn, draft_id: str, n: str) -> None:
    """Keep the deadline as it was read."""
    draft, rows, row, _ = await _at(turn, draft_id, n)
    await go_on(turn, draft, edit.settle(rows, row), row)


@router.action("plan.drop")
async def drop_row(turn: Turn, draft_id: str, n: str) -> None:
    """Leave a row out."""
    draft, rows, row, _ = await _at(turn, draft_id, n)
    await go_on(turn, draft, edit.turn_over(rows, row, dropped=True), row)


@router.action("plan.back")
async def take_back(turn: Turn, draft_id: str, n: str) -> None:
    """Take a row in again."""
    draft, rows, row, roster = await _at(turn, draft_id, n)
    rows = edit.turn_over(rows, row, dropped=False)
    drafts.save(draft, rows)
    show_row(turn, draft, rows, rows[row.n], roster)
