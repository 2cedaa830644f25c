"""A form on a small phone, in a real browser, with scripts and without."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from web_house import served

from roviec.db import surveys
from roviec.db.models import Address, SurveyRun
from roviec.db.surveys.doors import make_door
from roviec.survey.load import load, shipped
from roviec.survey.modes import Mode
from roviec.survey.questionnaire import Questionnaire
from tests.chromium import chromium, needs_chromium
from tests.ports import free_port
from tests.web.form_stage import Stage, stage

__all__ = ["stage"]
pytestmark = needs_chromium
SMALL = {"width": 360, "height": 620}
KHMER = Path(__file__).parents[2] / "docs" / "examples" / "tiep-dan-khmer.toml"
IN_SIGHT = """() => [...document.querySelectorAll('.level, .apart')].map(e => e.getBoundingClientRect())
    .map(r => ({top: r.top, bottom: r.bottom, left: r.left, right: r.right, height: r.height}))"""


VOICES = """(() => {
  window.aloud = [];
  const voices = [["vi-VN", true], ["en_US", true], ["km-KH", true], ["fr-FR", false]]
    .map(([lang, localService]) => ({lang, localService}));
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => voices.slice(0, window.voices ?? 9), cancel: () => window.aloud.push("(yên)"),
    speak: (said) => { window.last = said; window.aloud.push(said.text); },
  });
  Object.defineProperty(window, "speechSynthesis", {value: speech});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})()"""
"""Voices that live in a phone; the browser of the tests has none."""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
async def phone(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport=SMALL, device_scale_factor=2, java_script_enabled=bool(request.param)
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: troubles.append(str(e)))
    yield page
    # A page may still ask for its icon when the server of a test ends.
    assert [trouble for trouble in troubles if "ERR_CONNECTION_REFUSED" not in trouble] == []
    await context.close()


async def picture(page: Page, name: str, tmp_path: Path, *, whole: bool = False) -> None:
    """Wait for the whole page; keep a screenshot where SCREENSHOTS says: to draw one takes as long as half a test."""
    await page.wait_for_load_state()
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)


async def opened(stage: Stage, form: str, *, desk: str = "", mode: Mode = Mode.OWN, source: str = "") -> str:
    """Open a form at the counter; return the code of a door."""
    unit = await stage.chat.unit("Bộ phận Tiếp nhận và Trả kết quả")
    async with stage.chat.db.write() as session:
        if source:
            await surveys.keep_form(session, source=source)
        campaign = await surveys.open_campaign(
            session, form_code=form, unit=unit, opens=stage.chat.now.date()
        )
        return await make_door(session, campaign_id=campaign.id or 0, unit=unit, mode=mode, desk=desk)


async def pass_gates(page: Page, address: str, code: str, *, lang: str = "vi") -> None:
    await page.goto(f"{address}/phieu/{code}?lang={lang}")
    await page.locator("button[value=begin]").click()
    await page.locator(".level").first.click()


LEVELS = 5
"""No question of a shipped form has more of them."""
EVERY = [(code, lang) for code, form in shipped().items() for lang in form.languages]


@pytest.mark.parametrize("phone", [True], indirect=True)
@pytest.mark.parametrize(("form", "lang"), [*EVERY, ("tiep-dan-khmer", "vi"), ("tiep-dan-khmer", "km")])
async def test_all_levels_are_in_sight_at_once(
    stage: Stage, phone: Page, tmp_path: Path, form: str, lang: str
) -> None:
    """A level below the fold is chosen less: none is, on a phone of 360 by 620 that may read aloud.

    The first question, the last and one between them, each as a citizen loads it; test_web_forms_fold.py has them all.
    """
    source = KHMER.read_text("utf-8") if form == "tiep-dan-khmer" else ""
    code = await opened(stage, form, desk="Quầy số 3", source=source)
    known = load(source) if source else shipped()[form]
    await phone.add_init_script(VOICES)
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code, lang=lang)
        await skip_all(stage, known)
        graded = [one for one in known.items if 0 < one.levels <= LEVELS and one.when is None]
        for item in {graded[n].id: graded[n] for n in (0, len(graded) // 2, -1)}.values():
            await phone.goto(f"{address}/phieu/{code}/cau?cau={item.id}")
            await expect(phone.locator(".hear")).to_be_visible()
            levels = (await phone.evaluate(IN_SIGHT))[: item.levels]
            assert len(levels) == item.levels
            assert await phone.evaluate("scrollY") == 0
            assert max(box["bottom"] for box in levels) <= SMALL["height"], (item.id, levels)
            assert len({(box["left"], box["right"]) for box in levels}) == 1
            assert min(box["height"] for box in levels) >= 44
            assert await phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], item.id
        await picture(phone, f"{form}-{lang}", tmp_path)


async def skip_all(stage: Stage, form: Questionnaire) -> None:
    """Let every question of the one run have been shown."""
    [run] = await stage.chat.rows(SurveyRun)
    asked = {item.id: None for item in form.items if item.when is None}
    async with stage.chat.db.write() as session:
        held = await session.get_one(SurveyRun, run.id)
        surveys.save_run(held, replace(surveys.state_of(held), answers=asked), stage.chat.now)


async def test_each_question_of_a_factor_fits_one_screen(stage: Stage, phone: Page, tmp_path: Path) -> None:
    code = await opened(stage, "mot-cua")
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code)
        await phone.get_by_role("link", name="Trả lời cả phần trên một trang").click()
        await picture(phone, "factor", tmp_path)
        fields = phone.locator("fieldset")
        assert await fields.count() == 3
        for n in range(3):
            box = await fields.nth(n).bounding_box()
            assert box is not None
            assert box["height"] <= SMALL["height"]
            await fields.nth(n).get_by_label("Rất hài lòng").check()
        await phone.get_by_role("button", name="Tiếp tục").click()
        await expect(phone.locator("h1")).to_have_text("B. Thủ tục hành chính")
        await expect(phone.locator("fieldset")).to_have_count(4)
        await phone.get_by_role("link", name="Quay lại").click()
        await expect(phone.get_by_label("Rất hài lòng").first).to_be_checked()


async def test_a_citizen_answers_looks_it_over_and_sends(stage: Stage, phone: Page, tmp_path: Path) -> None:
    async with served(stage.app, free_port()) as address:
        await phone.goto(f"{address}/phieu/{stage.token}")
        await picture(phone, "consent", tmp_path, whole=True)
        await phone.get_by_role("button", name="Đồng ý tham gia").click()
        await phone.get_by_role("button", name="Đã đủ 18 tuổi").click()
        await phone.get_by_role("button", name="5 Rất hài lòng").click()
        await phone.get_by_label("Họp dân").check()
        await picture(phone, "several", tmp_path)
        await phone.get_by_role("button", name="Tiếp tục").click()
        await phone.locator("textarea").fill("Ghế ngồi chật QUENHOA")
        await picture(phone, "words", tmp_path)
        await phone.get_by_role("button", name="Tiếp tục").click()
        await picture(phone, "list", tmp_path, whole=True)
        await expect(phone.locator(".list")).to_contain_text("Ghế ngồi chật QUENHOA")
        assert await stage.responses() == []
        await phone.get_by_role("button", name="Gửi phiếu").click()
        await expect(phone.locator("h1")).to_have_text("Xin cảm ơn Ông/Bà.")
        await picture(phone, "thanks", tmp_path)
        # The browser's own way back shows no answer either.
        for _ in range(8):
            await phone.go_back()
            assert "QUENHOA" not in await phone.content()
            assert await phone.locator(".level.on, input:checked").count() == 0
            if not phone.url.startswith(address):
                break
    assert len(await stage.responses()) == 1


async def test_what_moves_about_does_not_look_like_an_answer(stage: Stage, phone: Page) -> None:
    code = await opened(stage, "mot-cua")
    style = """(name) => [...document.querySelectorAll(name)].map(e => getComputedStyle(e))
        .map(s => [s.backgroundColor, s.borderTopStyle, s.textDecorationLine])"""
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code)
        await phone.get_by_role("button", name="4 Hài lòng").click()
        # Only a page that has its style tells how it looks.
        await phone.wait_for_load_state("load")
        levels, moves, apart = [
            await phone.evaluate(style, name) for name in (".level", "main .control", ".apart")
        ]
        assert len(levels) == 5
        assert len(moves) == 2
        assert len(apart) == 1
        assert not {tuple(one) for one in levels} & {tuple(one) for one in moves}
        assert all(one[2] == "underline" for one in moves)
        assert all(one[1] == "solid" for one in levels)
        assert apart[0][1] == "dashed"
        await phone.get_by_role("button", name="Không biết / Không áp dụng").click()
        [run] = await stage.chat.rows(SurveyRun)
        assert run.session["answers"] == {"sipas.24": 4, "sipas.25": 6}


async def test_the_next_visitor_of_a_kiosk_finds_a_fresh_form(
    stage: Stage, phone: Page, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    code = await opened(stage, "mot-cua", desk="Quầy số 3", mode=Mode.KIOSK)
    has_scripts = "no scripts" not in request.node.name
    await phone.clock.install() if has_scripts else None
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code)
        await phone.get_by_role("button", name="4 Hài lòng").click()
        await picture(phone, "kiosk", tmp_path)
        if has_scripts:
            await phone.clock.fast_forward(61_000)
        else:
            await phone.goto(f"{address}/phieu/{code}")
        await expect(phone.locator("h1")).to_have_text("Ông/Bà tiếp tục hay làm lại?")
        await picture(phone, "kiosk-ask", tmp_path)
        if has_scripts:
            await phone.clock.fast_forward(31_000)
        else:
            stage.chat.now += timedelta(seconds=100)
            await phone.goto(f"{address}/phieu/{code}")
        await expect(phone.locator("button[value=begin]")).to_be_visible()
        assert await stage.chat.rows(SurveyRun) == []
        assert await stage.chat.rows(Address) == []


@pytest.mark.parametrize("phone", [True], indirect=True)
async def test_a_third_language_says_that_nobody_reviewed_it(
    stage: Stage, phone: Page, tmp_path: Path
) -> None:
    code = await opened(stage, "tiep-dan-khmer", source=KHMER.read_text("utf-8"))
    async with served(stage.app, free_port()) as address:
        await phone.goto(f"{address}/phieu/{code}")
        await expect(phone.locator(".notice")).to_have_count(0)
        await phone.get_by_role("link", name="ភាសាខ្មែរ").click()
        await expect(phone.locator(".notice")).to_contain_text("Cần người bản ngữ rà soát")
        await expect(phone.locator("html")).to_have_attribute("lang", "km")
        await picture(phone, "khmer-consent", tmp_path, whole=True)
        await phone.locator("button[value=begin]").click()
        await phone.locator(".level").first.click()
        await picture(phone, "khmer", tmp_path)
        boxes = (await phone.evaluate(IN_SIGHT))[:5]
        assert max(box["bottom"] for box in boxes) <= SMALL["height"]


async def test_a_question_is_read_aloud_by_a_voice_of_the_phone(
    stage: Stage, phone: Page, request: pytest.FixtureRequest
) -> None:
    """Question and levels, never what was answered; pressed again it ends; without scripts it is absent."""
    code = await opened(stage, "mot-cua")
    await phone.add_init_script(VOICES)
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code)
        hear = phone.locator(".hear")
        if "no scripts" in request.node.name:
            await expect(hear).to_be_hidden()
            return
        await phone.get_by_role("button", name="Nghe").click()
        heard = await phone.evaluate("aloud.slice(1)")
        assert heard[0].startswith("A. Tiếp cận dịch vụ")
        assert heard[-6:-1] == [
            "1 Rất không hài lòng", "2 Không hài lòng", "3 Bình thường", "4 Hài lòng", "5 Rất hài lòng"
        ]  # fmt: skip
        assert heard[-1] == "Không biết / Không áp dụng"
        assert await phone.evaluate("[last.lang, last.voice.lang]") == ["vi", "vi-VN"]
        await phone.get_by_role("button", name="Dừng đọc").click()
        assert await phone.evaluate("aloud.at(-1)") == "(yên)"
        await hear.click()
        await phone.evaluate("last.onend()")
        await expect(hear).to_have_attribute("aria-pressed", "false")
        await phone.get_by_role("link", name="Trả lời cả phần trên một trang").click()
        await phone.locator("fieldset").nth(1).locator(".hear").click()
        heard = await phone.evaluate("aloud.slice(1)")
        assert heard[0].startswith("Câu 2/16")
        assert "5 Rất hài lòng" not in heard
        assert heard.count("Rất hài lòng") == 1


@pytest.mark.parametrize("phone", [True], indirect=True)
async def test_no_voice_elsewhere_learns_what_is_asked(stage: Stage, phone: Page) -> None:
    """A voice that lives on somebody's server is not used; one that the phone loads later is offered then."""
    code = await opened(stage, "mot-cua")
    await phone.add_init_script(VOICES.replace('["vi-VN", true]', '["vi-VN", false], ["vi-VN", true]'))
    await phone.add_init_script("window.voices = 1")
    async with served(stage.app, free_port()) as address:
        await pass_gates(phone, address, code)
        await expect(phone.locator(".hear")).to_be_hidden()
        await phone.evaluate("window.voices = 9; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
        await phone.get_by_role("button", name="Nghe").click()
        assert await phone.evaluate("last.voice.localService")
