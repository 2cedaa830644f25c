"""roviec doctor: look everything over and say what to do about what is wrong."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.channel_checks import mail, platforms, traffic, usable
from roviec.bot.cli.checks import Finding, finding, surroundings
from roviec.bot.cli.common import JsonFlag, opened, out, out_json, settings_of
from roviec.bot.cli.db_checks import records
from roviec.bot.cli.look import say
from roviec.bot.cli.running_checks import running
from roviec.bot.cli.trouble import explain
from roviec.bot.settings import Settings, found, secrets_in
from roviec.db import migrate
from roviec.errors import PersonError

Thorough = Annotated[bool, typer.Option("--thorough", metavar="", help=say("cli.doctor.thorough"))]


@command(app, "doctor", "doctor")
def doctor(context: typer.Context, as_json: JsonFlag = False, thorough: Thorough = False) -> None:
    """Look everything over; leave with 1 where something is wrong."""
    findings = _examine(context, thorough)
    problems = sum(not one.ok for one in findings)
    if as_json:
        out_json({"ok": problems == 0, "checks": [asdict(one) for one in findings]})
    else:
        _show(findings)
        out(say("cli.doctor.problems", count=problems) if problems else say("cli.doctor.well"))
    raise typer.Exit(1 if problems else 0)


def _examine(context: typer.Context, thorough: bool) -> list[Finding]:
    try:
        settings = settings_of(context)
    except PersonError as error:
        return [Finding("config", False, "", say.error(error))]
    findings = [Finding("config", True, settings.office.name)]
    written = secrets_in(context.obj.config or found())
    findings.append(finding("secrets", not written, ", ".join(written)))
    findings += surroundings(settings, datetime.now(UTC))
    return findings + asyncio.run(_inside(usable(settings), thorough))


async def _inside(settings: Settings, thorough: bool) -> list[Finding]:
    """Look at the database as it is found, at what it holds, and at the platforms; migrate nothing."""
    try:
        async with opened(settings) as desk:
            findings = [Finding("database", True)]
            findings += [one async for one in records(desk)]
            findings += [one async for one in running(desk)]
            findings += [one async for one in traffic(desk)]
            return findings + await platforms(desk, thorough=thorough) + await mail(desk)
    except (migrate.DatabaseBehind, migrate.DatabaseNewer) as error:
        return [Finding("database", False, "", say.error(error))]
    except PersonError as error:
        return [Finding("channels", False, "", say.error(error))]
    except Exception as error:
        trouble = explain(error)
        if trouble is None:
            raise
        return [Finding("database", False, "", trouble.sentence)]


def _show(findings: Iterable[Finding]) -> None:
    for one in findings:
        found = f": {one.found}" if one.found else ""
        out(f"{'✓' if one.ok else '✗'} {say(f'cli.doctor.{one.check}')}{found}")
        if one.advice:
            out(f"  {one.advice}")
