"""What the digest says: short, the decisions first, figures with their interval and never a few people's."""

from datetime import date, timedelta

import pytest
from report_house import TODAY, House, at

from roviec.db.models import Address, Outbox
from roviec.db.models.delivery import Departure
from roviec.reports.digest import gather_index, index_table, index_text, text
from roviec.survey.load import shipped
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue

VI, EN = catalogue("vi"), catalogue("en")
LONG = "Tham mưu quyết định công bố danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của xã " * 3


def criteria(code: str = "mot-cua") -> list[str]:
    return [item for content in shipped()[code].contents for item in content.criteria]


async def asked(house: House, people: int, level: int = 4, code: str = "mot-cua") -> int:
    unit = await house.unit("UBND xã Đại Lãnh")
    campaign = await house.campaign(unit, code)
    for _ in range(people):
        await house.answers(campaign, unit, dict.fromkeys(criteria(code), level))
    return campaign


async def test_a_digest_with_everything_in_it_still_fits_a_phone(house: House) -> None:
    campaign = await asked(house, 12, code="sipas-2026")
    await house.answers(campaign, 1, dict.fromkeys(criteria("sipas-2026"), 2), flags=("speeder",))
    await house.goal(90.0, year=2026)
    for n in range(6):
        unit = await house.unit(f"Phòng Kinh tế, Hạ tầng và Đô thị kiêm Tài nguyên – Môi trường số {n}", 1)
        who = await house.person(f"Nguyễn Thị Ánh {n}", unit)
        task = await house.task(unit, title=LONG, due=TODAY - timedelta(days=n + 1))
        await house.asks(task, who, at(TODAY - timedelta(days=9)), date(2026, 12, 31))
        await house.stuck(task, who, at(TODAY - timedelta(days=20)))
        await house.feedback(unit, due=TODAY - timedelta(days=n + 1))
    said = text(await house.digest(office="Ủy ban nhân dân xã Đại Lãnh, tỉnh Khánh Hòa"), VI)
    assert len(said) <= 1200
    assert not said.endswith("…")
    parts = ("CẦN QUYẾT ĐỊNH", "NHIỆM VỤ", "MỨC ĐỘ HÀI LÒNG", "PHẢN ÁNH, GÓP Ý")
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "\n4. " not in said
    assert "Còn 9 việc khác" in said


async def test_changes_are_told_in_words(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit, due=TODAY - timedelta(days=1))
    await house.task(unit, due=TODAY - timedelta(days=2))
    said = text(await house.digest(), VI)
    assert "Đang làm, quá hạn: 2 (tăng 2)" in said
    assert "Đang làm, trong hạn: 0 (giảm 2)" in said
    assert "- Văn phòng: 2 (tăng 2) trên 2 việc" in said
    assert "Không đổi: Hoàn thành đúng hạn: 0; Hoàn thành trễ hạn: 0." in said
    assert "(không đổi)" not in said


async def test_why_a_decision_is_urgent_is_said(house: House) -> None:
    unit = await house.unit("Văn phòng")
    who = await house.person("Bình", unit)
    late = await house.task(unit, title="Nộp báo cáo", due=TODAY - timedelta(days=4))
    await house.asks(late, who, at(TODAY - timedelta(days=3)), date(2026, 8, 10))
    said = text(await house.digest(), VI)
    assert (
        "1. Xin gia hạn đến 10/8/2026: Nộp báo cáo (Văn phòng): đã quá hạn 2 ngày làm việc, đã chờ 1 ngày làm việc."
        in said
    )


async def test_both_measures_stand_under_their_names_the_headline_first(house: House) -> None:
    await asked(house, 30)
    await house.goal(90.0)
    for headline, first in (("mean", "Điểm bình quân quy đổi: 80,0%"), ("top2", "Tỷ lệ hài lòng: 100,0%")):
        said = text(await house.digest(headline=headline), VI)
        places = [said.index(name) for name in ("Điểm bình quân quy đổi", "Tỷ lệ hài lòng")]
        assert said.index(first) == min(places)
    assert "Mục tiêu 90%: đạt, cao hơn 10,0 điểm phần trăm." in said
    assert "Không phải số liệu SIPAS chính thức" in said


async def test_a_handful_of_answers_is_withheld_with_the_reason_and_not_counted_out(house: House) -> None:
    await asked(house, 4)
    digest = await house.digest()
    for said in (text(digest, VI), index_text(digest.index, VI)):
        assert "dưới 5 phiếu" in said
        assert "Chưa đủ 5 người trả lời" in said
        assert "%" not in said
    table = index_table(digest.index)
    assert table["responses"] is None
    assert all(one["n"] is None and one["distribution"] is None for one in table["criteria"])
    assert table["criteria"][0]["withheld"]["count"] == "dưới 5"


