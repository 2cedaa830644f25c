"""How a task looks in a chat: one line, or a card with the buttons that this person may press."""

from collections.abc import Sequence
from datetime import datetime

from roviec.db.absences import StandIn
from roviec.db.models import Part, Task
from roviec.db.models.base import id_of
from roviec.db.models.tasks import Verdict
from roviec.db.tasks.standing import Standing
from roviec.db.tasks.views import TaskCard, card
from roviec.handlers.choices.decisions import (
    EditAsk,
    Field,
    TaskBack,
    TaskCancel,
    TaskConfirm,
    TaskDirect,
    TaskEdit,
    TaskGive,
    TaskInsist,
    TaskResume,
    TaskSuspend,
)
from roviec.handlers.choices.feedback import FeedbackPhotos, FeedbackRoute
from roviec.handlers.choices.tasks import (
    OfTask,
    TaskAccept,
    TaskBlock,
    TaskDone,
    TaskExtend,
    TaskFiles,
    TaskLog,
    TaskOpen,
    TaskProgress,
    TaskRefuse,
)
from roviec.handlers.feedback.show import place_words, quoted
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.dues import dated, why_so
from roviec.messages.outgoing import Choice
from roviec.tasks.calendar import Calendar
from roviec.tasks.hours import hour_of
from roviec.tasks.lateness import at_of
from roviec.tasks.lifecycle import FINAL, State, Verb, allowed
from roviec.tasks.punctuality import describe
from roviec.texts import Texts
from roviec.texts.shapes import apart, day, moment, short

LABEL = 46


def due_words(turn: Turn, task: Task) -> str:
    """Return the due date and how it stands: "10/12/2024, quá hạn 2 ngày"."""
    return due_said(turn.texts, task, turn.now, turn.house.calendar())


def due_said(say: Texts, task: Task, now: datetime, calendar: Calendar) -> str:
    """Return the same for whoever is not in a turn."""
    how = describe(task, at_of(now, calendar), calendar)
    if task.due:
        due = dated(say, task.due, calendar.last_day(task.due), hour_of(task))
        return say("task.due_words", day=due, how=how)
    return task.due_words or say.again(how)


def labels(turn: Turn, tasks: Sequence[Task]) -> list[str]:
    """Return each task as one line of a list; titles that begin alike are told apart."""
    titles = apart([task.title for task in tasks], LABEL)
    return [f"{title} · {due_words(turn, task)}" for title, task in zip(titles, tasks, strict=True)]


def task_choices(turn: Turn, tasks: Sequence[Task], kind: type[OfTask] = TaskOpen) -> list[Choice]:
    """Return one choice a task, each of this kind."""
    lines = zip(labels(turn, tasks), tasks, strict=True)
    return [kind(id_of(task)).named(line) for line, task in lines]


async def show_card(turn: Turn, task: Task, standing: Standing) -> None:
    """Answer with a task's card."""
    found = await card(turn.session, task)
    turn.about(task.id or 0)
    turn.say(
        "task.card",
        title=task.title,
        task=task.id,
        choices=[
            *_of_refusal(turn, task, standing),
            *buttons(turn, task, standing),
            *_of_files(turn, found),
            *_of_feedback(turn, found, standing),
        ],
        lines="\n".join(_lines(turn, found)),
    )


def _of_files(turn: Turn, found: TaskCard) -> list[Choice]:
    """Return the button that opens the files, where there are any."""
    count = len(found.evidence)
    return [turn.choice("button.files", TaskFiles(id_of(found.task), 0), count=count)] if count else []


def _of_refusal(turn: Turn, task: Task, standing: Standing) -> list[Choice]:
    """Return what a leader may decide about a task that was refused."""
    if task.state != State.refused or not standing.boss or standing.owner or standing.stand_in:
        return []
    return [
        turn.choice("button.other_unit", EditAsk(id_of(task), Field.lead)),
        turn.choice("button.insist", TaskInsist(id_of(task))),
    ]


def _of_feedback(turn: Turn, found: TaskCard, standing: Standing) -> list[Choice]:
    """Return what can be done with the citizen's words that the task is to answer."""
    if found.feedback is None:
        return []
    choices = []
    if standing.boss and found.task.state not in FINAL:
        choices.append(turn.choice("button.route", FeedbackRoute(id_of(found.feedback))))
    if found.feedback.photos:
        choices.append(turn.choice("button.photos", FeedbackPhotos(id_of(found.feedback))))
    return choices


