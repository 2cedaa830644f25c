"""Answer a form in the terminal, line by line, as a citizen would in a chat."""

from collections.abc import Iterable

from roviec.bot.cli.common import note, out
from roviec.survey.engine import start, step
from roviec.survey.play import hear, press, render
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.session import FINAL
from roviec.survey.view import view


def rehearse(form: Questionnaire, lines: Iterable[str], *, echo: bool) -> None:
    """Ask until the form is over or nothing more is said; `echo` repeats what is said, for a transcript."""
    session = start(form)
    out(render(view(form, session)))
    for line in lines:
        session, events = step(form, session, press(session, line.strip()))
        said = f"\n> {line.strip()}\n\n" if echo else "\n"
        out(f"{said}{hear(form, session, events)}")
        if session.stage in FINAL:
            return
    note("cli.survey.unfinished")
