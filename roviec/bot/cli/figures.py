"""roviec figures: the periodic figures of the office, listed, added, entered and ended."""

from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, out, out_json, table, work
from roviec.bot.cli.look import group, say
from roviec.db import people
from roviec.db.audit import CLI
from roviec.db.measures import keep, reach, values
from roviec.db.measures.keep import NewMeasure
from roviec.db.models import Measure
from roviec.db.tasks.events import By
from roviec.reports.measured_words import latest_words, value_words
from roviec.reports.period_words import period_words
from roviec.tasks.measures.asking import answered_period
from roviec.tasks.measures.goals import goal_words, read_goal
from roviec.tasks.measures.numbers import read_number
from roviec.tasks.reporting import Cycle, running

figures = group("figures", no_args_is_help=True)
app.add_typer(figures)
Name = Annotated[str, typer.Argument(metavar=say("cli.figures.name"))]


@command(figures, "list", "figures.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the figures with their newest values."""

    async def verb(desk: Desk) -> list[dict[str, Any]]:
        async with desk.db.read() as session:
            return [_row(one) for one in await values.listed(session, reach.over(None))]

    rows = work(context, verb)
    if as_json:
        return out_json(rows)
    shown = ("id", "name", "latest", "goal", "every", "asked", "unit", "owner")
    return table("cli.figures.columns", [[str(row[name] or "") for name in shown] for row in rows])


def _row(one: values.Shown) -> dict[str, Any]:
    measure = one.measure
    return {
        "id": measure.id,
        "name": measure.name,
        "noun": measure.noun,
        "every": str(measure.cycle),
        "asked": measure.ask_day,
        "unit": one.unit,
        "owner": one.owner,
        "goal": goal_words(measure.goal_op, measure.goal, measure.noun) if measure.goal is not None else None,
        "latest": latest_words(one.points, measure.noun, say),
        "values": [{"period": point.period.key, "value": point.value} for point in one.points],
    }


@command(figures, "add", "figures.add")
def add(
    context: typer.Context,
    name: Name,
    unit: Annotated[str, typer.Option("--unit", metavar=say("cli.unit"), help=say("cli.figures.unit"))],
    noun: Annotated[
        str, typer.Option("--in", metavar=say("cli.figures.noun"), help=say("cli.figures.in"))
    ] = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar=say("cli.figures.who"), help=say("cli.figures.owner"))
    ] = "",
    every: Annotated[Cycle, typer.Option("--every", help=say("cli.figures.every"))] = Cycle.month,
    day: Annotated[int, typer.Option("--day", metavar="N", help=say("cli.figures.day"))] = 0,
    goal: Annotated[
        str, typer.Option("--goal", metavar=say("cli.figures.goal"), help=say("cli.figures.goal_help"))
    ] = "",
    over: Annotated[
        str, typer.Option("--over", metavar=say("cli.figures.name"), help=say("cli.figures.over"))
    ] = "",
    under: Annotated[
        str, typer.Option("--under", metavar=say("cli.figures.name"), help=say("cli.figures.under"))
    ] = "",
) -> None:
    """Add a figure; with a numerator and a denominator it is computed."""

    async def verb(desk: Desk) -> Measure:
        async with desk.db.write() as session:
            new = NewMeasure(
                name=name,
                noun=noun,
                unit=await people.unit_named(session, unit),
                owner=await people.person_named(session, owner) if owner else None,
                cycle=every,
                ask_day=day,
                over=await _named(session, over) if over else None,
                under=await _named(session, under) if under else None,
                goal=read_goal(goal) if goal else None,
            )
            return await keep.define(session, new, by=By(None, desk.now, CLI))

    out(say("cli.figures.added", name=work(context, verb).name))


async def _named(session: Any, name: str) -> Measure:
    found = await keep.named(session, name)
    if found is None:
        raise keep.MeasureUnknown
    return found


@command(figures, "enter", "figures.enter")
def enter(
    context: typer.Context,
    name: Name,
    number: Annotated[str, typer.Argument(metavar=say("cli.figures.number"))],
    period: Annotated[
        str, typer.Option("--period", metavar=say("cli.figures.period"), help=say("cli.figures.period_help"))
    ] = "",
) -> None:
    """Enter or correct the value of a period: the last one that ended unless one is named."""

    async def verb(desk: Desk) -> str:
        async with desk.db.write() as session:
            measure = await _named(session, name)
            last = running(measure.cycle, desk.today).previous
            example = period_words(last, say)
            of = answered_period(period, measure.cycle, desk.today, example) if period else last
            value = read_number(number, measure.noun).value
            by = By(None, desk.now, CLI)
            await keep.state(session, measure, of, value=value, words=number, today=desk.today, by=by)
        said = value_words(value, measure.noun, say)
        return say("cli.figures.entered", name=measure.name, period=period_words(of, say), value=said)

    out(work(context, verb))


@command(figures, "end", "figures.end")
def end(context: typer.Context, name: Name) -> None:
    """End a figure: nobody is asked any more, its values stay."""

    async def verb(desk: Desk) -> str:
        async with desk.db.write() as session:
            measure = await _named(session, name)
            await keep.end(session, measure, today=desk.today, by=By(None, desk.now, CLI))
            return measure.name

    out(say("cli.figures.ended", name=work(context, verb)))
