"""/phananh: what it is, about whom, the words and pictures, all of it shown before it is sent."""

from typing import Any

from roviec.db import people
from roviec.db.feedback import find, submit
from roviec.db.models import Unit
from roviec.folding import fold
from roviec.handlers.feedback.draft import collect, draft_of, gone
from roviec.handlers.feedback.looking import show_code
from roviec.handlers.feedback.show import kind_words, quoted
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn, action
from roviec.handlers.survey import open_by_token
from roviec.messages.incoming import Kind as Said
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import Kind
from roviec.texts.shapes import day

router = Router()
SHOWN = 20
_TYPED = {"phan anh": Kind.report, "kien nghi": Kind.report, "gop y": Kind.idea, "khen": Kind.praise}


@router.command("phananh")
async def begin(turn: Turn, code: str = "") -> None:
    """Begin a feedback, or show the one of a code."""
    if code:
        await show_code(turn, code)
    else:
        await begin_about(turn, None)


async def begin_about(turn: Turn, unit: Unit | None) -> None:
    """Begin a feedback about a unit, if one is known already."""
    sent = await submit.sent_today(turn.session, address=turn.address, today=turn.today)
    limit = turn.house.feedback.per_day
    if sent >= limit:
        turn.say(
            "feedback.enough", limit=limit, choices=[turn.choice("button.feedback_sent", "feedback.sent")]
        )
        return
    fresh: dict[str, Any] = {
        "id": str(turn.row.id),
        "since": turn.now.isoformat(),
        "unit": unit.id if unit else None,
    }
    fresh |= {"asked": unit is None, "kind": None, "words": "", "photos": []}
    _ask_kind(turn, fresh, "feedback.hello")


def _ask_kind(turn: Turn, draft: dict[str, Any], key: str) -> None:
    turn.ask("feedback.kind", **draft)
    choices = [turn.choice(f"button.kind.{kind}", "feedback.kind", draft["id"], kind) for kind in Kind]
    choices.append(turn.choice("button.feedback_sent", "feedback.sent"))
    words = turn.texts.out_of(key, {"office": turn.house.office})
    turn.answer(Outgoing(words, choices=tuple(choices)))


@router.dialogue("feedback.kind")
async def take_typed_kind(turn: Turn) -> None:
    """Take the kind by its name; words that say the thing itself are kept, the code of a survey opens it."""
    if await open_by_token(turn, turn.text):
        return
    draft = dict(turn.conversation.data)
    typed = next((kind for name, kind in _TYPED.items() if name in fold(turn.text)), None)
    if turn.said.kind == Said.text and typed and len(turn.text) < 2 * rules.MIN_WORDS:
        await take_kind(turn, draft["id"], typed)
        return
    collect(turn, draft)
    _ask_kind(turn, draft, "feedback.kind_again")


@router.action("feedback.kind")
async def take_kind(turn: Turn, draft_id: str, kind: str) -> None:
    """Keep what it is."""
    draft = draft_of(turn, draft_id)
    if draft is None or kind not in set(Kind):
        gone(turn)
        return
    await next_step(turn, draft | {"kind": kind})


async def next_step(turn: Turn, draft: dict[str, Any]) -> None:
    """Ask what is still missing; with everything there show it before it is sent."""
    if draft["asked"]:
        staffed = await people.units_with_staff(turn.session)
        _ask_unit(turn, draft, staffed[:SHOWN], "feedback.ask_unit")
    elif not draft["words"]:
        turn.ask("feedback.words", **draft)
        # No number answers this: an earlier question's choices must not be taken for words.
        turn.conversation.options, turn.conversation.options_until = [], None
        turn.say("feedback.ask_words", photos=rules.MAX_PHOTOS)
    else:
        await _ask_sure(turn, draft)


