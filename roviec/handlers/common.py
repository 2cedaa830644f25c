"""Hello, help, language, cancel, and words that nobody waited for."""

from datetime import timedelta

from roviec.db import people, surveys
from roviec.db.models import Unit
from roviec.errors import PersonError
from roviec.handlers.choices.chats import Cancel, EnterCode, SendPhone, Speak
from roviec.handlers.choices.commands import Command
from roviec.handlers.codes import LENGTHS, bare, code_in
from roviec.handlers.feedback.rating import take_judgement
from roviec.handlers.feedback.writing import begin_with, open_by_code
from roviec.handlers.frame.router import Otherwise, Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu, position_words, show_help, ways_on
from roviec.handlers.linking import link, link_to
from roviec.handlers.measures.values import hear_value
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.proving import TypeCode, prove
from roviec.handlers.reception.asking import go_on, leave_meeting, meet
from roviec.handlers.survey.leaving import leave_survey
from roviec.handlers.survey.moving import take_over
from roviec.handlers.survey.opening import open_by_token
from roviec.handlers.tasks.evidence import keep_beside, receive_files
from roviec.handlers.tasks.thumbs import take_thumb
from roviec.handlers.tasks.words import hear
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback.opening import is_greeting, tells_something, wants_somebody
from roviec.tasks.feedback.rules import code_in as feedback_code_in
from roviec.texts import LANGUAGES


class NumberOld(PersonError):
    """Con số này thuộc một câu hỏi đã quá một ngày nên không còn dùng. Ông/Bà gửi /giup để chọn lại từ đầu."""


router = Router()
UPLOAD_LIFE = timedelta(hours=1)


@router.command(Command.start)
async def start(turn: Turn, code: str = "") -> None:
    """Link an account, open a survey or a feedback, or say hello."""
    if not code:
        await greet(turn)
    elif not (
        await open_by_code(turn, code) or await open_by_token(turn, code) or await take_over(turn, code)
    ):
        await link(turn, code)


@router.action(SendPhone)
async def ask_phone(turn: Turn, _choice: SendPhone) -> None:
    """Offer the button that sends the person's own number."""
    turn.answer(Outgoing(turn.texts("start.ask_phone"), contact_label=turn.texts("button.send_phone")))


async def take_phone(turn: Turn) -> None:
    """Link the chat to whoever has this number on the roster; the number itself is not kept."""
    if not turn.said.proved:
        await prove(turn)
        return
    person = await people.with_phone(turn.session, turn.text)
    if person is None:
        turn.say("contact.unknown", choices=ways_on(turn))
    else:
        await link_to(turn, person)


async def greet(turn: Turn) -> None:
    """Say hello to an official by name, to a citizen with what they can do here."""
    if turn.person is None:
        turn.say(
            "start.citizen",
            office=turn.house.office,
            choices=[
                *citizen_menu(turn.texts),
                turn.choice("button.have_code", EnterCode()),
                *([turn.choice("button.by_phone", SendPhone())] if turn.can.contact else []),
            ],
        )
        return
    unit = await turn.session.get_one(Unit, turn.person.unit_id)
    name, position = turn.person.name, position_words(turn.person)
    await show_help(turn, turn.texts("start.official", name=name, position=position, unit=unit.name))


@router.action(EnterCode)
async def ask_code(turn: Turn, _choice: EnterCode) -> None:
    """Ask for the invitation code."""
    turn.ask(TypeCode())
    turn.say("start.ask_code")


@router.dialogue(TypeCode)
async def take_code(turn: Turn, _asked: TypeCode) -> None:
    """Take the code that was typed, in any case and spacing; a number that is sent instead is one more try."""
    if turn.said.kind == Kind.contact:
        await take_phone(turn)
        return
    turn.finish()
    if await open_by_code(turn, turn.text):
        return
    if turn.person is None and not await _code(turn) and tells_something(turn.text):
        await from_a_citizen(turn)
    else:
        await start(turn, code_in(turn.text))


@router.command(Command.giup)
async def help_command(turn: Turn, _rest: str = "") -> None:
    """Show what this person can do."""
    await show_help(turn)


@router.command(Command.huy)
async def cancel_command(turn: Turn, _rest: str = "") -> None:
    """Leave any dialogue."""
    await cancel(turn, Cancel())