async def test_the_index_moves_with_marked_answers_only_when_they_are_enough(house: House) -> None:
    campaign = await asked(house, 20)
    house.step = 5
    before = index_table((await house.digest()).index)
    for flagged in range(1, 8):
        await house.answers(campaign, 1, dict.fromkeys(criteria(), 1), flags=("speeder",))
        part = (await house.digest()).index
        said, table = index_text(part, VI), index_table(part)
        assert ("Không kể 5 phiếu cần xem lại: 80,0%" in said) is (flagged >= 5)
        assert (table["overall"] == before["overall"]) is (flagged < 5)
        assert table["without_flagged"]["overall"] == before["overall"]
        assert table["flagged"] == (5 if flagged >= 5 else 0)


async def test_the_table_gives_count_distribution_and_both_measures_per_criterion(house: House) -> None:
    campaign = await asked(house, 8, level=5)
    await house.answers(campaign, 1, {criteria()[0]: 3})
    await house.answers(campaign, 1, {criteria()[0]: 2})
    part = await gather_index(house.session, today=TODAY, headline="mean", minimum_cell=5)
    assert part is not None
    first = index_table(part)["criteria"][0]
    assert (first["n"], first["distribution"]) == (10, [0, 1, 1, 0, 8])
    assert (first["share"]["value"], first["mean"]["value"]) == (80.0, 90.0)
    assert first["share"]["low"] < 80.0 < first["share"]["high"]
    assert index_table(part)["official"] is False


async def test_only_answers_of_the_time_and_units_asked_for_are_counted(house: House) -> None:
    campaign = await asked(house, 5)
    await house.answers(campaign, 1, dict.fromkeys(criteria(), 1), on=date(2025, 12, 31))
    other = await house.unit("Thôn Đông")
    await house.answers(campaign, other, dict.fromkeys(criteria(), 1), on=date(2026, 2, 1))
    known = {"today": TODAY, "headline": "mean", "minimum_cell": 1}
    for chosen, total in (
        ({}, 6),
        ({"unit_ids": (1,)}, 5),
        ({"date_from": date(2025, 1, 1)}, 7),
        ({"date_to": date(2026, 3, 1)}, 1),
    ):
        part = await gather_index(house.session, **known, **chosen)
        assert (part.compared.total if part else 0) == total, chosen


async def test_a_form_without_an_index_or_without_answers_gives_none(house: House) -> None:
    unit = await house.unit("UBND")
    await house.campaign(unit, "ho-so")
    assert (await house.digest()).index is None
    assert index_text(None, VI) == "Chưa có phiếu khảo sát nào trong thời gian này."


async def test_nothing_to_act_on_is_empty_and_anything_is_not(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit, state=State.done, completed_on=date(2026, 3, 1))
    assert (await house.digest()).is_empty
    assert text(await house.digest(), VI)
    await house.task(unit)
    assert not (await house.digest()).is_empty


async def test_answers_of_the_week_make_a_digest_worth_sending(house: House) -> None:
    await asked(house, 1)
    assert not (await house.digest()).is_empty


@pytest.mark.parametrize("say", [VI, EN])
async def test_every_part_is_told_in_each_language(house: House, say: object) -> None:
    await asked(house, 9)
    await house.task(1, due=TODAY - timedelta(days=1))
    digest = await house.digest()
    for said in (text(digest, say), index_text(digest.index, say)):
        assert "{" not in said


async def test_what_the_bot_itself_sent_and_could_not_send_this_week_is_told(house: House) -> None:
    for state, days in ((Departure.sent, 1), (Departure.sent, 2), (Departure.dead, 3), (Departure.dead, 30)):
        when = at(TODAY - timedelta(days=days))
        await house.keep(
            Outbox(channel="web", chat="1", body={}, state=state, not_before=when, created_at=when)
        )
    unit = await house.unit("Văn phòng")
    who = await house.person("Bình", unit)
    await house.keep(Address(channel="web", chat="1", person_id=who, reachable=False))
    said = text(await house.digest(), VI)
    assert "TIN NHẮN: đã gửi 2; không gửi được 1; 1 người chưa liên lạc được." in said


def test_both_languages_have_the_same_keys() -> None:
    ours = ("digest.", "index.", "measure.", "picture.", "annex.")
    keys = [{k for k in one.sentences if k.startswith(ours)} for one in (VI, EN)]
    assert keys[0] == keys[1]
