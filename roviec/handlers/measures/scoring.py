"""A criterion scored in a chat: shown, given its points and why, proven by files."""

from roviec.db import files as stored
from roviec.db.measures import reach
from roviec.db.measures.reach import Reach
from roviec.db.models import Assessment
from roviec.db.models.base import id_of
from roviec.db.scores import keep, look, owners, proofs
from roviec.errors import PersonError
from roviec.handlers.choices.measures import (
    CriterionOwner,
    CriterionProve,
    CriterionSay,
    CriterionShow,
    ScoreFiles,
    ScorePage,
    ScorePoints,
)
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.evidence import checked
from roviec.handlers.tasks.pages import PAGE, cut, turning
from roviec.messages.outgoing import Choice, Outgoing
from roviec.reports.criterion_words import criterion_lines, points_words
from roviec.reports.measured_words import unit_words
from roviec.tasks.criteria.model import Criterion
from roviec.tasks.criteria.said import said_points
from roviec.tasks.measures.numbers import write_number
from roviec.texts.shapes import short

router = Router()


class CriterionUnknown(PersonError):
    """Không có tiêu chí này trong bộ tiêu chí. Ông/Bà mở lại đợt tự chấm điểm rồi chọn lại."""


async def found(turn: Turn, number: int, criterion: str) -> tuple[Assessment, Criterion, Reach]:
    """Return a criterion of a scoring that whoever speaks may see; raise otherwise."""
    scoring, criteria, of = await keep.find(turn.session, turn.official(), number)
    one = criteria.find(criterion)
    if one is None:
        raise CriterionUnknown
    return scoring, one, of


async def due_choices(turn: Turn) -> list[Choice]:
    """Return the criteria that wait for the points of whoever speaks."""
    of = await reach.of(turn.session, turn.official())
    return [
        turn.choice(
            "scores.due.line",
            CriterionSay(id_of(one.scoring), one.criterion.id),
            id=one.criterion.id,
            title=short(one.criterion.title, 60),
        )
        for one in await owners.due(turn.session, of)
    ]


@router.action(ScorePage)
async def show_criteria(turn: Turn, choice: ScorePage) -> None:
    """Show a page of the criteria: those that whoever speaks scores, else all that they see."""
    scoring, criteria, of = await keep.find(turn.session, turn.official(), choice.scoring)
    sheet = await look.sheet(turn.session, scoring, criteria)
    mine = [one for one in criteria.all if sheet.is_open and of.answers(sheet.owned(one))]
    listed = mine or criteria.all
    labels = [
        turn.choice(
            "scores.criterion.line",
            CriterionShow(choice.scoring, one.id),
            id=one.id,
            title=short(one.title, 50),
            points=points_words(sheet.own.get(one.id)),
            highest=write_number(one.points),
        )
        for one in listed
    ]
    more = turning(turn, choice.page, len(labels), lambda page: ScorePage(choice.scoring, page))
    turn.say(
        "scores.criteria.mine" if mine else "scores.criteria.all",
        count=len(labels),
        unit=unit_words(sheet.unit, scoring.former, turn.texts),
        year=scoring.year,
        choices=[*cut(labels, choice.page, PAGE), *more],
    )


@router.action(CriterionShow)
async def show_criterion(turn: Turn, choice: CriterionShow) -> None:
    """Show a criterion with what may be done about it."""
    scoring, one, of = await found(turn, choice.scoring, choice.criterion)
    sheet = await look.sheet(turn.session, scoring, await keep.criteria_of(turn.session, scoring))
    said = criterion_lines(sheet, one, turn.texts, turn.house.zone)
    choices: list[Choice] = []
    if sheet.is_open and of.answers(sheet.owned(one)):
        choices.append(turn.choice("scores.give", CriterionSay(id_of(scoring), one.id)))
        choices.append(turn.choice("scores.send", CriterionProve(id_of(scoring), one.id)))
    if sheet.is_open and owners.may_name(scoring, of):
        choices.append(turn.choice("scores.owner", CriterionOwner(id_of(scoring), one.id)))
    choices.append(turn.choice("scores.criteria", ScorePage(id_of(scoring), 0)))
    turn.answer(Outgoing("\n".join(said), choices=tuple(choices)))


