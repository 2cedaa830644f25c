"""Plain words about a task: understood, carried out with an echo and an undo, or asked back."""

import re
from dataclasses import dataclass

from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, events, requests, standing
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.choices.tasks import (
    ExtendUntil,
    TaskOpen,
    TaskProgress,
    TaskRefuse,
    TaskUndo,
    WordsFor,
    WordsNo,
    WordsYes,
)
from roviec.handlers.feedback.publishing import ask_answer
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.away import hear_absence
from roviec.handlers.tasks.extending import ask_until, tell_asked
from roviec.handlers.tasks.focus import task_meant
from roviec.handlers.tasks.hours import hear_hour
from roviec.handlers.tasks.office import answer_question
from roviec.handlers.tasks.reporting import (
    ask_percent,
    ask_refusal,
    tell_completed,
    tell_obstacle,
    tell_refused,
)
from roviec.handlers.tasks.show import due_words, show_card, task_choices
from roviec.handlers.tasks.telling import Heard, leader_told
from roviec.messages.outgoing import Choice
from roviec.tasks.lifecycle import State
from roviec.tasks.promises import quiet_until
from roviec.tasks.words import Intent, Part, Understanding, understand
from roviec.texts.shapes import day, short

router = Router()
ABOUT_A_TASK = {
    Intent.DONE, Intent.PROGRESS, Intent.OBSTACLE, Intent.EXTENSION, Intent.NOT_STARTED,
    Intent.ACCEPT, Intent.REFUSE, Intent.PROMISE,
}  # fmt: skip


_BARE = re.compile(
    r"(?:(?:da|thua|anh|chi|sep|em|toi|minh|chau|xin|phep|duoc|khong nhan|tu choi|nhiem vu|viec|nay|a|nhe|nha)[ .!]*)+"
)
"""A refusal and the words of courtesy around it."""


class WordsWhich(Dialogue, name="words.which"):
    """Which task the words are about."""

    words: str


class WordsSure(WordsWhich, name="words.sure"):
    """Whether they were understood."""


async def hear(turn: Turn) -> bool:
    """Take an official's plain words; False when they are not about a task."""
    person = turn.official()
    if await answer_question(turn) or await hear_absence(turn) or await hear_hour(turn):
        return True
    task = await task_meant(turn)
    meaning = _read(turn, turn.text, task)
    if meaning.intent == Intent.THANKS:
        turn.say("words.thanks")
    elif meaning.intent not in ABOUT_A_TASK:
        return False
    elif task is None:
        await _ask_which(turn, await standing.mine(turn.session, person))
    elif _asks_when(meaning):
        await standing.check_works(turn.session, task, person)
        ask_until(turn, task)
    elif _says_no_figure(meaning):
        await ask_percent(turn, TaskProgress(id_of(task)))
    elif _refuses_without_reason(meaning):
        await ask_refusal(turn, TaskRefuse(id_of(task)))
    elif not meaning.sure or meaning.intent == Intent.REFUSE:
        _ask_back(turn, task, meaning, turn.text)
    else:
        await _carry_out(turn, task, meaning)
    return True


async def hear_caption(turn: Turn) -> None:
    """Read the words under a file as about the task that it was attached to; the file stays, whatever they ask."""
    if not turn.text.strip() or turn.conversation.dialogue is not None:
        return
    try:
        async with turn.session.begin_nested():
            await hear(turn)
    except PersonError as error:
        await turn.session.refresh(turn.conversation)
        turn.say("sorry", why=turn.texts.error(error))


def _asks_when(meaning: Understanding) -> bool:
    """Tell whether words only ask for more time without a day that we know: the day is asked at once."""
    parts = [part for part in meaning.parts if part.intent in ABOUT_A_TASK]
    return bool(parts) and all(p.intent == Intent.EXTENSION and p.wished is None for p in parts)


def _says_no_figure(meaning: Understanding) -> bool:
    """Tell whether words only speak of progress without a figure that can be right: "được 150%"."""
    parts = [part for part in meaning.parts if part.intent in ABOUT_A_TASK]
    return not meaning.sure and all(p.intent == Intent.PROGRESS and p.percent is None for p in parts)


def _refuses_without_reason(meaning: Understanding) -> bool:
    """Tell whether words only refuse: why is asked, as behind the button."""
    whole = [part for part in meaning.parts if part.intent in ABOUT_A_TASK]
    return [p.intent for p in whole] == [Intent.REFUSE] and _BARE.fullmatch(fold(whole[0].words)) is not None


