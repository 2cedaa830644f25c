"""A code for somebody else: asked first, both named, and whoever loses the chat hears of it elsewhere."""

import pytest

from roviec.db import people
from roviec.db.models import Person
from roviec.handlers.frame.pace import Pace
from roviec.messages.incoming import Raw
from tests.chat import Chat, Talker


async def code_of(house: Chat, name: str) -> str:
    async with house.db.write() as session:
        person = await people.person_named(session, name)
        return await people.invite(session, person=person, now=house.clock())


async def owner(house: Chat, who: Talker) -> str | None:
    async with house.db.read() as session:
        found = await people.person_at(session, channel="web", chat=who.chat)
        return (await session.get_one(Person, found)).name if found else None


@pytest.fixture
async def office(house: Chat) -> tuple[Chat, Talker, Talker]:
    """Mai with a web chat and another channel, and Páo who has none yet."""
    unit = await house.unit("Phòng Nội vụ", await house.unit("UBND xã Bình Lư"))
    mai = await house.official("Lò Thị Mai", unit, position="Công chức")
    async with house.db.write() as session:
        await people.add_person(session, name="Vàng A Páo", unit=unit, role=people.Role.official)
        elsewhere = await people.address_of(session, channel="web", chat="dien-thoai-cua-mai")
        elsewhere.person_id = mai.person.id if mai.person else None
    return house, mai, Talker(house, "web", "dien-thoai-cua-mai", mai.person)


@pytest.mark.parametrize("how", ["button", "number", "word"])
async def test_the_chat_changes_hands_after_a_yes_and_the_loser_hears(
    office: tuple[Chat, Talker, Talker], how: str
) -> None:
    house, mai, elsewhere = office
    code = await code_of(house, "Vàng A Páo")
    asked = await mai.says(f"/start {code}")
    assert "đang là của Ông/Bà Lò Thị Mai, Công chức, Phòng Nội vụ" in asked
    assert "muốn chuyển sang Ông/Bà Vàng A Páo, Phòng Nội vụ" in asked
    assert await owner(house, mai) == "Lò Thị Mai"
    if how == "button":
        heard = await mai.presses("Chuyển")
    else:
        heard = await mai.says("1" if how == "number" else "có")
    assert "Kính chào Ông/Bà Vàng A Páo" in heard
    assert await owner(house, mai) == "Vàng A Páo"
    assert "vừa được chuyển sang Ông/Bà Vàng A Páo" in await elsewhere.reads()


@pytest.mark.parametrize("answer", ["Giữ nguyên", "/huy", "2", "/viec", "để tôi hỏi lại đã", "thôi"])
async def test_anything_but_a_yes_changes_nothing_and_uses_no_code_up(
    office: tuple[Chat, Talker, Talker], answer: str
) -> None:
    house, mai, elsewhere = office
    code = await code_of(house, "Vàng A Páo")
    await mai.says(f"/start {code}")
    await mai.says(answer)
    assert await owner(house, mai) == "Lò Thị Mai"
    assert await elsewhere.reads() == ""
    assert "Kính chào Ông/Bà Vàng A Páo" in await house.person("may-cua-pao").says(code)


async def test_a_forged_yes_gives_nobody_anything(office: tuple[Chat, Talker, Talker]) -> None:
    house, mai, _ = office
    assert "chưa có gì thay đổi" in await mai.acts("link.yes")
    code = await code_of(house, "Vàng A Páo")
    await mai.says(f"/start {code}")
    stranger = house.person("nguoi-la")
    assert "chưa có gì thay đổi" in await stranger.acts("link.yes")
    assert await owner(house, mai) == "Lò Thị Mai"
    assert await owner(house, stranger) is None


@pytest.mark.parametrize("after", ["used elsewhere", "a week", "left"])
async def test_a_yes_that_comes_too_late_changes_nothing(
    office: tuple[Chat, Talker, Talker], after: str
) -> None:
    house, mai, _ = office
    code = await code_of(house, "Vàng A Páo")
    await mai.says(f"/start {code}")
    if after == "used elsewhere":
        await house.person("may-cua-pao").says(code)
    elif after == "a week":
        house.clock.forward(days=7)
    else:
        async with house.db.write() as session:
            pao = await people.person_named(session, "Vàng A Páo")
            await people.leave(session, person=pao, today=house.clock().date())
    assert "chưa có gì thay đổi" in await mai.acts("link.yes")
    assert await owner(house, mai) == "Lò Thị Mai"


async def test_ones_own_code_in_ones_own_chat_asks_nothing(office: tuple[Chat, Talker, Talker]) -> None:
    house, mai, _ = office
    assert "Kính chào Ông/Bà Lò Thị Mai" in await mai.says(await code_of(house, "Lò Thị Mai"))


async def test_somebody_elses_number_asks_too(office: tuple[Chat, Talker, Talker]) -> None:
    """The same for a phone that was proved: whoever shares one in a linked chat is asked."""
    house, mai, elsewhere = office
    async with house.db.write() as session:
        pao = await people.person_named(session, "Vàng A Páo")
        pao.phone = "+84912345678"
    await house.process.road.receive(
        "web", [Raw("c/1", mai.chat, {"kind": "contact", "text": "+84912345678"})]
    )
    await house.settle()
    assert "muốn chuyển sang Ông/Bà Vàng A Páo" in await mai.reads()
    assert await owner(house, mai) == "Lò Thị Mai"
    await mai.says("đồng ý")
    assert await owner(house, mai) == "Vàng A Páo"
    assert "vừa được chuyển" in await elsewhere.reads()


async def test_a_chat_that_guesses_codes_is_asked_to_wait(office: tuple[Chat, Talker, Talker]) -> None:
    house, _, _ = office
    guesser, right = house.person("ke-do-ma"), await code_of(house, "Vàng A Páo")
    house.parts.house.wrong_codes.most = 5
    for n in range(5):
        assert "Mã này không đúng" in await guesser.says(f"/start AAAAA2345{n + 2}")
    assert "nhập sai mã nhiều lần" in await guesser.says(right)
    assert await owner(house, guesser) is None
    other = house.person("nguoi-khac")
    house.clock.forward(hours=1, seconds=1)
    assert "Kính chào" in await guesser.says(right)
    assert "Mã này không đúng" in await other.says("/start AAAAA23452")


def test_a_pace_forgets_what_is_past_and_remembers_little() -> None:
    pace = Pace(3, 10)
    for moment in (0.0, 1.0, 2.0):
        assert not pace.is_full("a", moment)
        pace.count("a", moment)
    assert pace.is_full("a", 9.9)
    assert not pace.is_full("b", 9.9)
    assert not pace.is_full("a", 10.0)
    assert pace.is_full("a", 10.0, cost=2)
    free = Pace(0, 10)
    free.count("a", 0.0, cost=1000)
    assert not free.is_full("a", 0.0, cost=10**9)
    crowd = Pace(1000, 10)
    for n in range(50_000):
        crowd.count("one", n / 50_000)
        crowd.count(f"{n}", n / 50)
    assert len(crowd._past) <= 10_001
    assert len(crowd._past.get("one", ())) <= 200
