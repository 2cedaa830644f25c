"""What a channel needs to show the question at hand, in the person's language; no layout."""

from dataclasses import dataclass

from roviec.survey.answering import asked, tally
from roviec.survey.engine import TEXT_LIMIT
from roviec.survey.questionnaire import Item, Kind, Questionnaire, say
from roviec.survey.session import FINAL, Session, Stage

_REFUSED = {
    "vi": "Phiếu đã khép lại, không câu trả lời nào được lưu. Xin cảm ơn Ông/Bà.",
    "en": "The form is closed and nothing was kept. Thank you.",
}


@dataclass(frozen=True)
class Progress:
    """Where a question stands among those counted by the same word: "Câu" 3/16."""

    word: str
    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.word} {self.number}/{self.total}"


@dataclass(frozen=True)
class View:
    """The question at hand, or the last word of a form that is over.

    `heading` and `intro` are set only where a new section begins; `chosen` holds the ticks, or the numbers
    answered before coming back; `written` the text answered before. `aside` is the option that stands apart.
    """

    item: str
    stage: Stage
    text: str
    kind: Kind | None = None
    help: str = ""
    options: tuple[tuple[int, str], ...] = ()
    aside: int | None = None
    chosen: tuple[int, ...] = ()
    written: str = ""
    progress: Progress | None = None
    heading: str = ""
    intro: str = ""
    optional: bool = False
    can_skip: bool = False
    can_back: bool = False
    can_keep: bool = False
    can_finish: bool = False
    paused: bool = False
    limit: int | None = None
    is_brief: bool = False
    """Not the whole text is shown."""


def view(form: Questionnaire, session: Session) -> View:
    """Return what to show for a session; at its end, the closing words without options."""
    if session.stage in FINAL:
        return View("", session.stage, say(_last_words(form, session), session.language))
    item = form.item(session.position)
    if session.stage is not Stage.QUESTION:
        return _gate(form, session, item)
    return _question(form, session, item)


def _last_words(form: Questionnaire, session: Session) -> dict[str, str]:
    return dict(form.thanks) if session.stage is Stage.DONE else _REFUSED


def _options(item: Item, language: str) -> tuple[tuple[int, str], ...]:
    return tuple((number, say(option.label, language)) for number, option in enumerate(item.options, 1))


def _gate(form: Questionnaire, session: Session, item: Item) -> View:
    text = say(item.text, session.language)
    if session.stage is Stage.REVIEW:
        answered, total = tally(form, session.answers)
        text = text.format(answered=answered, total=total)
    return View(
        item=item.id,
        stage=session.stage,
        text=text,
        kind=item.kind,
        options=_options(item, session.language),
        can_back=bool(session.history),
        paused=session.paused,
    )


def _question(form: Questionnaire, session: Session, item: Item) -> View:
    language, section = session.language, form.section(item.section)
    begins = not session.history or form.item(session.history[-1]).section != item.section
    known = session.answers.get(item.id)
    return View(
        item=item.id,
        stage=session.stage,
        text=say(item.text, language),
        kind=item.kind,
        help=say(item.help, language),
        options=_options(item, language),
        aside=item.levels + 1 if item.levels < len(item.options) else None,
        chosen=(known,) if isinstance(known, int) else session.draft,
        written=known if isinstance(known, str) else "",
        progress=_progress(form, session, item),
        heading=say(section.title, language) if begins else "",
        intro=say(section.intro, language) if begins else "",
        optional=item.optional,
        can_skip=True,
        can_back=bool(session.history),
        can_keep=known is not None,
        can_finish=item.kind is Kind.MULTI,
        paused=session.paused,
        limit=TEXT_LIMIT if item.kind is Kind.TEXT else None,
    )


def _progress(form: Questionnaire, session: Session, item: Item) -> Progress:
    """Count the item among the applying ones whose sections share a progress word."""
    word = form.section(item.section).progress
    numbered = item.parent or item.id
    counted = [
        other.id
        for other in asked(form, session.answers)
        if form.section(other.section).progress["vi"] == word["vi"]
    ]
    return Progress(say(word, session.language), counted.index(numbered) + 1, len(counted))
