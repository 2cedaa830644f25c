"""One merged reminder in words: lines, choices, and the sentence that tells why each comes."""

from datetime import date

from roviec.handlers.choices.tasks import SnoozeAll, TaskOpen, TaskSnooze
from roviec.handlers.tasks.dues import dated, due_with
from roviec.messages.notices import notice
from roviec.messages.outgoing import Choice, Notice, Outgoing
from roviec.scheduler.duties import Duty, Line
from roviec.tasks.hours import hour_of, written
from roviec.tasks.ladder import Audience, Step
from roviec.tasks.promises import SNOOZE
from roviec.texts import Texts
from roviec.texts.shapes import apart, short, weekday

LINES = 8
TITLE, LABEL = 120, 40


def reminder(name: str, duty: Duty, today: date, say: Texts) -> Outgoing:
    """Return the message of a person's day; numbers of lines and of choices are the same."""
    shown, hidden = duty.lines[:LINES], len(duty.lines) - LINES
    blocks = [say("reminder.intro", name=name)]
    blocks += [f"{n}. {_line(line, say)}" for n, line in enumerate(shown, 1)]
    if hidden > 0:
        blocks.append(say("reminder.more", count=hidden))
    if duty.news:
        blocks.append(say("reminder.confirm", count=len(duty.confirm)))
    return Outgoing(
        text="\n\n".join(blocks),
        title=say("reminder.title", weekday=weekday(today, say.language)),
        choices=_choices(duty, shown, say),
        notice=_notice(name, duty, shown, say),
    )


def _notice(name: str, duty: Duty, shown: list[Line], say: Texts) -> Notice:
    """Return the reminder as a template says it: how many tasks, and the most urgent one."""
    title = shown[0].task.title if shown else duty.confirm[0].title
    due = due_with(say, shown[0].due, hour_of(shown[0].task)) if shown else say("reminder.notice.confirm")
    count = len(duty.lines) + (len(duty.confirm) if duty.news else 0)
    return notice("task.reminder", ho_ten=name, so_viec=str(count), viec=title, han=due)


def only_task(duty: Duty) -> int | None:
    """Return the task of a message that is about exactly one."""
    said = {line.task.id for line in duty.lines} | {task.id for task in duty.confirm if duty.news}
    return said.pop() if len(said) == 1 else None


def why(step: Step, say: Texts) -> str:
    """Return the reason of a line, as `ladder.why` gives it, in the language of `say`."""
    if step.days_left < 0:
        return say("reminder.why.late", days=-step.days_left)
    if step.days_left > 0:
        return say("reminder.why.left", days=step.days_left)
    if step.rest_day is not None:
        return say("reminder.why.rest", weekday=weekday(step.rest_day, say.language))
    return say("reminder.why.today")


def _why(line: Line, say: Texts) -> str:
    """Return the reason of a line: on its last day also that its hour has passed."""
    hour = hour_of(line.task) if line.is_over and not line.step.days_left else None
    return say("reminder.why.hour", hour=written(hour)) if hour else why(line.step, say)


def _line(line: Line, say: Texts) -> str:
    facts = say("reminder.line", due=dated(say, line.due, line.last, hour_of(line.task)), why=_why(line, say))
    part = say.out_of(f"reminder.as.{line.audience}", {"leads": ", ".join(line.leads) or "–"})
    if line.instead:
        facts = f"{facts} {say('reminder.instead', names=', '.join(line.instead))}"
    return f"{short(line.task.title, TITLE)}{part}\n{facts}"


def _choices(duty: Duty, shown: list[Line], say: Texts) -> tuple[Choice, ...]:
    labels = _labels(shown)
    choices = [TaskOpen(line.task.id).named(label) for label, line in zip(labels, shown, strict=True)]
    single = only_task(duty)
    if not choices and single is not None:
        choices.append(TaskOpen(single).named(short(duty.confirm[0].title, LABEL)))
    if any(line.audience in (Audience.owner, Audience.partner) for line in duty.lines):
        later = SnoozeAll(SNOOZE) if single is None else TaskSnooze(single, SNOOZE)
        choices.append(later.named(say("reminder.later")))
    return tuple(choices)


def _labels(shown: list[Line]) -> list[str]:
    """Return the tasks as buttons; one report of several units is told apart by who leads it."""
    titles = [line.task.title for line in shown]
    labels = apart(titles, LABEL)
    for n, line in enumerate(shown):
        if titles.count(titles[n]) > 1 and line.leads:
            labels[n] = f"{', '.join(line.leads)}: {short(titles[n], LABEL // 2)}"
    return labels


def unreachable(names: list[str], say: Texts) -> Outgoing:
    """Return the line for admins about people who had something to hear and no way to hear it."""
    shown = ", ".join(names[:LINES])
    more = say("unreachable.more", count=len(names) - LINES) if len(names) > LINES else ""
    return Outgoing(say("unreachable.text", count=len(names), names=shown + more))