@router.action(CriterionSay)
async def ask_points(turn: Turn, choice: CriterionSay) -> None:
    """Ask for the points."""
    scoring, one, of = await found(turn, choice.scoring, choice.criterion)
    await keep.may_score_now(turn.session, scoring, one, of)
    turn.ask(ScorePoints(id_of(scoring), one.id))
    levels = "; ".join(f"{write_number(level.points)} – {level.when}" for level in one.levels)
    turn.say(
        "scores.ask_points",
        id=one.id,
        what=short(one.title, 200),
        highest=write_number(one.points),
        levels=turn.texts("scores.ask_levels", levels=levels) if levels else "",
    )


@router.dialogue(ScorePoints)
async def take_points(turn: Turn, asked: ScorePoints) -> None:
    """Take points with why, or files that prove them; the question stays open for what is neither."""
    scoring, one, of = await found(turn, asked.scoring, asked.criterion)
    if turn.row.files:
        await _attach(turn, scoring, one, of, turn.texts("scores.then_points"))
        return
    words, note = said_points(turn.text)
    row = await keep.give(turn.session, scoring, one, words=words, note=note, of=of, by=turn.by)
    turn.finish()
    turn.say(
        "scores.given_chat",
        id=one.id,
        what=short(one.title, 100),
        points=points_words(row.points),
        highest=write_number(one.points),
        words=short(words, 40),
        note=turn.texts("scores.given_why", note=short(row.note, 200)) if row.note else "",
        choices=[
            turn.choice("scores.again", CriterionSay(id_of(scoring), one.id)),
            turn.choice("scores.send", CriterionProve(id_of(scoring), one.id)),
            turn.choice("scores.criteria", ScorePage(id_of(scoring), 0)),
        ],
    )


@router.action(CriterionProve)
async def ask_files(turn: Turn, choice: CriterionProve) -> None:
    """Ask for the files."""
    scoring, one, of = await found(turn, choice.scoring, choice.criterion)
    await keep.may_score_now(turn.session, scoring, one, of)
    turn.ask(ScoreFiles(id_of(scoring), one.id))
    turn.say("scores.ask_files", id=one.id, what=short(one.title, 200), wanted="; ".join(one.proof) or "–")


@router.dialogue(ScoreFiles)
async def take_files(turn: Turn, asked: ScoreFiles) -> None:
    """Take files, as many as come; words alone ask again."""
    scoring, one, of = await found(turn, asked.scoring, asked.criterion)
    if not turn.row.files:
        done = turn.choice("scores.criterion", CriterionShow(id_of(scoring), one.id))
        turn.say("scores.files_only", choices=[done])
        return
    show = turn.choice("scores.criterion", CriterionShow(id_of(scoring), one.id))
    await _attach(turn, scoring, one, of, turn.texts("scores.then_files"), show)


async def _attach(
    turn: Turn, scoring: Assessment, one: Criterion, of: Reach, then: str, *choices: Choice
) -> None:
    """Attach what was sent, with its caption, and say which of it was there already."""
    new: list[str] = []
    old: list[str] = []
    for file in checked(turn, turn.row.files):
        known = {name: file[name] for name in ("sha256", "mime", "size")}
        await stored.record(turn.session, **known, now=turn.now)
        sent = {"sha256": file["sha256"], "name": file["name"], "note": turn.text}
        done = await proofs.attach(turn.session, scoring, one, **sent, of=of, by=turn.by)
        (new if done else old).append(short(str(file["name"]), 40))
    lines = []
    if new:
        lines.append(turn.texts("scores.files_kept", id=one.id, names="; ".join(new)))
    if old:
        lines.append(turn.texts("scores.files_there", names="; ".join(old)))
    turn.answer(Outgoing("\n".join([*lines, then]), choices=choices))
