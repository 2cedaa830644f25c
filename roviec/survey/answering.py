"""Keep an answer and move on or back: what changes in a session, with no words about it."""

from collections.abc import Mapping
from dataclasses import replace

from roviec.survey.events import Asked, Done, Event, Recorded, Ticked
from roviec.survey.questionnaire import REVIEW, Item, Questionnaire
from roviec.survey.sentences import NothingBefore, NotYet
from roviec.survey.session import Answer, Session, Stage

Answers = Mapping[str, Answer]


def applies(item: Item, answers: Answers) -> bool:
    """Tell whether an item is to be asked, given the answers to earlier ones."""
    if item.when is None:
        return True
    known = answers.get(item.when.item)
    chosen = known if isinstance(known, list) else [known]
    return any(number in item.when.numbers for number in chosen)


def asked(form: Questionnaire, answers: Answers) -> list[Item]:
    """Return the numbered items that apply now; a "viết cụ thể" belongs to its parent's number."""
    return [item for item in form.items if item.parent is None and applies(item, answers)]


def tally(form: Questionnaire, answers: Answers) -> tuple[int, int]:
    """Return how many of the numbered items are answered, and how many there are."""
    items = asked(form, answers)
    return sum(1 for item in items if answers.get(item.id) is not None), len(items)


def record(form: Questionnaire, session: Session, answer: Answer) -> tuple[Session, list[Event]]:
    """Keep the answer to the current item (None: skipped), drop what no longer applies, and go on."""
    answers = _prune(form, {**session.answers, session.position: answer})
    moved = replace(session, answers=answers, history=(*session.history, session.position), draft=())
    recorded = Recorded(session.position, answer)
    place = form.place(session.position) + 1
    following = next((item for item in form.items[place:] if applies(item, answers)), None)
    if following is not None:
        return _enter(moved, following.id), [recorded, Asked(following.id)]
    if form.review:
        return replace(moved, stage=Stage.REVIEW, position=REVIEW), [recorded, Asked(REVIEW)]
    done, events = close(form, moved)
    return done, [recorded, *events]


def close(form: Questionnaire, session: Session) -> tuple[Session, list[Event]]:
    """End a session with its answers."""
    answered, total = tally(form, session.answers)
    done = replace(session, stage=Stage.DONE, position="", history=(), draft=())
    return done, [Done(answered, total - answered)]


def go_back(session: Session) -> tuple[Session, list[Event]]:
    """Return to the item before; its answer stays until it is replaced."""
    if not session.history:
        raise NothingBefore
    item = session.history[-1]
    earlier = replace(session, stage=Stage.QUESTION, history=session.history[:-1])
    return _enter(earlier, item), [Asked(item)]


def reached(form: Questionnaire, answers: Answers) -> list[str]:
    """Return where a person may go: what was asked before, the question after that, the last look once none is left."""
    places = []
    for item in form.items:
        if applies(item, answers):
            places.append(item.id)
            if item.id not in answers:
                return places
    return [*places, REVIEW]


def go(form: Questionnaire, session: Session, to: str) -> tuple[Session, list[Event]]:
    """Stand at a question as if one had walked there; raise NotYet where what comes before was not asked."""
    places = reached(form, session.answers)
    if to not in places:
        raise NotYet
    moved = replace(session, history=tuple(places[: places.index(to)]), draft=())
    if to == REVIEW:
        return replace(moved, stage=Stage.REVIEW, position=REVIEW), [Asked(REVIEW)]
    return _enter(replace(moved, stage=Stage.QUESTION), to), [Asked(to)]


def tick(session: Session, item: Item, number: int, on: bool | None) -> tuple[Session, list[Event]]:
    """Tick, untick or flip one option of a multiple choice."""
    ticks = set(session.draft)
    wanted = number not in ticks if on is None else on
    draft = tuple(sorted(ticks | {number} if wanted else ticks - {number}))
    return replace(session, draft=draft), [Ticked(item.id, draft)]


def _enter(session: Session, item_id: str) -> Session:
    """Stand at an item, its earlier ticks in the draft."""
    known = session.answers.get(item_id)
    return replace(session, position=item_id, draft=tuple(known) if isinstance(known, list) else ())


def _prune(form: Questionnaire, answers: dict[str, Answer]) -> dict[str, Answer]:
    for item in form.conditional:
        if item.id in answers and not applies(item, answers):
            del answers[item.id]
    return answers
