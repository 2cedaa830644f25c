"""roviec survey preview, diff: how a form reads in a chat and on a page, and what a new version changes."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from roviec.bot.cli.app import command
from roviec.bot.cli.common import Desk, note, out, work
from roviec.bot.cli.forms import form_text
from roviec.bot.cli.look import say
from roviec.bot.cli.numbers import write
from roviec.bot.cli.survey import Form, survey
from roviec.db.surveys.forms import stored_text
from roviec.survey.authoring.differences import Change, What, breaks_series, differences
from roviec.survey.engine import start
from roviec.survey.load import load
from roviec.survey.pages import unconditional, views
from roviec.survey.play import render
from roviec.survey.questionnaire import AGE, Item, Option, Questionnaire
from roviec.survey.session import Session, Stage
from roviec.survey.view import view

AsPage = Annotated[
    Path | None, typer.Option("--page", metavar=say("cli.file"), help=say("cli.survey.preview.page"))
]
Language = Annotated[str, typer.Option("--lang", metavar="", help=say("cli.survey.preview.lang"))]


@command(survey, "preview", "survey.preview")
def preview(form: Form, target: AsPage = None, language: Language = "vi") -> None:
    """Show every question of a form as a chat asks it, and on request as the pages do."""
    shown = load(form_text(form))
    for words in as_chat(shown, language):
        out(words + "\n")
    if target is not None:
        from roviec.web.forms.preview import preview_page

        note("cli.written", path=write(target, preview_page(shown, language).encode()))


def as_chat(form: Questionnaire, language: str) -> list[str]:
    """Return each question as lines of text, those too that only some are asked, each choice with its points."""
    form = pointed(unconditional(form))
    first = start(form, language)
    gates = [first, Session(form.code, form.version, language, Stage.AGE, AGE)]
    asked = [render(view(form, one)) for one in gates]
    return asked + [render(one) for one in views(form, first, list(form.items))]


def pointed(form: Questionnaire) -> Questionnaire:
    """Return a form to be looked over: "Nhanh hơn quy định (2)". Who answers reads no points."""
    return replace(form, items=tuple(replace(item, options=_pointed(item)) for item in form.items))


def _pointed(item: Item) -> tuple[Option, ...]:
    return tuple(
        one
        if one.points is None
        else replace(one, label={code: f"{words} ({one.points})" for code, words in one.label.items()})
        for one in item.options
    )


@command(survey, "diff", "survey.diff")
def diff(
    old: Annotated[str, typer.Argument(metavar=say("cli.form"), help=say("cli.survey.diff.old"))],
    new: Form,
    context: typer.Context,
) -> None:
    """Say what a new version of a form changes; "code@version" names one that campaigns were opened with."""
    before, after = (load(_text(context, name)) for name in (old, new))
    changes = differences(before, after)
    for change in changes:
        out(told(change))
    if not changes:
        out(say("cli.survey.diff.none"))
    elif breaks_series(changes):
        note("cli.survey.diff.series")


def _text(context: typer.Context, name: str) -> str:
    code, at, version = name.rpartition("@")
    if not at or Path(name).exists():
        return form_text(name)

    async def stored(desk: Desk) -> str:
        async with desk.db.read() as session:
            return await stored_text(session, code, version)

    return work(context, stored)


def told(change: Change) -> str:
    """Return a difference in words."""
    where = say("cli.survey.diff.item", item=change.where) if change.where else say("cli.survey.diff.form")
    if change.what is What.CHANGED:
        none = say("cli.survey.diff.nothing")
        return say(
            "cli.survey.diff.changed",
            where=where,
            part=change.part,
            before=change.before or none,
            after=change.after or none,
        )
    words = {
        What.ADDED: say("cli.survey.diff.added", where=where, text=change.after),
        What.REMOVED: say("cli.survey.diff.removed", where=where, text=change.before),
        What.MOVED: say("cli.survey.diff.moved", where=where, text=change.after),
    }
    return words[change.what]
