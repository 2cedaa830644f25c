"""How a question looks in a chat: what was kept, where we are, the question, its answers."""

from roviec.channels.contract import Choice, Outgoing
from roviec.handlers.turn import Turn, action
from roviec.survey.questionnaire import Kind, Questionnaire
from roviec.survey.session import Session, Stage
from roviec.survey.view import View, view


def ask(turn: Turn, run: int, form: Questionnaire, state: Session, *, kept: str = "") -> None:
    """Answer with the question at hand; typed words from here on belong to the survey."""
    shown = view(form, state)
    turn.ask("survey", run=run)
    choices = [*_options(shown, run), *_controls(turn, shown, run)]
    message = Outgoing(text=_text(turn, shown, kept), title=shown.heading, choices=tuple(choices))
    # The engine reads numbers and words itself, so no number is bound here.
    turn.answers.append((message, None))
    turn.conversation.options, turn.conversation.options_until = [], None


def _text(turn: Turn, shown: View, kept: str) -> str:
    progress = f"{shown.progress}. " if shown.progress else ""
    question = f"{progress}{shown.text}"
    lines = [kept, shown.intro, question, f"({shown.help.strip('()')})" if shown.help else ""]
    if shown.kind is Kind.MULTI:
        lines.append(turn.texts("survey.several"))
    if shown.kind is Kind.TEXT:
        lines.append(turn.texts("survey.write"))
    return "\n\n".join(line for line in lines if line)


def _options(shown: View, run: int) -> list[Choice]:
    return [Choice(_label(shown, n, label), _action(shown, run, n)) for n, label in shown.options]


def _label(shown: View, number: int, label: str) -> str:
    return f"✓ {label}" if number in shown.chosen else label


def _action(shown: View, run: int, number: int) -> str:
    if shown.kind is Kind.MULTI:
        # The button says what it makes of the tick, so that pressing it twice is harmless.
        return action("survey.tick", run, shown.item, number, int(number not in shown.chosen))
    return action("survey", run, shown.item, number)


def _controls(turn: Turn, shown: View, run: int) -> list[Choice]:
    wanted = (
        (shown.can_finish and bool(shown.chosen), "done"),
        (shown.can_keep, "keep"),
        (shown.can_skip, "skip"),
        (shown.can_back, "back"),
        (shown.stage in (Stage.QUESTION, Stage.REVIEW), "pause"),
    )
    return [
        Choice(turn.texts(f"survey.{name}"), action(f"survey.{name}", run, shown.item), spoken=True)
        for is_shown, name in wanted
        if is_shown
    ]
