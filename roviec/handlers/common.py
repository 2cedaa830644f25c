"""Hello, help, language, cancel, and words that nobody waited for."""

from roviec.channels.contract import Choice, Kind, Outgoing
from roviec.db import people, surveys
from roviec.db.models import Person, Role, Unit
from roviec.handlers.channels import tell_linked
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.router import Router
from roviec.handlers.survey import leave_survey, open_by_token, take_over
from roviec.handlers.tasks.evidence import receive_files
from roviec.handlers.tasks.words import hear
from roviec.handlers.turn import Turn, action
from roviec.texts import LANGUAGES

router = Router()


@router.command("start")
async def start(turn: Turn, code: str = "") -> None:
    """Link an account, open a survey, or say hello."""
    if not code:
        await greet(turn)
    elif not (await open_by_token(turn, code) or await take_over(turn, code)):
        await link(turn, code)


async def link(turn: Turn, code: str) -> None:
    """Give this chat to the person of an invitation code."""
    await welcome(turn, await people.link(turn.session, address=turn.address, code=code, now=turn.now))


async def welcome(turn: Turn, linked: people.Linked) -> None:
    """Greet somebody whose chat has just been linked."""
    turn.person = linked.person
    turn.speak(turn.address.language)
    stays = await tell_linked(turn) if linked.is_new else ""
    name, position, unit = linked.person.name, _position(linked.person), linked.unit.name
    key = "start.linked_too" if stays else "start.linked"
    show_help(turn, turn.texts(key, name=name, position=position, unit=unit, channel=stays))


@router.action("phone")
async def ask_phone(turn: Turn) -> None:
    """Offer the button that sends the person's own number."""
    turn.answer(Outgoing(turn.texts("start.ask_phone"), contact_label=turn.texts("button.send_phone")))


async def take_phone(turn: Turn) -> None:
    """Link the chat to whoever has this number on the roster; the number itself is not kept."""
    linked = await people.link_phone(turn.session, address=turn.address, phone=turn.text, now=turn.now)
    if linked is None:
        turn.say("contact.unknown")
    else:
        await welcome(turn, linked)


def _position(person: Person) -> str:
    return f"{person.position}, " if person.position else ""


async def greet(turn: Turn) -> None:
    """Say hello to an official by name, to a citizen with what they can do here."""
    if turn.person is None:
        turn.say(
            "start.citizen",
            office=turn.house.office,
            choices=[
                turn.choice("button.survey", "/khaosat"),
                turn.choice("button.have_code", "code"),
                *([turn.choice("button.by_phone", "phone")] if turn.can.contact else []),
                turn.choice("button.help", "/giup"),
            ],
        )
        return
    unit = await turn.session.get_one(Unit, turn.person.unit_id)
    name, position = turn.person.name, _position(turn.person)
    show_help(turn, turn.texts("start.official", name=name, position=position, unit=unit.name))


@router.action("code")
async def ask_code(turn: Turn) -> None:
    """Ask for the invitation code."""
    turn.ask("code")
    turn.say("start.ask_code")


@router.dialogue("code")
async def take_code(turn: Turn) -> None:
    """Take the code that was typed, in any case and spacing."""
    turn.finish()
    await start(turn, turn.text)


@router.command("giup")
async def help_command(turn: Turn, _rest: str = "") -> None:
    """Show what this person can do."""
    show_help(turn)


def show_help(turn: Turn, first: str = "") -> None:
    """Show the commands as choices, those of the person's role only, in one message after `first`."""
    role = turn.person.role if turn.person else "citizen"
    mine = turn.choice("button.tasks", "/viec") if turn.person else turn.choice("button.survey", "/khaosat")
    choices = [mine]
    if role in (Role.leader, Role.admin):
        choices += [
            turn.choice("button.waiting", "/duyet"),
            turn.choice("button.assign_task", "/giao"),
            turn.choice("button.digest", "/tuan"),
        ]
    words = [first, turn.texts(f"help.{role}")]
    turn.answer(Outgoing("\n\n".join(w for w in words if w), choices=tuple(choices)))


@router.command("huy")
async def cancel_command(turn: Turn, _rest: str = "") -> None:
    """Leave any dialogue."""
    await cancel(turn)


@router.action("cancel")
async def cancel(turn: Turn) -> None:
    """Leave the dialogue and say what can be done next."""
    if await leave_survey(turn):
        return
    was_in = turn.conversation.dialogue is not None
    turn.finish()
    turn.say("cancelled" if was_in else "nothing_to_cancel")


@router.command("ngonngu")
async def ask_language(turn: Turn, _rest: str = "") -> None:
    """Offer the languages."""
    choices = [Choice(name, action("language", code)) for code, name in LANGUAGES.items()]
    turn.say("language.ask", choices=choices)


@router.action("language")
async def set_language(turn: Turn, code: str) -> None:
    """Speak this language from now on."""
    if code in LANGUAGES:
        mine = await people.linked(turn.session, turn.person.id or 0) if turn.person else []
        for address in (turn.address, *mine):
            address.language = code
        turn.speak(code)
    turn.say("language.set")


@router.dialogue("*")
async def free_words(turn: Turn) -> None:
    """Answer words or files that no dialogue waits for."""
    if turn.said.kind == Kind.file and turn.person is not None:
        if not await receive_plan(turn):
            await receive_files(turn)
    elif turn.said.kind == Kind.contact:
        await take_phone(turn)
    elif turn.person is not None and (await receive_text(turn) or await hear(turn)):
        return
    elif await _is_code(turn):
        await start(turn, turn.text)
    else:
        show_help(turn, turn.texts("words.unclear" if turn.person else "words.citizen"))


async def _is_code(turn: Turn) -> bool:
    """Tell whether the words are a code typed alone: one that we know, or one that looks like ours."""
    bare = "".join(ch for ch in turn.text if ch.isalnum())
    if len(bare) not in (people.CODE_LENGTH, surveys.TOKEN_LENGTH) or len(turn.text) > len(bare) + 4:
        return False
    known = (
        await people.invitation(turn.session, bare)
        or await surveys.campaign_of(turn.session, bare)
        or await surveys.run_to_move(turn.session, bare)
    )
    return known is not None or any(ch.isdigit() for ch in bare)
