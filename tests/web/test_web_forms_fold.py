"""No level lies below the fold, at any question of any shipped form: it would be chosen less."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.async_api import Page
from test_web_forms_browser import (
    EVERY,
    KHMER,
    LEVELS,
    SMALL,
    VOICES,
    browser,
    opened,
    pass_gates,
    phone,
    picture,
    pytestmark,
    stage,
)
from web_house import served

from roviec.db import surveys
from roviec.db.models import SurveyRun
from roviec.survey.answering import applies
from roviec.survey.load import load, shipped
from roviec.survey.modes import Mode
from roviec.survey.questionnaire import Item, Kind, Questionnaire
from tests.ports import free_port
from tests.web.form_stage import Stage

__all__ = ["browser", "phone", "pytestmark", "stage"]
# A page is loaded once; the others are put in its place by script, and the first and last of them are loaded as well.
MEASURE = """
const choices = () => ({
    ask: document.querySelector('#ask').getBoundingClientRect(), set: document.querySelector('#q').className,
    all: [...document.querySelectorAll('.level, .apart')].map(e => e.getBoundingClientRect()),
    wide: document.documentElement.scrollWidth, at: scrollY,
});
const field = (id, isFirst) => { const field = document.getElementById(id); return {
    ask: field.querySelector('legend').getBoundingClientRect(), set: 'field ' + field.className,
    all: [...field.querySelectorAll(isFirst ? '.row, .aside' : '.row, .aside, .blank')].map(e => e.getBoundingClientRect()),
    wide: document.documentElement.scrollWidth, at: scrollY,
}};
const head = (one) => [...one.querySelectorAll('link, script, style')].map(e => e.outerHTML).sort().join();
let before = '';
const put = (path, words) => {
    scrollTo(0, 0);
    if (words === before) return;  // The same part, opened at another question.
    before = words;
    const page = new DOMParser().parseFromString(words, 'text/html');
    if (head(page) !== head(document)) throw new Error(path + ' needs more than its words');
    document.body.replaceWith(document.adoptNode(page.body));
    document.documentElement.lang = page.documentElement.lang;
    for (const hear of document.querySelectorAll('.hear')) hear.hidden = false;
    scrollTo(0, 0);
};
"""
HERE = f"([path, id, isField, isFirst]) => {{ {MEASURE} return isField ? field(id, isFirst) : choices(); }}"
# Nothing is waited for between two of them: it would be painted, which takes as long as all the rest.
ALL = f"""async (pages) => {{ {MEASURE} const seen = [];
    const came = await Promise.all(pages.map(async ([path]) => (await fetch(path)).text()));
    for (const [n, [path, id, isField, isFirst]] of pages.entries()) {{
        put(path, came[n]);
        if (isField && !isFirst) {{
            if (location.hash === '#' + id) location.hash = '';
            location.hash = id;
        }}
        seen.push(isField ? field(id, isFirst) : choices());
    }}
    return seen;
}}"""
LOADED = (1, -1)
FIRST = {
    (form, "vi", mode, True) for form in ("mot-cua", "sipas-2026") for mode in (Mode.KIOSK, Mode.INTERVIEWER)
}
# Large type is the harder of the two; the usual one is walked in one language of each form.
CASES = [
    (*case, Mode.OWN, large)
    for case in [*EVERY, ("km", "vi"), ("km", "km")]
    for large in (False, True)
    if large or case[1] == "vi"
]


@dataclass(frozen=True)
class Look:
    """A question as a page shows it: alone, or as a field of its part, whole unless it is the first."""

    item: Item
    page: str
    is_field: bool = False
    is_first: bool = True

    @property
    def is_whole(self) -> bool:
        return not self.is_first

    @property
    def url(self) -> str:
        return self.page + ("" if self.is_first else f"#{self.item.id}")

    @property
    def told(self) -> list[Any]:
        return [self.page, self.item.id, self.is_field, self.is_first]


def one_by_one(base: str, items: list[Item]) -> list[Look]:
    return [Look(item, f"{base}/cau?kieu=tung&cau={item.id}") for item in items]


def by_part(base: str, items: list[Item]) -> list[Look]:
    """A page of a part shows the choices of its first question from the top, and opens at another one, whole."""
    firsts = {item.section: item.id for item in reversed(items)}
    return [
        Look(item, f"{base}/cau?kieu=phan&cau={item.id}", True, firsts[item.section] == item.id)
        for item in items
    ]


async def walked(stage: Stage, form: Questionnaire, *, answered: bool) -> None:
    """Let every question of the one run have been shown, and answered with its last choice."""
    [run] = await stage.chat.rows(SurveyRun)
    given = {item.id: _last(item) if answered else None for item in form.items}
    async with stage.chat.db.write() as session:
        held = await session.get_one(SurveyRun, run.id)
        surveys.save_run(held, replace(surveys.state_of(held), answers=given), stage.chat.now)


def _last(item: Item) -> Any:
    if item.kind is Kind.TEXT:
        return None
    return [len(item.options)] if item.kind is Kind.MULTI else len(item.options)


def in_one_column(item: Item, box: dict[str, Any]) -> bool:
    """Tell whether the levels of a question, if it has some, stand below each other and are equally wide."""
    sides = {(one["left"], one["right"]) for one in box["all"][: item.levels]}
    return not 0 < item.levels <= LEVELS or len(sides) == 1


def check(item: Item, box: dict[str, Any], *, blank: bool = False, is_field: bool = False) -> str:
    """Return what is wrong with what a page shows of a question, "" for nothing."""
    bottoms, heights = [one["bottom"] for one in box["all"]], [one["height"] for one in box["all"]]
    choices = len(item.options) + (blank and item.kind is not Kind.MULTI)
    if len(bottoms) != choices:
        return f"{item.id}: {len(bottoms)} choices of {choices}"
    if max(bottoms) > SMALL["height"] or min(one["top"] for one in box["all"]) < 0:
        return f"{item.id} ({box['set']}): {max(bottoms)} is out of sight"
    if min(heights) < 44 or box["wide"] > SMALL["width"]:
        return f"{item.id}: {heights}, {box['wide']}"
    if not is_field and (box["at"] != 0 or not in_one_column(item, box)):
        return f"{item.id}: scrolled by {box['at']}, or its levels are of different widths"
    return (
        f"{item.id}: its words end out of sight" if box["ask"]["bottom"] <= 0 or box["ask"]["top"] < 0 else ""
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize("phone", [True], indirect=True)
@pytest.mark.parametrize(("form", "lang", "mode", "large"), [*CASES, *sorted(FIRST)])
async def test_every_choice_is_in_sight(
    stage: Stage, phone: Page, tmp_path: Any, form: str, lang: str, mode: Mode, large: bool
) -> None:
    source = KHMER.read_text("utf-8") if form == "km" else ""
    known = load(source) if source else shipped()[form]
    code = await opened(stage, known.code, desk="Quầy số 3", source=source, mode=mode)
    await phone.add_init_script(VOICES)
    name = f"fold-{form}-{lang}-{mode or 'own'}-{'large' if large else 'usual'}"
    async with served(stage.app, free_port()) as address:
        base = f"{address}/phieu/{code}"
        await phone.goto(f"{base}?chu={'to' if large else 'thuong'}")
        await pass_gates(phone, address, code, lang=lang)
        await walked(stage, known, answered=large)
        [run] = await stage.chat.rows(SurveyRun)
        state = surveys.state_of(run)
        shown = [one for one in known.items if one.options and applies(one, state.answers)]
        for looks in (one_by_one(base, shown), by_part(base, shown)):
            await phone.goto(looks[0].url)
            first = await phone.evaluate(HERE, looks[0].told)
            boxes = await phone.evaluate(ALL, [look.told for look in looks])
            wrong = [
                check(look.item, box, blank=look.is_whole, is_field=look.is_field)
                for look, box in zip(looks, boxes, strict=True)
            ]
            assert first == boxes[0]
            for n in LOADED:
                await phone.goto(looks[n].url)
                assert await phone.evaluate(HERE, looks[n].told) == boxes[n]
                await picture(phone, f"{name}-{looks[n].item.id}", tmp_path)
            assert [one for one in wrong if one] == []
