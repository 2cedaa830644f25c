"""roviec plan list, roviec plan dossier: the documents that assign, and everything that proves one."""

from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, out_json, table, work, written
from roviec.bot.cli.look import say
from roviec.bot.cli.plan import plan
from roviec.db import plain
from roviec.db.audit import Act
from roviec.db.plans.dossier import material
from roviec.texts.shapes import short


@command(plan, "list", "plan.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the documents that assign, with their numbers here."""

    async def verb(desk: Desk) -> list[dict[str, Any]]:
        async with desk.db.read() as session:
            found = await plain.plans(session)
        return [one.model_dump(include={"id", "number", "kind", "issued", "subject"}) for one in found]

    rows = work(context, verb)
    if as_json:
        return out_json(rows)
    shown = ("id", "number", "kind", "issued", "subject")
    return table(
        "cli.plan.list.columns", [[short(str(row[name] or ""), 90) for name in shown] for row in rows]
    )


@command(plan, "dossier", "plan.dossier")
def dossier(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help=say("cli.plan.number"))],
    path: Annotated[Path, typer.Option("--out", metavar=say("cli.file"), help=say("cli.plan.dossier.out"))],
) -> None:
    """Write one zip with everything that proves a plan; that it was taken is in the audit log."""
    count = work(context, lambda desk: _dossier(desk, number, path))
    note("cli.written", path=path)
    note("cli.plan.dossier.count", count=count)


async def _dossier(desk: Desk, number: int, path: Path) -> int:
    from roviec.reports.dossier import arranged, gather, write

    async with desk.db.write() as session:
        found = await material(session, number)
        await noted(session, desk, Act.dossier, f"plan/{number}", files=len(found.proofs))
    await gather(found, desk.house.files)
    made = arranged(found, desk.house.files, say)
    # Not through memory: the files of a year may be many.
    with written(path) as target:
        write(
            target,
            made,
            desk.house.files,
            say=say,
            head=desk.house.letterhead,
            office=desk.house.office,
            now=desk.now,
            zone=desk.settings.office.zone,
        )
    return len(made.entries)
