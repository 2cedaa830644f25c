"""A digest before it goes: corrected by who is over the office, sent to whom they choose."""

from datetime import date, datetime

from roviec.db import digest_edits, reminders, report_requests
from roviec.db.audit import Act
from roviec.db.models import Role
from roviec.delivery.reach import best
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.choices.figures import DigestFix, DigestPiece, DigestRemark, DigestSend
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.reports.model import Piece
from roviec.reports.period_words import period_words
from roviec.tasks.reporting import Period, named
from roviec.texts.shapes import moment, short

router = Router()
READERS = (Role.leader, Role.admin)
NOTHING = ("khong", "bo", "xoa")


class NoSuchPeriod(PersonError):
    """Không có kỳ báo cáo này. Ông/Bà gửi /tuan để xem bản tin của kỳ hiện tại."""


class NoReader(PersonError):
    """Người này không nhận bản tin hoặc chưa liên kết kênh nào nên chưa gửi. Ông/Bà chọn người khác."""


class RemarkWords(Dialogue, name="digest.remark"):
    """The remark that goes with a period's figures."""

    period: str


def period_of(key: str, today: date) -> Period:
    """Return the period of a key; raise `NoSuchPeriod` for none, and for one that begins after next week."""
    try:
        found = named(key)
    except ValueError:
        raise NoSuchPeriod from None
    if found.key != key or not 2020 <= found.year <= today.year + 1:
        raise NoSuchPeriod
    return found


@router.action(DigestFix)
async def show(turn: Turn, choice: DigestFix) -> None:
    """Show the remark, what is left out, who corrected it last, and what may be done."""
    me, period = turn.leader(), period_of(choice.period, turn.today)
    await digest_edits.may_correct(turn.session, me)
    turn.finish()
    await _show(turn, period)


async def _show(turn: Turn, period: Period) -> None:
    found = await digest_edits.latest(turn.session, period.key)
    row, by = found or (None, "")
    gone = row.left_out if row else []
    pieces = [
        turn.choice(f"digest.show.{one}", DigestPiece(period.key, one, True))
        if one in gone
        else turn.choice(f"digest.hide.{one}", DigestPiece(period.key, one, False))
        for one in Piece
    ]
    lines = [turn.texts("digest.edit.remark", words=row.remark)] if row and row.remark else []
    lines += [turn.texts(f"digest.edit.gone.{one}") for one in gone]
    if row is not None:
        lines.append(turn.texts("digest.edit.by", name=by, at=moment(row.at.astimezone(turn.house.zone))))
    turn.say(
        "digest.edit",
        period=period_words(period, turn.texts),
        lines="\n".join(lines) or turn.texts("digest.edit.none"),
        choices=[
            turn.choice("digest.edit.write", DigestRemark(period.key)),
            *pieces,
            turn.choice("digest.edit.send", DigestSend(period.key)),
        ],
    )


@router.action(DigestRemark)
async def ask_remark(turn: Turn, choice: DigestRemark) -> None:
    """Ask for a remark."""
    me, period = turn.leader(), period_of(choice.period, turn.today)
    await digest_edits.may_correct(turn.session, me)
    turn.finish()
    turn.ask(RemarkWords(period.key))
    turn.say("digest.edit.ask", limit=digest_edits.LONGEST)


@router.dialogue(RemarkWords)
async def take_remark(turn: Turn, asked: RemarkWords) -> None:
    """Keep the remark that was written; «không» takes it away."""
    me, period = turn.leader(), period_of(asked.period, turn.today)
    words = " ".join(turn.text.split())
    blank = fold(words) in NOTHING
    await digest_edits.correct(
        turn.session, period=period.key, by=me, now=turn.now, remark="" if blank else words
    )
    turn.finish()
    await _show(turn, period)


@router.action(DigestPiece)
async def turn_piece(turn: Turn, choice: DigestPiece) -> None:
    """Leave a piece out, or show it again."""
    me, period = turn.leader(), period_of(choice.period, turn.today)
    await digest_edits.correct(
        turn.session, period=period.key, by=me, now=turn.now, piece=choice.piece, shown=choice.shown
    )
    await _show(turn, period)


@router.action(DigestSend)
async def send(turn: Turn, choice: DigestSend) -> None:
    """Let the digest be drawn and sent to somebody, or to every reader, each their own; that week's comes no second time."""
    me, period = turn.leader(), period_of(choice.period, turn.today)
    await digest_edits.may_correct(turn.session, me)
    names = await _ask_for(turn, period, choice.person)
    if not names:
        raise NoReader
    await turn.record(Act.digest_send, f"digest/{period.key}", count=len(names))
    turn.finish()
    turn.say("digest.sent", count=len(names), names=short("; ".join(names), 300))


async def _ask_for(turn: Turn, period: Period, person: int | None) -> list[str]:
    roster = await reminders.roster(turn.session, now=turn.now, among=reminders.NOBODY)
    names: list[str] = []
    for one in roster.with_role(*READERS):
        to = best(roster, one, turn.house.channels) if person in (None, one) else None
        if to is None:
            continue
        await report_requests.ask(turn.session, address_id=to.id, now=turn.now, period=period.key)
        await _noted(turn, one, period.key, turn.now)
        names.append(roster.members[one].name)
    return names


async def _noted(turn: Turn, person: int, key: str, now: datetime) -> None:
    """Note that a person has had the period's digest, as the clock does."""
    kind = "digest" if "W" in key else "report"
    await reminders.say_once(turn.session, kind=kind, subject=str(person), period=key, now=now)
