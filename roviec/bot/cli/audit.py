"""roviec audit: what people changed, and whether the log of it is whole."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, note, out, out_json, table, work
from roviec.bot.cli.look import group, say
from roviec.db import audit as log
from roviec.handlers.audit import by_cli, done
from roviec.texts.shapes import moment

audit = group("audit", invoke_without_command=True, no_args_is_help=False)
app.add_typer(audit)
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help=say("cli.audit.limit"))]


@audit.callback(epilog=say("cli.for_example", line=say("cli.audit.example")))
def show(context: typer.Context, as_json: JsonFlag = False, limit: Limit = 50) -> None:
    """Show the newest changes, the newest first."""
    if context.invoked_subcommand is not None:
        return None
    rows = work(context, lambda desk: _rows(desk, limit))
    if as_json:
        return out_json(rows)
    shown = ("place", "shown_at", "who", "channel", "done", "subject", "details")
    return table("cli.audit.columns", [[str(row[key]) for key in shown] for row in rows])


async def _rows(desk: Desk, limit: int) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        found = await log.latest(session, limit=limit)
    return [
        {
            **entry.model_dump(exclude={"id"}),
            "who": name or by_cli(say, entry),
            "done": done(say, entry.what),
            "shown_at": moment(entry.at.astimezone(desk.settings.office.zone)),
            "details": json.dumps(entry.data, ensure_ascii=False) if entry.data else "",
        }
        for entry, name in found
    ]


@command(audit, "verify", "audit.verify")
def verify(
    context: typer.Context,
    head: Annotated[
        str, typer.Option("--head", metavar=say("cli.seal"), help=say("cli.audit.verify.head"))
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Follow the chain from its beginning; leave with 1 where it is broken."""
    verdict = work(context, lambda desk: _verify(desk, head.strip().lower()))
    if as_json:
        out_json({"ok": verdict.ok, **asdict(verdict)})
    elif verdict.broken is not None:
        out(say("cli.audit.verify.broken", place=verdict.broken, count=verdict.count))
    elif verdict.headless:
        out(say("cli.audit.verify.headless"))
    else:
        out(say("cli.audit.verify.well", count=verdict.count, head=verdict.head or "–"))
        if verdict.head:
            note("cli.audit.verify.keep")
    raise typer.Exit(0 if verdict.ok else 1)


async def _verify(desk: Desk, noted: str) -> log.Verdict:
    async with desk.db.read() as session:
        return await log.verify(session, noted=noted)
