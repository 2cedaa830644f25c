"""A form as pages: a question each or a factor each, how far one has come, and all answers in one list. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from roviec.survey.answering import applies, asked, go
from roviec.survey.questionnaire import Item, Kind, Questionnaire, say
from roviec.survey.session import Answer, Session
from roviec.survey.view import View, view


@dataclass(frozen=True)
class Line:
    """One question in the list of all answers; `words` is empty where it was left blank."""

    item: str
    text: str
    words: str
    place: str = ""
    heading: str = ""


def together(form: Questionnaire, answers: Mapping[str, Answer], item: Item) -> list[Item]:
    """Return the questions that share a page with `item`: those of its section that apply, in order."""
    return [one for one in form.items if one.section == item.section and applies(one, answers)]


def views(form: Questionnaire, session: Session, items: list[Item]) -> list[View]:
    """Return how questions are shown; each must have been reached, or follow one that was."""
    return [_shown(form, session, item.id) for item in items]


def _shown(form: Questionnaire, session: Session, item: str) -> View:
    # What is further on is shown as if what lies before were skipped.
    before = [one.id for one in form.items[: form.place(item)] if applies(one, session.answers)]
    walked = {**dict.fromkeys(before), **session.answers}
    there, _ = go(form, replace(session, answers=walked), item)
    return view(form, there)


def unconditional(form: Questionnaire) -> Questionnaire:
    """Return a form that asks everybody everything, to be read through."""
    return replace(form, items=tuple(replace(item, when=None) for item in form.items))


def progress(form: Questionnaire, session: Session) -> tuple[int, int]:
    """Return how many numbered questions were answered or skipped, and how many there are."""
    items = asked(form, session.answers)
    return sum(item.id in session.answers for item in items), len(items)


def summary(form: Questionnaire, session: Session) -> list[Line]:
    """Return every question that applies with what was answered."""
    lines, section = [], ""
    for item in form.items:
        if applies(item, session.answers):
            shown = _shown(form, session, item.id)
            heading = say(form.section(item.section).title, session.language)
            lines.append(
                Line(
                    item.id,
                    shown.text,
                    words_of(item, session.answers.get(item.id), session.language),
                    str(shown.progress or ""),
                    heading if item.section != section else "",
                )
            )
            section = item.section
    return lines


def words_of(item: Item, answer: Answer, language: str) -> str:
    """Return an answer in words, "" for a blank."""
    if answer is None or isinstance(answer, str):
        return answer or ""
    numbers = answer if isinstance(answer, list) else [answer]
    return "; ".join(say(item.options[number - 1].label, language) for number in numbers)


def is_one_press(item: Item) -> bool:
    """Tell whether pressing an option answers a question whole."""
    return item.kind not in (Kind.MULTI, Kind.TEXT)