def _lines(turn: Turn, found: TaskCard) -> list[str]:
    task, say = found.task, turn.texts
    lines = []
    if found.feedback:
        lines = [say("task.feedback", words=quoted(found.feedback.words))]
        lines += filter(None, [place_words(say, found.feedback.place)])
    lines.append(say("task.lead", units=found.units(Part.lead) or "–"))
    if partners := found.units(Part.partner):
        lines.append(say("task.partners", units=partners))
    if found.leader:
        lines.append(say("task.leader", name=found.leader.name))
    if task.product:
        lines.append(say("task.product", product=short(task.product, 200)))
    lines += [away_words(turn, one) for one in found.away]
    lines.append(say("task.due", due=due_words(turn, task)))
    lines += why_so(say, task.due, turn.house.calendar(), turn.today)
    if task.original_due and task.original_due != task.due:
        lines.append(say("task.original_due", due=day(task.original_due)))
    lines.append(say("task.state", state=task.state.label, percent=task.percent))
    lines += [
        say("task.directive", who=who, at=when(turn, event.at), words=short(event.data["words"], 300))
        for event, who in reversed(found.directives)
    ]
    lines += [say("task.obstacle", words=short(o.words, 120)) for o in found.obstacles]
    lines += [
        say("task.extension_asked", due=day(e.wished)) for e in found.extensions if e.verdict == Verdict.asked
    ]
    if found.evidence:
        lines.append(say("task.evidence", count=len(found.evidence)))
    if found.feedback and found.feedback.answer:
        lines.append(say("task.answer", answer=found.feedback.answer))
    if found.plan:
        kind = " ".join(filter(None, (found.plan.kind, found.plan.number)))
        lines.append(say("task.plan", kind=kind, subject=short(found.plan.subject, 90)))
    return lines


def away_words(turn: Turn, one: StandIn) -> str:
    """Return that somebody is away until when, and who stands in."""
    if one.stand_in is None:
        return turn.texts("task.away_alone", name=one.person.name, until=day(one.until))
    return turn.texts("task.away", name=one.person.name, until=day(one.until), who=one.stand_in.name)


def buttons(turn: Turn, task: Task, standing: Standing) -> list[Choice]:
    """Return what this person may do with the task now."""
    can = set(allowed(task.state))
    mine: list[tuple[Verb, str, type[OfTask]]] = []
    if standing.works:
        mine.append((Verb.accept, "button.accept", TaskAccept))
    if standing.reports:
        mine += [
            (Verb.progress, "button.progress", TaskProgress),
            (Verb.complete, "button.complete", TaskDone),
            (Verb.report_obstacle, "button.obstacle", TaskBlock),
        ]
    if standing.works:
        mine.append((Verb.ask_extension, "button.extension", TaskExtend))
    if standing.boss and not (standing.owner or standing.stand_in):
        mine += [
            (Verb.confirm, "button.confirm", TaskConfirm),
            (Verb.give_back, "button.give_back", TaskBack),
            (Verb.resume, "button.resume", TaskResume),
            (Verb.suspend, "button.suspend", TaskSuspend),
            (Verb.cancel, "button.cancel", TaskCancel),
            (Verb.edit, "button.edit", TaskEdit),
        ]
    if standing.directs:
        mine.append((Verb.hand_over, "button.hand_over", TaskGive))
        mine.append((Verb.direct, "button.direct", TaskDirect))
    if standing.owner and task.state == State.assigned:
        mine.append((Verb.refuse, "button.refuse", TaskRefuse))
    if task.due is None:
        mine = [m for m in mine if m[0] != Verb.ask_extension]
    choices = [turn.choice(key, kind(id_of(task))) for needed, key, kind in mine if needed in can]
    return [*choices, turn.choice("button.history", TaskLog(id_of(task)))]


def history_line(turn: Turn, at: str, what: str, who: str) -> str:
    """Return one line of a task's history."""
    return f"{at}: {what}" + (f" ({who})" if who else "")


def when(turn: Turn, value: object) -> str:
    """Write the moment of an event in the office's time."""
    return moment(value.astimezone(turn.house.zone))  # type: ignore[attr-defined]