def _ask_unit(turn: Turn, draft: dict[str, Any], units: list[Unit], key: str) -> None:
    turn.ask("feedback.unit", **draft)
    choices = [Choice(unit.name, action("feedback.unit", draft["id"], unit.id)) for unit in units]
    choices.append(turn.choice("button.unit_unknown", "feedback.unit", draft["id"], 0))
    turn.say(key, choices=choices)


@router.dialogue("feedback.unit")
async def take_unit_name(turn: Turn) -> None:
    """Take the unit by its name, or offer those whose name holds it."""
    draft = dict(turn.conversation.data)
    if turn.said.kind != Said.text:
        collect(turn, draft)
        await next_step(turn, draft)
        return
    found = await find.units_like(turn.session, turn.text)
    if len(found) > 1:
        _ask_unit(turn, draft, found[:SHOWN], "feedback.which_unit")
    else:
        await next_step(turn, draft | {"asked": False, "unit": found[0].id})


@router.action("feedback.unit")
async def take_unit(turn: Turn, draft_id: str, unit_id: str) -> None:
    """Keep which unit it is about; 0 is none that the citizen knows."""
    draft = draft_of(turn, draft_id)
    if draft is None:
        gone(turn)
        return
    unit = await find.unit_by_id(turn.session, unit_id)
    await next_step(turn, draft | {"asked": False, "unit": unit.id if unit else None})


@router.dialogue("feedback.words")
async def take_words(turn: Turn) -> None:
    """Keep the words and pictures; a picture alone asks for words."""
    draft = dict(turn.conversation.data)
    collect(turn, draft)
    if draft["words"]:
        await next_step(turn, draft)
    else:
        turn.ask("feedback.words", **draft)
        turn.say("feedback.photo_kept", count=len(draft["photos"]))


@router.dialogue("feedback.sure")
async def take_more(turn: Turn) -> None:
    """Words or a picture instead of a choice: they are added, and everything is shown again."""
    draft = dict(turn.conversation.data)
    collect(turn, draft)
    await _ask_sure(turn, draft)


async def _ask_sure(turn: Turn, draft: dict[str, Any]) -> None:
    """Show everything, by when they hear, and what is kept so as to answer."""
    is_praise = draft["kind"] == Kind.praise
    unit = await turn.session.get(Unit, draft["unit"]) if draft["unit"] else None
    mine = turn.house.feedback
    lines = [
        turn.texts(
            "feedback.sure",
            kind=kind_words(turn.texts, Kind(draft["kind"])),
            unit=unit.name if unit else turn.texts("feedback.unit_unknown"),
            words=quoted(draft["words"]),
        )
    ]
    if draft["photos"]:
        lines.append(turn.texts("feedback.photo_count", count=len(draft["photos"])))
    if rules.sounds_formal(draft["words"]):
        lines.append(turn.texts("feedback.formal"))
    if not is_praise:
        due = rules.due_day(turn.today, mine, turn.house.calendar())
        draft["consent"] = turn.texts("feedback.consent", due=day(due), days=mine.keep_days)
        lines.append(draft["consent"])
    turn.ask("feedback.sure", **draft)
    key = "feedback.ask_sure"
    turn.say(key, lines="\n".join(lines), choices=_sure_choices(turn, draft["id"], is_praise))


def _sure_choices(turn: Turn, draft_id: str, is_praise: bool) -> list[Choice]:
    send = [turn.choice("button.send_praise", "feedback.send", draft_id, "praise")]
    if not is_praise:
        send = [
            turn.choice("button.send_here", "feedback.send", draft_id, "here"),
            turn.choice("button.send_unseen", "feedback.send", draft_id, "unseen"),
        ]
    return [
        *send,
        turn.choice("button.rewrite", "feedback.rewrite", draft_id),
        turn.choice("button.do_not_send", "cancel"),
    ]


@router.action("feedback.rewrite")
async def rewrite(turn: Turn, draft_id: str) -> None:
    """Forget the words and pictures and ask for them anew."""
    draft = draft_of(turn, draft_id)
    if draft is None:
        gone(turn)
        return
    await next_step(turn, draft | {"words": "", "photos": []})
