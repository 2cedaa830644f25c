"""roviec feedback: the list without chats, the link and card of a unit."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.card import FEEDBACK, SURVEY
from roviec.bot.cli.card import card as make_card
from roviec.db.models import Address, Feedback
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from tests.cli.conftest import Office

WORDS = "Đèn đường thôn Đông hỏng từ tuần trước."


def fill(staffed: Office) -> None:
    async def add(session: AsyncSession) -> None:
        session.add(Address(id=77, channel="web", chat="chat-cua-dan"))
        await session.flush()
        session.add(
            Feedback(
                code="PA-7K3QX2HM", kind=Kind.report, state=State.disputed, unit_id=2, address_id=77, words=WORDS,
                received_on=date(2026, 6, 29), due=date(2026, 7, 13), answer="Đã sửa.", answers=1,
                answered_on=date(2026, 7, 1), rating=Rating.dissatisfied, rated_on=date(2026, 7, 2),
                reason="Chưa sáng",
            )
        )  # fmt: skip

    staffed.inside(add)


def test_the_list_as_json_names_no_chat(staffed: Office) -> None:
    fill(staffed)
    result = staffed.ok("feedback", "--json")
    (row,) = result.json
    assert (row["code"], row["kind"], row["state"], row["words"]) == (
        "PA-7K3QX2HM",
        "report",
        "disputed",
        WORDS,
    )
    assert (row["due"], row["answered_on"], row["rating"]) == ("2026-07-13", "2026-07-01", "dissatisfied")
    assert not any("address" in key or "chat" in key for key in row)
    assert "chat-cua-dan" not in result.out


def test_the_list_as_a_table_is_readable(staffed: Office) -> None:
    fill(staffed)
    shown = staffed.ok("feedback").out
    for words in ("PA-7K3QX2HM", "13/7/2026", "người dân chưa hài lòng", WORDS):
        assert words in shown
    assert "chat-cua-dan" not in shown


def test_nothing_is_an_empty_list(staffed: Office) -> None:
    assert staffed.ok("feedback", "--json").json == []


def test_the_link_of_a_unit_and_its_card(staffed: Office) -> None:
    made = staffed.ok("feedback", "link", "--unit", "van phong", "--json").json
    assert made["unit"] == "Văn phòng"
    assert made["links"]["web"].endswith(f"/?code={made['code']}")
    assert made["code"].startswith("phananh-")
    card = staffed.folder / "the.svg"
    made = staffed.ok("feedback", "link", "--qr", card, "--json").json
    drawn = card.read_bytes()
    assert drawn == make_card(card, made["links"]["web"], made["unit"], FEEDBACK)
    assert drawn != make_card(card, made["links"]["web"], made["unit"], SURVEY)


def test_an_unknown_unit_is_one_sentence(staffed: Office) -> None:
    result = staffed("feedback", "link", "--unit", "Phòng Y tế")
    assert (result.code, result.out) == (2, "")
    assert "Không có đơn vị" in result.err
