"""/phananh: what it is, the words and pictures, about whom, all of it shown before it is sent."""

import secrets

from roviec.db import naming, people
from roviec.db.feedback import find, submit
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.folding import fold
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.feedback import (
    FeedbackInformal,
    FeedbackKind,
    FeedbackRewrite,
    FeedbackSend,
    FeedbackSent,
    FeedbackUnit,
    Way,
)
from roviec.handlers.choices.reception import ReceptionAsk
from roviec.handlers.feedback.draft import (
    Draft,
    DraftFormal,
    DraftKind,
    DraftSure,
    DraftUnit,
    DraftWords,
    collect,
    draft_of,
    gone,
)
from roviec.handlers.feedback.formal import is_turned_away, turn_away
from roviec.handlers.feedback.looking import show_code
from roviec.handlers.feedback.show import WIDE, kind_words, place_words, quoted
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.survey.opening import open_by_token
from roviec.messages.incoming import Kind as Said
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import Kind
from roviec.tasks.feedback.opening import knows_no_unit
from roviec.tasks.feedback.units import suggested
from roviec.texts.shapes import day

router = Router()
UNITS = 20
_TYPED = {"phan anh": Kind.report, "kien nghi": Kind.report, "gop y": Kind.idea, "khen": Kind.praise}


@router.command(Command.phananh)
async def begin(turn: Turn, code: str = "") -> None:
    """Begin a feedback, or show the one of a code."""
    if code:
        await show_code(turn, code)
    else:
        await begin_about(turn, None)


async def open_by_code(turn: Turn, code: str) -> bool:
    """Open what a code is of: a feedback's own, or that of a link which begins one; False for any other."""
    is_link, unit_id = rules.unit_in(code)
    if is_link:
        await begin_about(turn, await find.unit_by_id(turn.session, unit_id))
        return True
    if await find.known(turn.session, code) is None:
        return False
    await show_code(turn, code)
    return True


async def begin_about(turn: Turn, unit: Unit | None) -> None:
    """Begin a feedback about a unit, if one is known already."""
    if not await _sent_enough(turn):
        _ask_kind(turn, _fresh(turn, unit), "feedback.hello")


async def begin_with(turn: Turn) -> None:
    """Begin a feedback with what somebody said before they were asked: nothing of it has to be said twice."""
    if await _sent_enough(turn):
        return
    draft = collect(turn, _fresh(turn, None))
    _ask_kind(turn, draft, "feedback.kind_first" if draft.words else "feedback.kept_first")


async def _sent_enough(turn: Turn) -> bool:
    """Say so where this chat has sent as many as it may today."""
    sent = await submit.sent_today(turn.session, address=turn.address, today=turn.today)
    limit = turn.house.feedback.per_day
    if sent < limit:
        return False
    mine = turn.choice("button.feedback_sent", FeedbackSent())
    turn.say("feedback.enough", limit=limit, choices=[mine, turn.choice("button.somebody", ReceptionAsk())])
    return True


def _fresh(turn: Turn, unit: Unit | None) -> Draft:
    # The number stands in the draft's buttons, and names no payload.
    return Draft(
        secrets.randbits(31),
        turn.now,
        asked=unit is None,
        unit=unit.id if unit else None,
        first=turn.row.external_id,
    )


def _ask_kind(turn: Turn, draft: Draft, key: str) -> None:
    turn.ask(draft.at(DraftKind))
    choices = [turn.choice(f"button.kind.{kind}", FeedbackKind(draft.id, kind)) for kind in Kind]
    if draft.words or draft.photos or draft.place:
        choices.append(turn.choice("button.somebody", ReceptionAsk()))
        choices.append(turn.choice("button.do_not_send", Cancel()))
    else:
        choices.append(turn.choice("button.feedback_sent", FeedbackSent()))
    words = turn.texts.out_of(
        key, {"office": turn.house.office, "words": quoted(draft.words, WIDE), "limit": rules.MAX_PHOTOS}
    )
    turn.answer(Outgoing(words, choices=tuple(choices)))


@router.dialogue(DraftKind)
async def take_typed_kind(turn: Turn, draft: DraftKind) -> None:
    """Take the kind by its name; words that say the thing itself are kept, the code of a survey opens it."""
    if turn.said.forwarded:
        _ask_kind(turn, collect(turn, draft), "feedback.kind_again")
        return
    if await open_by_token(turn, turn.text):
        return
    typed = next((kind for name, kind in _TYPED.items() if name in fold(turn.text)), None)
    if turn.said.kind == Said.text and typed and len(turn.text) < 2 * rules.MIN_WORDS:
        await next_step(turn, draft.at(Draft, kind=typed))
        return
    _ask_kind(turn, collect(turn, draft), "feedback.kind_again")


@router.action(FeedbackKind)
async def take_kind(turn: Turn, choice: FeedbackKind) -> None:
    """Keep what it is."""
    draft = draft_of(turn, choice.draft)
    if draft is None:
        gone(turn)
        return
    await next_step(turn, draft.at(Draft, kind=choice.kind))


async def next_step(turn: Turn, draft: Draft) -> None:
    """Ask what is still missing; with everything there show it before it is sent."""
    if not draft.words:
        turn.ask(draft.at(DraftWords))
        # No number answers this: an earlier question's choices must not be taken for words.
        turn.conversation.options, turn.conversation.options_until = [], None
        turn.say("feedback.ask_words", photos=rules.MAX_PHOTOS)
    elif is_turned_away(draft):
        turn_away(turn, draft)
    elif draft.asked:
        await _offer_units(turn, draft)
    else:
        await _ask_sure(turn, draft)


