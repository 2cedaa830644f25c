"""What whoever carries a task out may choose."""

from datetime import date
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most

Days = Annotated[int, Most(20)]
"""Working days."""


class OfTask(Action):
    """What is done with one task."""

    task: int


class TasksPage(Action, verb="tasks"):
    """See a page of one's tasks, counted from 0."""

    page: Annotated[int, Most(9999)]


class TaskOpen(OfTask, verb="task.open"):
    """See its card."""


class TaskLog(OfTask, verb="task.log"):
    """See its history."""


class TaskLogPage(OfTask, verb="log.page"):
    """See a page of its history, counted from 0."""

    page: Annotated[int, Most(9999)]


class TaskFiles(OfTask, verb="task.files"):
    """Be sent a page of its files, counted from 0."""

    page: Annotated[int, Most(9999)]


class TaskAccept(OfTask, verb="task.accept"):
    """Receive it."""


class TaskProgress(OfTask, verb="task.progress"):
    """Be asked how far it is."""


class TaskPercent(OfTask, verb="task.percent"):
    """Say how far it is, in percent."""

    percent: Annotated[int, Most(100)]


class TaskDone(OfTask, verb="task.done"):
    """Say that it is done."""


class TaskBlock(OfTask, verb="task.block"):
    """Be asked what stands in its way."""


class TaskRefuse(OfTask, verb="task.refuse"):
    """Be asked why it is somebody else's."""


class TaskUndo(Action, verb="task.undo"):
    """Undo what one message changed: its first event and its last."""

    first: int
    last: int


class TaskExtend(OfTask, verb="task.extend"):
    """Be asked until when it should be put off."""


class ExtendUntil(OfTask, verb="extend.until"):
    """Wish for this day."""

    until: date


class TaskSnooze(OfTask, verb="task.snooze"):
    """Hear of it again in some days."""

    days: Days


class SnoozeAll(Action, verb="snooze.all"):
    """Hear again in some days of all that today's reminder named."""

    days: Days


class FileFor(OfTask, verb="file.for"):
    """Keep the files that wait as evidence of it."""


class FileWrong(Action, verb="file.wrong"):
    """Have sent the files of one message to the wrong task: its first file and its last."""

    first: int
    last: int


class FileMove(FileWrong, verb="file.move"):
    """Give them to this task."""

    task: int


class WordsFor(OfTask, verb="words.for"):
    """Mean it with the words that wait."""


class WordsYes(OfTask, verb="words.yes", means=True):
    """Have been understood."""


class WordsNo(OfTask, verb="words.no", means=False):
    """Have been misunderstood."""
