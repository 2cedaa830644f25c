"""Correcting a row: whom it is given to, until when, whether at all; remembering what units are called."""

from datetime import date

from roviec.db.models.base import id_of
from roviec.db.models.plans import ImportDraft
from roviec.db.plans import drafts
from roviec.db.plans.roster import remember
from roviec.folding import fold
from roviec.handlers.choices.plans import (
    PlanAlias,
    PlanBack,
    PlanDrop,
    PlanDue,
    PlanField,
    PlanKeep,
    PlanLead,
    PlanMore,
    PlanRest,
    PlanTake,
)
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.card import RowLead, candidates, show_row, was_changed
from roviec.handlers.plans.reviewing import draft_of, go_on
from roviec.messages.outgoing import Choice
from roviec.tasks.plans import edit, fields
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.fields import Field
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, mark
from roviec.texts.shapes import short

router = Router()


class RowDue(Dialogue, name="plan.due"):
    """Until when a row is given."""

    draft: int
    row: int
    seen: str = ""


class RowWords(Dialogue, name="plan.words"):
    """What another field of a row is to say."""

    draft: int
    row: int
    field: Field
    seen: str = ""


async def _at(turn: Turn, draft_id: int, n: int) -> tuple[ImportDraft, list[Row], Row, Roster]:
    draft = await draft_of(turn, draft_id)
    rows, roster = await drafts.rows_of(turn.session, draft)
    return draft, rows, drafts.row(rows, n), roster


def _place(row: Row, place: int) -> int:
    if not 0 <= place <= len(row.lead):
        raise RowGone
    return place


@router.action(PlanLead)
async def ask_lead(turn: Turn, choice: PlanLead) -> None:
    """Ask whom a row is given to; with several leads, first which of them to change."""
    draft, _, row, roster = await _at(turn, choice.draft, choice.row)
    turn.finish()
    if choice.place is None and len(row.lead) > 1:
        choices = [
            turn.choice("plan.replace", PlanLead(id_of(draft), row.n, i), name=short(who.name, 40))
            for i, who in enumerate(row.lead)
        ]
        choices.append(turn.choice("plan.add_lead", PlanLead(id_of(draft), row.n, len(row.lead))))
        turn.say("plan.which_lead", choices=choices)
        return
    at = _place(row, choice.place or 0)
    turn.ask(RowLead(choice.draft, row.n, at, mark([row])))
    name = row.lead[at].name if at < len(row.lead) else short(row.title, 60)
    turn.say("plan.ask_lead", name=short(name, 80), choices=candidates(turn, draft, row, roster, at))


@router.dialogue(RowLead)
async def take_lead_words(turn: Turn, asked: RowLead) -> None:
    """Take the unit or person that was typed."""
    draft, rows, row, roster = await _at(turn, asked.draft, asked.row)
    if was_changed(turn, draft, rows, row, roster, asked.seen):
        return
    code = edit.code_of(roster, turn.text)
    await _decide(turn, draft, rows, row, roster, _place(row, asked.place), code)


@router.action(PlanTake)
async def take_lead(turn: Turn, choice: PlanTake) -> None:
    """Take the unit of a choice."""
    draft, rows, row, roster = await _at(turn, choice.draft, choice.row)
    if not was_changed(turn, draft, rows, row, roster, choice.seen):
        await _decide(turn, draft, rows, row, roster, _place(row, choice.place), choice.code)


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
        extra = [turn.choice("plan.remember", PlanAlias(id_of(draft), row.n, place), name=label)]
    if not row.lead and meant and (left := edit.unnamed(decided)):
        unit = short(meant, 30)
        extra = [turn.choice("plan.rest", PlanRest(id_of(draft), who.meant[0]), count=left, unit=unit)]
    await go_on(turn, draft, decided, row, *extra)


@router.action(PlanRest)
async def take_rest(turn: Turn, choice: PlanRest) -> None:
    """Give the other rows for which the document names nobody to the same unit."""
    draft = await draft_of(turn, choice.draft)
    rows, roster = await drafts.rows_of(turn.session, draft)
    count = edit.unnamed(rows)
    decided = edit.decide_rest(rows, roster, choice.code)
    turn.say("plan.decided_rest", unit=short(roster.words((choice.code,)), 120), count=count)
    await go_on(turn, draft, decided, None)