def _read(turn: Turn, words: str, task: Task | None) -> Understanding:
    due = task.due if task else None
    return understand(words, today=turn.today, calendar=turn.house.calendar(), due=due)


async def _ask_which(turn: Turn, tasks: list[Task]) -> None:
    if not tasks:
        turn.say("tasks.none")
        return
    turn.ask(WordsWhich(turn.text))
    turn.say(
        "words.which",
        choices=task_choices(turn, tasks[:8], WordsFor),
    )


@router.dialogue(WordsWhich)
async def take_more(turn: Turn, _asked: WordsWhich) -> None:
    """Words instead of a choice: perhaps the same thing said better."""
    turn.finish()
    if not await hear(turn):
        turn.say("words.which_again")


@router.action(WordsFor)
async def apply_to(turn: Turn, choice: WordsFor) -> None:
    """Apply the words that wait to the chosen task."""
    await _apply_waiting(turn, choice.task, is_sure=False)


@router.action(WordsYes)
async def apply_asked(turn: Turn, choice: WordsYes) -> None:
    """Apply the words that were asked back."""
    await _apply_waiting(turn, choice.task, is_sure=True)


@router.action(WordsNo)
async def drop(turn: Turn, choice: WordsNo) -> None:
    """Forget the words and show the task with its buttons."""
    turn.finish()
    task, mine = await standing.find(turn.session, choice.task, turn.official())
    turn.say("words.dropped")
    await show_card(turn, task, mine)


@router.dialogue(WordsSure)
async def take_answer(turn: Turn, _asked: WordsSure) -> None:
    """Words instead of yes or no: read them afresh."""
    turn.finish()
    if not await hear(turn):
        turn.say("words.yes_or_no")


async def _apply_waiting(turn: Turn, task_id: int, *, is_sure: bool) -> None:
    asked = turn.asked(WordsWhich, WordsSure)
    task = await standing.find_to_report(turn.session, task_id, turn.official())
    turn.about(task.id or 0)
    turn.finish()
    if asked is None:
        turn.say("words.gone")
        return
    meaning = _read(turn, asked.words, task)
    if is_sure or (meaning.sure and meaning.intent != Intent.REFUSE):
        await _carry_out(turn, task, meaning)
    else:
        _ask_back(turn, task, meaning, asked.words)


def _ask_back(turn: Turn, task: Task, meaning: Understanding, words: str) -> None:
    understood = [_said(turn, task, part) for part in meaning.parts if part.intent in ABOUT_A_TASK]
    turn.ask(WordsSure(words))
    turn.about(task.id or 0)
    turn.say(
        "words.sure",
        task=task.id,
        name=short(task.title, 70),
        lines="\n".join(understood),
        choices=[
            turn.choice("button.yes", WordsYes(id_of(task))),
            turn.choice("button.no", WordsNo(id_of(task))),
        ],
    )


def _said(turn: Turn, task: Task, part: Part) -> str:
    """Return what a part would do, to be asked back."""
    if part.intent == Intent.EXTENSION and part.wished is None:
        return turn.texts("said.extension_when")
    percent = task.percent if part.percent is None else part.percent
    until = day(part.wished) if part.wished else part.wished_words or part.words
    values = {"percent": percent, "words": part.obstacle or part.words, "until": until}
    return turn.texts.out_of(f"said.{part.intent}", values)


@dataclass(frozen=True)
class Written:
    """What a part has changed: its event, the line that says so, what may be chosen next."""

    event: int
    line: str
    choices: tuple[Choice, ...] = ()
    word: Heard = Heard.told
    """Whether it arrived with the leader, if it is something for them."""


async def _carry_out(turn: Turn, task: Task, meaning: Understanding) -> None:
    """Do everything the words say, tell what was written, and offer one button that undoes it all."""
    parts = [p for p in meaning.parts if p.intent in ABOUT_A_TASK]
    if any(p.intent == Intent.DONE for p in parts) and await ask_answer(turn, task):
        return
    done = [made for part in parts if (made := await _do(turn, task, part, meaning)) is not None]
    turn.finish()
    turn.about(task.id or 0)
    if done:
        _receipt(turn, task, done)
    if any(p.intent == Intent.EXTENSION and p.wished is None for p in parts):
        ask_until(turn, task)
    elif not done:
        await show_card(turn, task, await standing.of(turn.session, task, turn.official()))


