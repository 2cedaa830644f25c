"""roviec feedback: list what citizens wrote and what came of it; make the link or card of a unit."""

from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, links, note, noted, out, out_json, table, work
from roviec.bot.cli.look import group, name_of, say
from roviec.bot.cli.numbers import write
from roviec.channels.webchat.registration import WEBCHAT
from roviec.db import people
from roviec.db.audit import Act
from roviec.db.feedback.find import everything
from roviec.db.models import Feedback
from roviec.tasks.feedback.rules import link_code
from roviec.texts import shapes

feedback = group("feedback", invoke_without_command=True, no_args_is_help=False)
app.add_typer(feedback)


@feedback.callback(epilog=say("cli.for_example", line=say("cli.feedback.example")))
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List feedback, the oldest first; nothing tells from which chat it came."""
    if context.invoked_subcommand is not None:
        return None
    rows = work(context, _rows)
    if as_json:
        return out_json(rows)
    shown = ("code", "kind_label", "unit", "received_on", "due", "state_label", "rating_label", "words")
    return table("cli.feedback.columns", [[str(row[key]) for key in shown] for row in map(_readable, rows)])


async def _rows(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.write() as session:
        await noted(session, desk, Act.read_feedback)
    async with desk.db.read() as session:
        return [_row(one, unit) for one, unit in await everything(session)]


def _row(one: Feedback, unit: str | None) -> dict[str, Any]:
    return {
        "code": one.code,
        "kind": one.kind,
        "kind_label": one.kind.label,
        "unit": unit,
        "words": say("cli.feedback.named") if one.names_official else one.words,
        "photos": len(one.photos),
        "received_on": one.received_on,
        "due": one.due,
        "state": one.state,
        "state_label": one.state.label,
        "task": one.task_id,
        "answer": one.answer if one.answers and not one.names_official else "",
        "answered_on": one.answered_on,
        "rating": one.rating,
        "rating_label": say(f"button.{one.rating}") if one.rating else "",
        "reason": say("cli.feedback.named") if one.names_official and one.reason else one.reason,
    }


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: shapes.day(row[name]) if row[name] else "" for name in ("received_on", "due")}
    return {**row, **days, "unit": row["unit"] or "", "words": shapes.short(row["words"], 70)}


@command(feedback, "link", "feedback.link")
def link(
    context: typer.Context,
    unit: Annotated[str, typer.Option("--unit", metavar=say("cli.unit"), help=say("cli.at_unit"))] = "",
    qr: Annotated[Path | None, typer.Option("--qr", metavar=say("cli.file"), help=say("cli.qr"))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a link per channel that begins a feedback, about a unit if one is named."""
    if qr is not None:
        from roviec.bot.cli.card import check_kind

        check_kind(qr)
    made = work(context, lambda desk: _link(desk, unit))
    if qr is not None:
        from roviec.bot.cli.card import FEEDBACK, card

        drawn = card(qr, made["links"][WEBCHAT.name], made["unit"], FEEDBACK)
        note("cli.written", path=write(qr, drawn))
    if as_json:
        return out_json(made)
    for channel, address in made["links"].items():
        out(f"{name_of(channel)}: {address}")
    return None


async def _link(desk: Desk, name: str) -> dict[str, Any]:
    async with desk.db.read() as session:
        where = await people.unit_named(session, name) if name else None
    code = link_code(where.id if where else None)
    return {
        "unit": where.name if where else desk.house.office,
        "code": code,
        "links": await links(desk, code),
    }