async def _offer_units(turn: Turn, draft: Draft) -> None:
    """Offer the units, first of all those that the words seem to be about."""
    staffed = await people.units_with_staff(turn.session)
    likely = [staffed[n] for n in suggested(draft.words, [unit.name for unit in staffed])]
    others = [unit for unit in staffed if unit not in likely]
    _ask_unit(
        turn,
        draft,
        [*likely, *others][:UNITS],
        "feedback.ask_unit_likely" if likely else "feedback.ask_unit",
        likely="; ".join(unit.name for unit in likely),
    )


def _ask_unit(turn: Turn, draft: Draft, units: list[Unit], key: str, likely: str = "") -> None:
    turn.ask(draft.at(DraftUnit))
    choices = [FeedbackUnit(draft.id, id_of(unit)).named(unit.name) for unit in units]
    choices.append(turn.choice("button.unit_unknown", FeedbackUnit(draft.id, 0)))
    turn.answer(Outgoing(turn.texts.out_of(key, {"likely": likely}), choices=tuple(choices)))


@router.dialogue(DraftUnit)
async def take_unit_name(turn: Turn, draft: DraftUnit) -> None:
    """Take the unit by its name, or offer those whose name holds it."""
    if turn.said.kind != Said.text or turn.said.forwarded:
        await next_step(turn, collect(turn, draft))
        return
    if knows_no_unit(turn.text):
        await next_step(turn, draft.at(Draft, asked=False, unit=None))
        return
    found = await find.unit_meant(turn.session, turn.text)
    # A citizen says a part of the name, and sees the whole one before anything is sent.
    unit = found.unit or (found.held[0] if len(found.held) == 1 else None)
    if unit is None:
        _ask_unit(turn, draft, list(found.candidates[:UNITS]), "feedback.which_unit")
    else:
        await next_step(turn, draft.at(Draft, asked=False, unit=unit.id))


@router.action(FeedbackUnit)
async def take_unit(turn: Turn, choice: FeedbackUnit) -> None:
    """Keep which unit it is about; 0 is none that the citizen knows."""
    draft = draft_of(turn, choice.draft)
    if draft is None:
        gone(turn)
        return
    unit = await find.unit_by_id(turn.session, choice.unit)
    await next_step(turn, draft.at(Draft, asked=False, unit=unit.id if unit else None))


@router.dialogue(DraftWords)
async def take_words(turn: Turn, draft: DraftWords) -> None:
    """Keep the words and pictures; a picture alone asks for words."""
    grown = collect(turn, draft)
    if grown.words:
        await next_step(turn, grown)
    else:
        turn.ask(grown.at(DraftWords))
        is_place = turn.said.kind == Said.place
        words = turn.texts.out_of(
            "feedback.place_kept" if is_place else "feedback.photo_kept", {"count": len(grown.photos)}
        )
        turn.answer(Outgoing(words))


@router.dialogue(DraftSure)
async def take_more(turn: Turn, draft: DraftSure) -> None:
    """Words or a picture instead of a choice: they are added, and everything is shown again."""
    await next_step(turn, collect(turn, draft))


@router.dialogue(DraftFormal)
async def take_more_of_it(turn: Turn, draft: DraftFormal) -> None:
    """Words instead of a choice: they are added, and it is said again where such things go."""
    await next_step(turn, collect(turn, draft))


@router.action(FeedbackInformal)
async def go_on(turn: Turn, choice: FeedbackInformal) -> None:
    """Go on with what its writer says is neither complaint nor denunciation."""
    draft = draft_of(turn, choice.draft)
    if draft is None:
        gone(turn)
        return
    await next_step(turn, draft.at(Draft, informal=True))


async def _ask_sure(turn: Turn, draft: Draft) -> None:
    """Show everything, by when they hear, and what is kept so as to answer."""
    is_praise, consent = draft.kind is Kind.praise, ""
    unit = await naming.at(turn.session, draft.unit)
    mine = turn.house.feedback
    lines = [
        turn.texts(
            "feedback.sure",
            kind=kind_words(turn.texts, draft.kind or Kind.report),
            unit=unit.name if unit else turn.texts("feedback.unit_unknown"),
            words=quoted(draft.words),
        )
    ]
    if draft.photos:
        lines.append(turn.texts("feedback.photo_count", count=len(draft.photos)))
    lines += filter(None, [place_words(turn.texts, draft.place)])
    if not is_praise:
        due = rules.due_day(turn.today, mine, turn.house.calendar())
        consent = turn.texts("feedback.consent", due=day(due), days=mine.keep_days)
        lines.append(consent)
    turn.ask(draft.at(DraftSure, consent=consent))
    key = "feedback.ask_sure"
    turn.say(key, lines="\n".join(lines), choices=_sure_choices(turn, draft.id, is_praise))


def _sure_choices(turn: Turn, draft_id: int, is_praise: bool) -> list[Choice]:
    send = [turn.choice("button.send_praise", FeedbackSend(draft_id, Way.praise))]
    if not is_praise:
        send = [
            turn.choice("button.send_here", FeedbackSend(draft_id, Way.here)),
            turn.choice("button.send_unseen", FeedbackSend(draft_id, Way.unseen)),
        ]
    return [
        *send,
        turn.choice("button.rewrite", FeedbackRewrite(draft_id)),
        turn.choice("button.do_not_send", Cancel()),
    ]


@router.action(FeedbackRewrite)
async def rewrite(turn: Turn, choice: FeedbackRewrite) -> None:
    """Forget the words and pictures and ask for them anew."""
    draft = draft_of(turn, choice.draft)
    if draft is None:
        gone(turn)
        return
    await next_step(turn, draft.at(Draft, words="", photos=(), place="", informal=False))
