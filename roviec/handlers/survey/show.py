"""How a question looks in a chat: what was kept, where we are, the question, its answers."""

from collections.abc import Sequence
from dataclasses import replace

from roviec.db.surveys import RunRef
from roviec.handlers.choices.survey import (
    OfItem,
    SurveyAnswer,
    SurveyBack,
    SurveyDone,
    SurveyFull,
    SurveyKeep,
    SurveyPause,
    SurveySkip,
    SurveyTick,
)
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.turn import Turn
from roviec.handlers.survey.leaving import Answering
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Choice, Outgoing
from roviec.survey import questionnaire
from roviec.survey.consent import brief
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.session import Session, Stage
from roviec.survey.view import View, view


def ask(
    turn: Turn,
    run: RunRef,
    form: Questionnaire,
    state: Session,
    *,
    kept: str = "",
    in_place: bool = False,
    whole: bool = False,
) -> None:
    """Answer with the question at hand; typed words from here on belong to the survey.

    `whole`: a consent is shown to its last word. `in_place`: it takes the place of the question whose button was
    pressed, where a channel can edit.
    """
    shown = view(form, state)
    if state.stage is Stage.CONSENT and not whole:
        shown = _brief(turn, shown)
    edit = turn.said.message if in_place and turn.said.kind == Kind.choice else None
    text, choices = _text(turn, shown, kept), _choices(turn, shown, run)
    _send(turn, run, Outgoing(text, title=shown.heading, choices=choices, edit=edit))


def ask_ticked(turn: Turn, run: RunRef, form: Questionnaire, state: Session, numbers: Sequence[int]) -> None:
    """Show the ticks of a multiple choice: in the question itself where a channel can, else shortly."""
    shown = view(form, state)
    pressed = turn.said.message if turn.said.kind == Kind.choice else None
    if pressed and turn.house.channels[turn.address.channel].edit:
        message = Outgoing(
            _text(turn, shown, ""), title=shown.heading, choices=_choices(turn, shown, run), edit=pressed
        )
    else:
        listed = ", ".join(map(str, numbers)) or turn.texts("survey.no_tick")
        message = Outgoing(
            turn.texts("survey.ticked", place=str(shown.progress), numbers=listed),
            choices=_choices(turn, shown, run),
        )
    _send(turn, run, message)


def _send(turn: Turn, run: RunRef, message: Outgoing) -> None:
    turn.ask(Answering(run))
    # The engine reads numbers and words itself, so no number is bound here.
    turn.answers.append((message, None))
    turn.conversation.options, turn.conversation.options_until = [], None


def _brief(turn: Turn, shown: View) -> View:
    """Return a consent as it fits a phone; the whole of it is one choice away."""
    parts = brief(shown.text)
    if parts is None:
        return shown
    first, last = parts
    return replace(shown, text=turn.texts("survey.brief", first=first, last=last), is_brief=True)


def _text(turn: Turn, shown: View, kept: str) -> str:
    progress = f"{shown.progress}. " if shown.progress else ""
    optional = f" ({turn.texts('survey.optional')})" if shown.optional else ""
    lines = [kept, shown.intro, f"{progress}{shown.text}{optional}"]
    lines.append(f"({shown.help.strip('()')})" if shown.help else "")
    if shown.kind is questionnaire.Kind.MULTI:
        lines.append(turn.texts("survey.several"))
    if shown.kind is questionnaire.Kind.TEXT:
        lines.append(turn.texts("survey.write"))
    if shown.written:
        lines.append(turn.texts("survey.written", words=shown.written))
    return "\n\n".join(line for line in lines if line)


def _choices(turn: Turn, shown: View, run: RunRef) -> tuple[Choice, ...]:
    # What stands apart is no level: where a channel has room for five buttons, it takes none of theirs.
    options = [
        _action(shown, run, n).named(_label(shown, n, label), spoken=n == shown.aside)
        for n, label in shown.options
    ]
    return (*options, *_controls(turn, shown, run))


def _label(shown: View, number: int, label: str) -> str:
    return f"✓ {label}" if number in shown.chosen else label


def _action(shown: View, run: RunRef, number: int) -> Action:
    if shown.kind is questionnaire.Kind.MULTI:
        # The button says what it makes of the tick, so that pressing it twice is harmless.
        return SurveyTick(run, shown.item, number, number not in shown.chosen)
    return SurveyAnswer(run, shown.item, number)


def _controls(turn: Turn, shown: View, run: RunRef) -> list[Choice]:
    wanted: tuple[tuple[bool, type[OfItem]], ...] = (
        (shown.is_brief, SurveyFull),
        (shown.can_finish and bool(shown.chosen), SurveyDone),
        (shown.can_keep, SurveyKeep),
        (shown.can_skip, SurveySkip),
        (shown.can_back, SurveyBack),
        (shown.stage in (Stage.QUESTION, Stage.REVIEW), SurveyPause),
    )
    return [
        kind(run, shown.item).named(turn.texts(kind.verb), spoken=True)
        for is_shown, kind in wanted
        if is_shown
    ]