def _receipt(turn: Turn, task: Task, done: list[Written]) -> None:
    """Say what the database now holds."""
    numbers = [one.event for one in done]
    untold = next((one.word for one in done if one.word is Heard.untold), Heard.told)
    turn.say(
        "words.echo",
        task=task.id,
        name=short(task.title, 70),
        lines="\n".join(one.line for one in done) + leader_told(turn, untold),
        state=task.state.label,
        percent=task.percent,
        due=due_words(turn, task),
        choices=[
            turn.choice("button.undo", TaskUndo(min(numbers), max(numbers))),
            *(choice for one in done for choice in one.choices),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


async def _do(turn: Turn, task: Task, part: Part, meaning: Understanding) -> Written | None:
    """Carry out one part; None where it wrote nothing."""
    doing = {
        Intent.DONE: _complete,
        Intent.PROGRESS: _progress,
        Intent.NOT_STARTED: _not_started,
        Intent.OBSTACLE: _obstacle,
        Intent.EXTENSION: _extend,
        Intent.ACCEPT: _accept,
        Intent.REFUSE: _refuse,
        Intent.PROMISE: _promise,
    }
    return await doing[part.intent](turn, task, part, meaning)


async def _complete(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    event = await change.complete(turn.session, task=task, at=turn.at, by=turn.by, words=part.words)
    await tell_completed(turn, task, event.id)
    return Written(id_of(event), turn.texts("written.done"))


async def _progress(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    percent = task.percent if part.percent is None else part.percent
    event = await change.record_progress(
        turn.session, task=task, percent=percent, by=turn.by, words=part.words
    )
    if part.percent is None:
        return Written(id_of(event), turn.texts("written.no_figure", percent=task.percent))
    return Written(id_of(event), turn.texts("said.progress", percent=task.percent))


async def _not_started(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    event = await change.remark(turn.session, task=task, words=part.words, by=turn.by)
    return Written(id_of(event), turn.texts("said.not_started"))


async def _obstacle(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    words = part.obstacle or part.words
    obstacle = await requests.raise_obstacle(turn.session, task=task, words=words, by=turn.by)
    event = await events.last(turn.session, task)
    word = await tell_obstacle(turn, task, id_of(obstacle), words)
    line = turn.texts(
        "written.obstacle" if word is Heard.told else "written.obstacle_untold", words=obstacle.words
    )
    return Written(event or 0, line, word=word)


async def _extend(turn: Turn, task: Task, part: Part, meaning: Understanding) -> Written | None:
    if part.wished is None:
        return None
    extension = await requests.ask_extension(
        turn.session,
        task=task,
        wished=part.wished,
        reason=part.reason or meaning.obstacle or turn.texts("extend.no_reason"),
        today=turn.today,
        by=turn.by,
    )
    event = await events.last(turn.session, task)
    word = await tell_asked(turn, task, extension)
    line = turn.texts("written.extension", until=day(extension.wished))
    return Written(event or 0, line, word=word)


async def _accept(turn: Turn, task: Task, part: Part, meaning: Understanding) -> Written | None:
    if task.state != State.assigned and len(meaning.parts) > 1:
        return None
    event = await change.accept(turn.session, task=task, by=turn.by)
    return Written(id_of(event), turn.texts("said.accept"))


async def _refuse(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    event = await change.refuse(turn.session, task=task, reason=part.words, by=turn.by)
    word = await tell_refused(turn, task, event.id, part.words)
    return Written(id_of(event), turn.texts("said.refuse", words=part.words), word=word)


async def _promise(turn: Turn, task: Task, part: Part, _all: Understanding) -> Written:
    """Keep a promise; one that passes the deadline may be asked for as an extension."""
    quiet = quiet_until(part.wished, turn.today, task.due, turn.house.calendar()) if part.wished else None
    event = await change.promise(
        turn.session, task=task, until=part.wished, quiet=quiet, words=part.words, by=turn.by
    )
    until = day(part.wished) if part.wished else part.words
    line = turn.texts("said.promise", until=until)
    if quiet is not None:
        line = turn.texts("promise.quiet", until=until, again=day(quiet))
    if part.wished is None or task.due is None or part.wished <= turn.house.calendar().last_day(task.due):
        return Written(id_of(event), line)
    asks = turn.choice("button.ask_until", ExtendUntil(id_of(task), part.wished), until=until)
    return Written(id_of(event), turn.texts("promise.late", line=line, due=day(task.due)), (asks,))
