"""One row of a draft as a chat shows it, with what may be decided about it."""

from roviec.db.models.base import id_of
from roviec.db.models.plans import ImportDraft
from roviec.handlers.choices.plans import (
    PlanBack,
    PlanDrop,
    PlanDue,
    PlanKeep,
    PlanLead,
    PlanMore,
    PlanRow,
    PlanShow,
    PlanTake,
)
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.words import due_line, pick, reasons, whom
from roviec.messages.outgoing import Choice
from roviec.tasks.plans.edit import open_place
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row, Who, mark
from roviec.texts.shapes import short

FEW = 8


class RowLead(Dialogue, name="plan.lead"):
    """Who the lead at a place of a row is."""

    draft: int
    row: int
    place: int
    seen: str = ""


def show_row(
    turn: Turn, draft: ImportDraft, rows: list[Row], row: Row, roster: Roster, *extra: Choice
) -> None:
    """Answer with a row; a name that nobody could match is asked about at once."""
    turn.finish()
    choices = _choices(turn, draft, rows, row, roster)
    place = open_place(row)
    if place is not None and not row.dropped:
        turn.ask(RowLead(id_of(draft), row.n, place, mark([row])))
    turn.say(
        "plan.row_card",
        title=turn.texts("plan.row_title", n=row.n + 1, count=len(rows), ref=row.ref or "–"),
        lines="\n".join(_lines(turn, row, roster)),
        choices=[*choices, *extra],
    )


def _lines(turn: Turn, row: Row, roster: Roster) -> list[str]:
    say = turn.texts
    lines = [short(row.title, 300)]
    lines.append(say("task.lead", units="; ".join(whom(say, roster, who) for who in row.lead) or "–"))
    if row.partners:
        lines.append(say("task.partners", units="; ".join(whom(say, roster, who) for who in row.partners)))
    if row.leader:
        lines.append(say("task.leader", name=whom(say, roster, row.leader)))
    lines.append(say("task.due", due=due_line(say, row)))
    if row.why:
        lines.append(row.why)
    if row.product:
        lines.append(say("plan.product", product=short(row.product, 120)))
    if row.dropped:
        lines.append(say("plan.is_dropped"))
    else:
        lines += [say("plan.why", why=why) for why in reasons(say, row)]
    if row.quote and row.quote.rstrip(" .;") != row.title.rstrip(" .;"):
        lines.append(say("plan.quote", quote=short(row.quote, 400)))
    return lines


def _choices(turn: Turn, draft: ImportDraft, rows: list[Row], row: Row, roster: Roster) -> list[Choice]:
    at = (id_of(draft), row.n)
    place = open_place(row)
    choices: list[Choice] = []
    if row.dropped:
        choices.append(turn.choice("plan.take_back", PlanBack(*at)))
    elif place is not None:
        choices += candidates(turn, draft, row, roster, place)
    elif row.doubtful_due:
        choices.append(turn.choice("plan.keep_due", PlanKeep(*at)))
    if not row.dropped:
        if place is None:
            choices.append(turn.choice("plan.change_lead_button", PlanLead(*at)))
        choices.append(turn.choice("plan.change_due_button", PlanDue(*at)))
        choices.append(turn.choice("plan.more_button", PlanMore(*at)))
        choices.append(turn.choice("plan.drop_row", PlanDrop(*at)))
    if row.n + 1 < len(rows):
        choices.append(turn.choice("plan.next", PlanRow(id_of(draft), row.n + 1)))
    if row.n:
        choices.append(turn.choice("plan.previous", PlanRow(id_of(draft), row.n - 1)))
    return [*choices, turn.choice("plan.back_to_summary", PlanShow(id_of(draft)))]


def candidates(turn: Turn, draft: ImportDraft, row: Row, roster: Roster, place: int) -> list[Choice]:
    """Return whom the lead at a place may mean: what looks like it, groups, and all units where they are few."""
    who = row.lead[place] if place < len(row.lead) else Who("")
    labels = roster.labels
    codes = [code for code in who.candidates if code in labels]
    if not codes and len(roster.units) <= FEW:
        codes = [f"u{unit.id}" for unit in roster.units if f"u{unit.id}" not in who.meant]
    at = (id_of(draft), row.n, place)
    seen = mark([row])
    choices = [PlanTake(*at, code, seen).named(short(labels[code], 60)) for code in codes[:FEW]]
    for code, units in roster.groups(who.name).items():
        choices.append(turn.choice(f"plan.group_{code}", PlanTake(*at, code, seen), count=len(units)))
    if who.name:
        choices.append(pick(turn.texts, "plan.nobody", PlanTake(*at, "none", seen), name=short(who.name, 30)))
    return choices


def was_changed(
    turn: Turn, draft: ImportDraft, rows: list[Row], row: Row, roster: Roster, seen: str | None
) -> bool:
    """Tell whether a row was changed elsewhere since it was shown; then it is shown again, and nothing is written."""
    if not seen or mark([row]) == seen:
        return False
    turn.say("plan.row_changed", n=row.n + 1)
    show_row(turn, draft, rows, row, roster)
    return True
