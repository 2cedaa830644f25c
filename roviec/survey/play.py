"""Play a form as plain text: a question as it reads, and a script of inputs as a transcript."""

from collections.abc import Iterable

from roviec.survey.engine import start, step
from roviec.survey.events import Event, NotUnderstood, Paused, Recorded, Stale, Ticked
from roviec.survey.inputs import Choose, Finish, Input, Text
from roviec.survey.questionnaire import Kind, Questionnaire
from roviec.survey.session import FINAL, Session
from roviec.survey.view import View, view

_TICK = {True: "☑", False: "☐"}


def render(shown: View) -> str:
    """Return a question as lines of text: heading, progress, text, numbered options, what else to say."""
    lines = [f"== {shown.heading} ==" if shown.heading else "", shown.intro]
    lines += [_asked(shown), f"({shown.help.strip('()')})" if shown.help else ""]
    lines += [_option(shown, number, label) for number, label in shown.options]
    lines += [f"Đã ghi: {shown.written}" if shown.written else "", _hints(shown)]
    return "\n".join(line for line in lines if line)


def play(form: Questionnaire, script: Iterable[str], session: Session | None = None) -> str:
    """Return the transcript of a script: each line said, then what is heard; stops when the form is over.

    A line is typed words or a button: "[3]" of the current question, "[sipas.24=3]" of a named one,
    "[xong]".
    """
    current = session or start(form)
    parts = [render(view(form, current))]
    for line in script:
        current, events = step(form, current, press(current, line))
        parts += [f"> {line}", hear(form, current, events)]
        if current.stage in FINAL:
            break
    return "\n\n".join(parts) + "\n"


def press(session: Session, line: str) -> Input:
    """Return the input a script line stands for."""
    if not (line.startswith("[") and line.endswith("]")):
        return Text(line)
    item, _, number = line[1:-1].rpartition("=")
    if number == "xong":
        return Finish(session.position)
    return (
        Choose(int(number), item or session.position) if number.isascii() and number.isdigit() else Text(line)
    )


def hear(form: Questionnaire, session: Session, events: Iterable[Event]) -> str:
    """Return what is told after a step: the notices, then the question where one is asked."""
    heard = list(events)
    notices = [notice for notice in (_notice(event) for event in heard) if notice]
    silent = all(isinstance(event, NotUnderstood | Stale | Paused) for event in heard)
    return "\n".join(notices if silent else [*notices, render(view(form, session))])


def _notice(event: Event) -> str:
    match event:
        case NotUnderstood(reason=reason):
            return reason
        case Stale(same=True):
            return "Câu này đã ghi nhận rồi."
        case Stale():
            return "Nút vừa bấm là của câu khác nên không ghi. Muốn sửa câu trước, Ông/Bà nhắn «quay lại»."
        case Recorded(answer=None):
            return "Đã bỏ qua."
        case Paused():
            return "Đã tạm dừng. Ông/Bà nhắn «tiếp tục» khi muốn trả lời tiếp."
        case Ticked(numbers=numbers):
            return f"Đang chọn: {', '.join(map(str, numbers)) or 'chưa có'}."
    return ""


def _asked(shown: View) -> str:
    optional = " (không bắt buộc)" if shown.optional else ""
    return f"{shown.progress}. {shown.text}{optional}" if shown.progress else f"{shown.text}{optional}"


def _option(shown: View, number: int, label: str) -> str:
    ticked = number in shown.chosen
    box = f"{_TICK[ticked]} " if shown.kind is Kind.MULTI else ""
    return f"{box}{number}. {label}" + ("  ← đã chọn" if ticked and not box else "")


def _hints(shown: View) -> str:
    named = (
        (shown.can_finish, "xong"),
        (shown.can_skip, "bỏ qua"),
        (shown.can_keep, "giữ nguyên"),
        (shown.can_back, "quay lại"),
        (shown.can_skip, "tạm dừng"),
    )
    hints = [word for possible, word in named if possible]
    return f"[{' · '.join(hints)}]" if hints else ""