@router.action(PlanAlias)
async def keep_alias(turn: Turn, choice: PlanAlias) -> None:
    """Remember that the office calls these units by the name in the document."""
    draft, rows, row, roster = await _at(turn, choice.draft, choice.row)
    at = _place(row, choice.place)
    if at >= len(row.lead) or not row.lead[at].meant:
        raise RowGone
    who = row.lead[at]
    for code in who.meant:
        if code.startswith("u"):
            await remember(turn.session, unit_id=int(code[1:]), alias=who.name)
    turn.say("plan.remembered", name=who.name, unit=short(roster.words(who.meant), 120))
    await go_on(turn, draft, rows, None)


@router.action(PlanDue)
async def ask_due(turn: Turn, choice: PlanDue) -> None:
    """Ask for the deadline of a row."""
    draft, _, row, _ = await _at(turn, choice.draft, choice.row)
    turn.finish()
    turn.ask(RowDue(choice.draft, row.n, mark([row])))
    turn.say(
        "plan.ask_due",
        name=short(row.title, 80),
        choices=[turn.choice("plan.keep_due", PlanKeep(id_of(draft), row.n))],
    )


@router.dialogue(RowDue)
async def take_due(turn: Turn, asked: RowDue) -> None:
    """Take the deadline in the words of an office."""
    draft, rows, row, roster = await _at(turn, asked.draft, asked.row)
    if was_changed(turn, draft, rows, row, roster, asked.seen):
        return
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


@router.action(PlanMore)
async def ask_which(turn: Turn, choice: PlanMore) -> None:
    """Offer the fields that are written in words."""
    draft, _, row, _ = await _at(turn, choice.draft, choice.row)
    turn.finish()
    offered = [turn.choice(f"field.{one}", PlanField(id_of(draft), row.n, one)) for one in Field]
    turn.say("plan.which_field", n=row.n + 1, choices=offered)


@router.action(PlanField)
async def ask_words(turn: Turn, choice: PlanField) -> None:
    """Ask what a field is to say, and show what it says."""
    _, _, row, roster = await _at(turn, choice.draft, choice.row)
    turn.finish()
    turn.ask(RowWords(choice.draft, row.n, choice.field, mark([row])))
    says = {
        Field.what: row.title,
        Field.product: row.product,
        Field.partners: fields.names(roster, row.partners),
        Field.leader: fields.name(roster, row.leader),
    }[choice.field]
    turn.say(f"plan.write_{choice.field}", n=row.n + 1, now=short(says, 300) or "–")


@router.dialogue(RowWords)
async def take_words(turn: Turn, asked: RowWords) -> None:
    """Take the words of a field."""
    draft, rows, row, roster = await _at(turn, asked.draft, asked.row)
    if was_changed(turn, draft, rows, row, roster, asked.seen):
        return
    rows = fields.rewrite(rows, row, asked.field, turn.text, roster)
    drafts.save(draft, rows)
    show_row(turn, draft, rows, rows[row.n], roster)


@router.action(PlanKeep)
async def keep_due(turn: Turn, choice: PlanKeep) -> None:
    """Keep the deadline as it was read."""
    draft, rows, row, _ = await _at(turn, choice.draft, choice.row)
    await go_on(turn, draft, edit.settle(rows, row), row)


@router.action(PlanDrop)
async def drop_row(turn: Turn, choice: PlanDrop) -> None:
    """Leave a row out."""
    draft, rows, row, _ = await _at(turn, choice.draft, choice.row)
    await go_on(turn, draft, edit.turn_over(rows, row, dropped=True), row)


@router.action(PlanBack)
async def take_back(turn: Turn, choice: PlanBack) -> None:
    """Take a row in again."""
    draft, rows, row, roster = await _at(turn, choice.draft, choice.row)
    rows = edit.turn_over(rows, row, dropped=False)
    drafts.save(draft, rows)
    show_row(turn, draft, rows, rows[row.n], roster)
