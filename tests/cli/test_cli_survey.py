"""Forms, campaigns, links, cards and answers by command."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import surveys
from roviec.db.models import Answer, Campaign, Response
from roviec.survey.load import shipped, shipped_text
from roviec.survey.rare import traits
from tests.cli.conftest import Office

OPEN = ("survey", "open", "mot-cua", "--unit", "Văn phòng")
DESK = shipped_text("mot-cua")


def test_a_ready_form_is_said_to_be_ready(office: Office) -> None:
    assert "(mot-cua, phiên bản" in office.ok("survey", "check", office.write("phieu.toml", DESK)).out


def test_a_broken_form_names_the_lines(office: Office) -> None:
    result = office("survey", "check", office.write("phieu.toml", DESK.replace("[consent]", "[consnt]")))
    assert (result.code, result.out) == (2, "")
    assert "có phải Ông/Bà muốn viết «consent»" in result.err


@pytest.mark.parametrize("verb", ["check", "play"])
def test_a_form_that_is_not_there_names_the_shipped_ones(office: Office, verb: str) -> None:
    result = office("survey", verb, "khong-co.toml")
    assert result.code == 2
    assert "sipas-2026" in result.err
    assert "UTF-8" in office("survey", verb, office.write("x.toml", "Phiếu".encode("utf-16"))).err


def test_a_piped_rehearsal_is_a_transcript(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nkhông rõ\n"))
    result = office.ok("survey", "play", "mot-cua")
    assert "> 1" in result.out
    assert "vui lòng" in result.out
    assert "Phiếu chưa trả lời hết" in result.err


def test_a_rehearsal_ends_with_the_form(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n1\n1\n"))
    result = office.ok("survey", "play", "mot-cua")
    assert result.out.count("> ") == 1
    assert result.err == ""


def test_a_campaign_is_opened_and_its_number_stands_alone(staffed: Office) -> None:
    assert staffed.ok(*OPEN, "--from", "2026-06-01", "--to", "2026-06-30").out == "1\n"
    assert staffed.ok(*OPEN).out == "2\n"

    async def dates(session: AsyncSession) -> tuple[date, date | None]:
        campaign = await session.get_one(Campaign, 1)
        return campaign.opens, campaign.closes

    assert staffed.inside(dates) == (date(2026, 6, 1), date(2026, 6, 30))


def test_a_campaign_with_wrong_words_is_not_opened(staffed: Office) -> None:
    for words, says in (
        ((*OPEN, "--from", "2026-07-01", "--to", "2026-06-30"), "Ông/Bà đổi lại hai ngày"),
        ((*OPEN, "--from", "mai"), "«mai» không phải là ngày"),
        (("survey", "open", "mot-cua", "--unit", "Sở X"), "Không có đơn vị «Sở X»"),
        (("survey", "link", "7", "--unit", "Văn phòng"), "Không có đợt khảo sát số 7"),
        (("survey", "link", "bảy", "--unit", "Văn phòng"), "Giá trị của ĐỢT chưa đúng"),
    ):
        result = staffed(*words)
        assert (result.code, result.out) == (2, "")
        assert says in result.err


def test_a_link_carries_a_token_that_opens_the_campaign(staffed: Office) -> None:
    staffed.ok(*OPEN)
    made = staffed.ok("survey", "link", "1", "--unit", "tu phap – ho tich", "--json").json
    assert made["links"]["web"] == f"https://roviec.example.vn/?code={made['token']}"
    assert (made["campaign"], made["unit"]) == (1, "Tư pháp – Hộ tịch")

    async def opened(session: AsyncSession) -> str:
        found = await surveys.campaign_of(session, made["token"])
        assert found is not None
        return found[1].name

    assert staffed.inside(opened) == "Tư pháp – Hộ tịch"


@pytest.mark.parametrize(("name", "starts"), [("the.png", b"\x89PNG"), ("the.svg", b"<svg")])
def test_a_card_is_written_beside_the_json(staffed: Office, name: str, starts: bytes) -> None:
    staffed.ok(*OPEN)
    target = staffed.folder / "thẻ" / name
    result = staffed.ok("survey", "link", "1", "--unit", "Văn phòng", "--qr", target, "--json")
    assert result.json["token"]
    assert target.read_bytes().startswith(starts)


def test_a_card_of_another_kind_makes_no_link(staffed: Office) -> None:
    staffed.ok(*OPEN)
    assert ".png hoặc .svg" in staffed("survey", "link", "1", "--unit", "Văn phòng", "--qr", "the.pdf").err
    blocked = Path("can-bo.csv") / "the.png"
    assert "Không ghi được" in staffed("survey", "link", "1", "--unit", "Văn phòng", "--qr", blocked).err


def test_answers_leave_in_key_order_and_cannot_be_run(staffed: Office) -> None:
    staffed.ok(*OPEN)

    async def answer(session: AsyncSession) -> None:
        for key, words in (("b", '=HYPERLINK("x")'), ("a", "Cảm ơn, rất tốt")):
            session.add(Response(key=key, campaign_id=1, unit_id=1, on=date(2026, 6, 2)))
            await session.flush()
            session.add(Answer(response_key=key, item="y-kien", words=words))
            session.add(Answer(response_key=key, item="c1", number=4))

    staffed.inside(answer)
    result = staffed.ok("survey", "answers", "--csv")
    assert list(csv.reader(io.StringIO(result.out))) == [
        ["response", "campaign", "unit", "question", "answer", "date"],
        ["a", "1", "UBND xã Đại Lãnh", "c1", "4", "2026-06"],
        ["a", "1", "UBND xã Đại Lãnh", "y-kien", "Cảm ơn, rất tốt", "2026-06"],
        ["b", "1", "UBND xã Đại Lãnh", "c1", "4", "2026-06"],
        ["b", "1", "UBND xã Đại Lãnh", "y-kien", '\'=HYPERLINK("x")', "2026-06"],
    ]
    assert "Chỉ ghi tháng ở 2 phiếu" in result.err
    assert staffed("survey", "answers").code == 2


def test_who_one_is_stays_blank_where_few_are_alike(staffed: Office) -> None:
    staffed.ok("survey", "open", "sipas-2026", "--unit", "Văn phòng", "--from", "2026-01-01")
    trait = sorted(traits(shipped()["sipas-2026"]))[0]

    async def answer(session: AsyncSession) -> None:
        for n, choice in enumerate((1, 1, 1, 1, 1, 2)):
            session.add(Response(key=f"k{n}", campaign_id=1, unit_id=2, on=date(2026, 6, 2)))
            await session.flush()
            session.add(Answer(response_key=f"k{n}", item=trait, number=choice))
            session.add(Answer(response_key=f"k{n}", item="sipas.24", number=4))

    staffed.inside(answer)
    result = staffed.ok("survey", "answers", "--csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    said = [row["answer"] for row in rows if row["question"] == trait]
    assert sorted(said) == ["", "1", "1", "1", "1", "1"]
    assert {row["answer"] for row in rows if row["question"] == "sipas.24"} == {"4"}
    assert {row["date"] for row in rows} == {"2026-06-02"}
    assert "ở 1 phiếu, vì có dưới 5 phiếu giống" in result.err


def test_slips_are_printed_once_and_open_the_campaign(staffed: Office) -> None:
    opened = staffed.ok(*OPEN, "--by-code")
    assert "survey codes 1" in opened.err
    made = staffed.ok("survey", "codes", "1", "--unit", "Văn phòng", "--count", "3", "--json").json["codes"]
    assert len({one["code"] for one in made}) == 3
    assert {one["link"] for one in made} == {f"https://roviec.example.vn/?code={one['code']}" for one in made}

    async def waiting(session: AsyncSession) -> list[bool]:
        found = [await surveys.campaign_of(session, one["code"]) for one in made]
        return [door is not None and door.code_hash is not None and door.campaign.by_code for door in found]

    assert staffed.inside(waiting) == [True] * 3
    lines = staffed.ok("survey", "codes", "1", "--unit", "Văn phòng", "--count", "2").out.splitlines()
    assert [[len(part) for part in line.split("-")] for line in lines] == [[4, 4, 4]] * 2


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (24, 1), (25, 2)])
def test_slips_go_twenty_four_on_a_page(staffed: Office, count: int, pages: int) -> None:
    staffed.ok(*OPEN)
    target = staffed.folder / "phieu.pdf"
    staffed.ok("survey", "codes", "1", "--unit", "Văn phòng", "--count", count, "--print", target)
    assert len(PdfDocument(target)) == pages


def test_slips_with_wrong_words_are_not_made(staffed: Office) -> None:
    staffed.ok(*OPEN)
    at = ("survey", "codes", "1", "--unit", "Văn phòng")
    for words, says in (
        ((*at, "--count", "0"), "từ 1 đến 2000 mã"),
        ((*at, "--count", "9999"), "từ 1 đến 2000 mã"),
        ((*at, "--print", "phieu.png"), "tệp .pdf"),
        (("survey", "codes", "7", "--unit", "Văn phòng"), "Không có đợt khảo sát số 7"),
    ):
        result = staffed(*words)
        assert (result.code, result.out) == (2, "")
        assert says in result.err