@router.action(Cancel)
async def cancel(turn: Turn, _choice: Cancel) -> None:
    """Leave the dialogue and say what can be done next."""
    if await leave_survey(turn) or await leave_meeting(turn):
        return
    was_in = turn.conversation.dialogue is not None
    turn.finish()
    turn.say("cancelled" if was_in else "nothing_to_cancel", choices=ways_on(turn))


@router.command(Command.ngonngu)
async def ask_language(turn: Turn, _rest: str = "") -> None:
    """Offer the languages."""
    choices = [Speak(code).named(name) for code, name in LANGUAGES.items()]
    turn.say("language.ask", choices=choices)


@router.action(Speak)
async def set_language(turn: Turn, choice: Speak) -> None:
    """Speak this language from now on."""
    if choice.code in LANGUAGES:
        mine = await people.linked(turn.session, turn.person.id or 0) if turn.person else []
        for address in (turn.address, *mine):
            address.language = choice.code
        turn.speak(choice.code)
    is_free = turn.conversation.dialogue is None
    turn.say("language.set", choices=ways_on(turn) if is_free else [])


@router.otherwise(Otherwise.words)
async def free_words(turn: Turn) -> None:
    """Answer words or files that no dialogue waits for."""
    if turn.said.kind == Kind.file and turn.person is not None:
        if not await receive_plan(turn):
            await receive_files(turn)
    elif turn.said.kind == Kind.contact:
        await take_phone(turn)
    elif await _about_work(turn) or await open_by_code(turn, turn.text) or await take_judgement(turn):
        return
    elif code := await _code(turn):
        await start(turn, code)
    elif turn.person is None:
        await from_a_citizen(turn)
    else:
        await show_help(turn, turn.texts("words.unclear"))


@router.otherwise(Otherwise.beside)
async def beside(turn: Turn) -> None:
    """Keep what an official sends while a question waits for words, or say that it does."""
    if turn.said.kind != Kind.file:
        turn.say("words_wanted")
    elif not await receive_plan(turn):
        await keep_beside(turn)


async def from_a_citizen(turn: Turn) -> None:
    """Answer first words: what tells something is kept as the draft of a feedback."""
    if await go_on(turn):
        return
    brings = turn.said.kind in (Kind.file, Kind.place)
    if is_greeting(turn.text) and not brings:
        await greet(turn)
    elif wants_somebody(turn.text) and not brings:
        await meet(turn)
    elif brings or tells_something(turn.text):
        await begin_with(turn)
    else:
        await show_help(turn, turn.texts("words.citizen"))


async def _code(turn: Turn) -> str:
    """Return the code that was typed, alone or after "mã của tôi là": one that we know, or one like ours."""
    code = code_in(turn.text)
    letters = bare(code)
    if len(letters) not in LENGTHS or len(code) > len(letters) + 4:
        return ""
    known = (
        await people.invitation(turn.session, letters)
        or await surveys.campaign_of(turn.session, letters)
        or await surveys.run_to_move(turn.session, letters)
    )
    is_like_ours = any(ch.isdigit() for ch in letters) or ("-" in code and feedback_code_in(code) is not None)
    return code if known is not None or is_like_ours else ""


@router.otherwise(Otherwise.old_number)
async def number_old(turn: Turn) -> None:
    """Show again what waits for this citizen's judgement; else say that yesterday's numbers are over."""
    if not await take_judgement(turn):
        raise NumberOld


@router.otherwise(Otherwise.withheld)
async def withheld(turn: Turn) -> None:
    """Say what to do instead of what the platform withholds: a document, a voice, a sticker."""
    what = turn.text if turn.text in ("file", "voice") else "sticker"
    if what != "file":
        turn.say(f"withheld.{what}")
    elif turn.person is None or not turn.house.public_url.startswith("https://"):
        turn.say("withheld.file")
    else:
        # The page must know who sends: the link is theirs, works once and not for long.
        code = await people.invite(turn.session, person=turn.person, now=turn.now, life=UPLOAD_LIFE)
        turn.say("withheld.file.link", link=turn.house.page(code))


async def _about_work(turn: Turn) -> bool:
    """Take an official's words as a document or as about a task, where they are."""
    return turn.person is not None and (
        await take_thumb(turn) or await receive_text(turn) or await hear_value(turn) or await hear(turn)
    )
