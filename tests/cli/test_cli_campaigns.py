"""Campaigns, comparisons, rulings and tables to give away, by command."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import AuditEntry, Campaign
from roviec.db.surveys import finish
from roviec.reports.said import quarter_of
from roviec.survey.load import shipped
from tests.cli.conftest import Office, made_once
from tests.office import HANOI, hanoi_today

FORM = shipped()["mot-cua"]
ITEMS = FORM.contents[0].criteria
DESK, LAW = 2, 3
"""The numbers of the two units below the office."""


def answer(office: Office, campaign: int, unit: int, levels: list[int], *, on: date | None = None) -> None:
    async def work(session: AsyncSession) -> None:
        for level in levels:
            await finish.keep_response(
                session,
                campaign_id=campaign,
                unit_id=unit,
                form=FORM,
                answers=dict.fromkeys(ITEMS, level) | {ITEMS[0]: max(1, level - 1)},
                found=(),
                minimum_cell=5,
                today=on or hanoi_today(),
                now=datetime.combine(on or hanoi_today(), datetime.min.time(), tzinfo=HANOI),
            )

    office.inside(work)


def _survey_twice(staffed: Office) -> None:
    for first in (hanoi_today() - timedelta(days=90), hanoi_today() - timedelta(days=1)):
        staffed.ok("survey", "open", "mot-cua", "--unit", "Văn phòng", "--from", first.isoformat())
    answer(staffed, 1, DESK, [5, 4, 5, 4, 5] * 8, on=hanoi_today() - timedelta(days=80))
    answer(staffed, 1, LAW, [5, 5, 4, 5, 5] * 8, on=hanoi_today() - timedelta(days=80))
    answer(staffed, 2, DESK, [3, 2, 4, 3, 2] * 8)


@pytest.fixture
def two_waves(staffed: Office) -> Office:
    """Two campaigns of one form: the second wave is worse at the desk."""
    return made_once(staffed, _survey_twice)


def test_a_campaign_is_listed_shown_paused_and_closed(staffed: Office) -> None:
    about = (
        "--period",
        "Quý III/2026",
        "--service",
        "Hộ tịch",
        "--service",
        "Đất đai",
        "--invites",
        "Người vừa nhận kết quả",
    )
    assert staffed.ok("survey", "list").out == ""
    staffed.ok("survey", "open", "mot-cua", "--unit", "Văn phòng", *about)
    assert "Đợt 1: Văn phòng" in staffed.ok("survey", "list").out
    assert staffed.ok("survey", "list", "--json").json[0]["campaign"] == 1
    shown = staffed.ok("survey", "show", "1").out
    for words in (
        "Kỳ: Quý III/2026",
        "Lĩnh vực: Hộ tịch; Đất đai",
        "Người vừa nhận kết quả",
        "đang nhận phiếu",
    ):
        assert words in shown
    sized = ("survey", "target", "1", "--unit", "Văn phòng", "--population", "1200")
    assert "1.200/(1 + 1.200·0,05²) = 300 phiếu" in staffed.ok(*sized).out
    assert "Cần thêm 300 phiếu ở Văn phòng." in staffed.ok("survey", "show", "1").out
    assert staffed.ok("survey", "show", "1", "--json").json["units"][0]["missing"] == 300
    assert "tạm dừng" in staffed.ok("survey", "pause", "1").err
    assert "đang tạm dừng" in staffed.ok("survey", "show", "1").out
    assert "trở lại" in staffed.ok("survey", "resume", "1").err
    assert "Đã đóng" in staffed.ok("survey", "close", "1").err
    assert "không có gì thay đổi" in staffed.ok("survey", "close", "1").err
    assert "đã kết thúc" in staffed.ok("survey", "show", "1").out

    async def noted(session: AsyncSession) -> list[str]:
        from sqlmodel import select

        return [row.what for row in (await session.exec(select(AuditEntry))).all()]

    assert staffed.inside(noted)[-4:] == ["campaign_target", *["campaign_step"] * 3]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("survey", "show", "9"), "Không có đợt khảo sát số 9"),
        (("survey", "pause", "9"), "Không có đợt khảo sát số 9"),
        (("index", "--campaign", "9"), "Không có đợt khảo sát số 9"),
        (("index", "--unit", "Sở X"), "Không có đơn vị «Sở X»"),
        (("survey", "target", "1", "--unit", "Văn phòng", "--population", "0"), "Dân số phải là số dương"),
        (("survey", "target", "1", "--unit", "Văn phòng", "--population", "9", "--error", "50"), "sai số"),
        (("survey", "rule", "1", "--unit", "Văn phòng", "--day", "mai", "--why", "x"), "không phải là ngày"),
        (("survey", "rule", "1", "--unit", "Văn phòng", "--day", "2026-06-01", "--why", " "), "cần lý do"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    staffed: Office, words: tuple[str, ...], says: str
) -> None:
    staffed.ok("survey", "open", "mot-cua", "--unit", "Văn phòng")
    result = staffed(*words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_a_second_campaign_or_version_hides_no_earlier_index(two_waves: Office) -> None:
    assert two_waves.ok("index", "--campaign", "1", "--json").json["responses"] == 80
    assert two_waves.ok("index", "--campaign", "2", "--json").json["responses"] == 40
    newer = two_waves.write("moi.toml", (shipped_source()).replace('version = "', 'version = "moi-', 1))
    two_waves.ok("survey", "open", newer, "--unit", "Văn phòng")
    # Nobody has answered the new version: the earlier one stands.
    span = ("--from", (hanoi_today() - timedelta(days=200)).isoformat())
    before = two_waves.ok("index", "--json", *span).json
    assert before["responses"] == 120
    answer(two_waves, 3, DESK, [4] * 6)
    after = two_waves.ok("index", "--json", *span).json
    assert after["responses"] == 6
    assert [one["code"] for one in after["other_forms"]] == ["mot-cua"]
    assert "Phiếu khác cũng có số liệu" in two_waves.ok("index", *span).out


def shipped_source() -> str:
    from roviec.survey.load import shipped_text

    return shipped_text("mot-cua")


def test_the_index_of_a_unit_a_form_and_a_service(two_waves: Office) -> None:
    span = ("--from", (hanoi_today() - timedelta(days=200)).isoformat())
    assert two_waves.ok("index", "--json", "--unit", "Tư pháp – Hộ tịch", *span).json["responses"] == 40
    assert two_waves.ok("index", "--json", "--unit", "UBND xã Đại Lãnh", *span).json["responses"] == 120
    assert two_waves.ok("index", "--json", "--form", "sipas-2026", *span).json is None

    async def about(session: AsyncSession) -> None:
        (await session.get_one(Campaign, 1)).services = ["Hộ tịch"]

    two_waves.inside(about)
    assert two_waves.ok("index", "--json", "--service", "ho tich", *span).json["responses"] == 80
    assert two_waves.ok("index", "--json", "--service", "Đất đai", *span).json is None


def test_units_stand_in_order_with_the_places_that_chance_leaves_open(two_waves: Office) -> None:
    found = two_waves.ok("index", "units", "--campaign", "1", "--json").json["units"]
    assert [one["unit"] for one in found] == ["Tư pháp – Hộ tịch", "Văn phòng"]
    assert [one["rank"]["place"] for one in found] == [1, 2]
    said = two_waves.ok("index", "units", "--campaign", "1").out
    assert "1. Tư pháp – Hộ tịch:" in said
    for unit, population in (("Văn phòng", "3000"), ("Tư pháp – Hộ tịch", "1000")):
        two_waves.ok("survey", "target", "1", "--unit", unit, "--population", population)
    assert "theo dân số từng đơn vị" in two_waves.ok("index", "units", "--campaign", "1").out
    assert two_waves.ok("index", "units", "--form", "ho-so").out == ""


def test_what_fell_is_said_and_proposes_a_task(two_waves: Office) -> None:
    said = two_waves.ok("index", "change", "--campaign", "2", "--against", "1", "--unit", "Văn phòng").out
    assert "rõ rệt" in said
    assert "Giảm rõ rệt:" in said
    assert "Đề nghị giao nhiệm vụ khắc phục" in said
    table = two_waves.ok("index", "change", "--campaign", "2", "--against", "1", "--json").json
    assert set(table["fell"]) == set(ITEMS)
    assert table["overall"]["significant"] is True
    assert two_waves.ok("index", "change", "--form", "ho-so").out == ""


def test_a_table_to_give_away_withholds_what_would_tell(two_waves: Office) -> None:
    answer(two_waves, 2, LAW, [5] * 6)
    target = two_waves.folder / "bang.csv"
    said = two_waves.ok(
        "index", "release", "--out", target, "--from", (hanoi_today() - timedelta(days=200)).isoformat()
    )
    assert "để trống" in said.err
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    month = hanoi_today().strftime("%Y-%m")
    mine = {(row["unit"], row["period"]): row for row in rows if row["criterion"] == ITEMS[1]}
    few = mine["Tư pháp – Hộ tịch", month]
    assert (few["n"], few["mean"]) == ("", "")
    assert "quá ít người" in few["withheld"]
    # Its row and its column hide it: with it at least three more are withheld.
    assert sum(bool(row["withheld"]) for row in mine.values()) >= 4
    assert mine["Tất cả", "Tất cả"]["n"] == "125"


def test_nothing_else_is_given_away_while_the_public_page_is_on(
    two_waves: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_SURVEY__PUBLIC", "true")
    target = two_waves.folder / "bang.csv"
    refused = two_waves("index", "release", "--out", target)
    assert refused.code == 2
    assert "/ketqua" in refused.err
    assert not target.exists()


def test_a_day_is_left_out_with_a_reason_and_taken_in_again(two_waves: Office) -> None:
    before = two_waves.ok("index", "--campaign", "2", "--json").json
    rule = ("survey", "rule", "2", "--unit", "Văn phòng", "--day", hanoi_today().isoformat(), "--why")
    assert "Đã loại" in two_waves.ok(*rule, "40 phiếu từ một máy").err
    left = two_waves.ok("index", "--campaign", "2", "--json").json
    assert (left["days_left_out"], left["overall"]["mean"]) == (1, None)
    assert left["with_all_days"]["mean"] == before["overall"]["mean"]
    two_waves.ok(*rule, "đã xác minh", "--in")
    assert two_waves.ok("index", "--campaign", "2", "--json").json["overall"] == before["overall"]
    listed = two_waves.ok("survey", "evidence", "2", "--json").json
    assert listed["campaign"] == 2
    assert two_waves.ok("survey", "evidence", "2").out


def test_answers_with_labels_open_in_a_spreadsheet(two_waves: Office) -> None:
    out = two_waves.ok("survey", "answers", "--csv", "--labels").out
    assert out.startswith("\ufeffresponse,")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert {row["form"] for row in rows} == {"mot-cua"}
    five = next(row for row in rows if row["answer"] == "5")
    assert five["answer_text"] == "Rất hài lòng"
    assert "{" not in five["question_text"]


@pytest.mark.parametrize(
    ("today", "back", "quarter"),
    [
        (date(2026, 6, 29), 0, (date(2026, 4, 1), date(2026, 6, 30))),
        (date(2026, 1, 2), 1, (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 12, 31), 2, (date(2026, 4, 1), date(2026, 6, 30))),
    ],
)
def test_quarters_are_counted_back(today: date, back: int, quarter: tuple[date, date]) -> None:
    assert quarter_of(today, back) == quarter


def test_what_was_said_and_done_is_drafted(two_waves: Office) -> None:
    task = ("--title", "Khắc phục tiêu chí giảm: ghế ngồi chờ", "--lead", "Văn phòng", "--due", "2030-06-30")
    two_waves.ok("tasks", "add", *task)
    two_waves.ok("tasks", "add", "--title", "Việc khác", "--lead", "Văn phòng")
    said = two_waves.ok("index", "said", "--from", (hanoi_today() - timedelta(days=200)).isoformat()).out
    assert "Ông/Bà nói, chúng tôi làm" in said
    assert "120 phiếu" in said
    assert "ghế ngồi chờ: đang thực hiện, hạn 30/6/2030" in said
    assert "Việc khác" not in said
    assert said.count("%") == 3
    assert two_waves.ok("index", "said", "--from", "2020-01-01", "--to", "2020-03-31").out == ""
