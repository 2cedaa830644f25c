"""Payloads as the platform documents them and as they were captured, and what they say to us."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.channels.zalo_bot.reading import raw_of, read
from roviec.messages.incoming import Incoming, Kind, Raw
from tests.examples import examples

NAMES = ("bot.RoViec", "Bot Rõ Việc")


def event(kind: str = "text", *, group: bool = False, **content: Any) -> dict[str, Any]:
    chat = {"id": "zgr-1" if group else "6ede", "chat_type": "GROUP" if group else "PRIVATE"}
    sender = {"id": "6ede", "display_name": "Ted", "is_bot": False}
    message = {"from": sender, "chat": chat, "message_id": "2d75", "date": 1750316131602, **content}
    return {"event_name": f"message.{kind}.received", "message": message}


def said(payload: dict[str, Any]) -> Incoming | None:
    return read(raw_of(payload), NAMES)


@pytest.mark.parametrize("wrap", [lambda e: e, lambda e: {"ok": True, "result": e}], ids=["flat", "envelope"])
def test_both_shapes_say_the_same(wrap: Any) -> None:
    payload = wrap(event(text="Xin chào"))
    raw, heard = raw_of(payload), said(payload)
    assert (raw.external_id, raw.chat) == ("2d75", "6ede")
    assert heard == Incoming("zalo_bot", "6ede", Kind.text, "Xin chào", message="2d75", name="Ted")


@pytest.mark.parametrize("key", ["photo_url", "photo"])
def test_a_picture_is_a_file_with_its_caption(key: str) -> None:
    heard = said(
        event("image", caption="biên bản", message_type="CHAT_PHOTO", **{key: "https://zdn.vn/a.jpg"})
    )
    assert heard is not None
    assert (heard.kind, heard.text, heard.files[0].ref) == (Kind.file, "biên bản", "https://zdn.vn/a.jpg")
    assert (heard.files[0].name, heard.files[0].mime) == ("anh.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("kind", "what"), [("voice", "voice"), ("sticker", "sticker"), ("unsupported", "file")]
)
def test_what_nobody_here_can_read_is_named_and_not_fetched(kind: str, what: str) -> None:
    heard = said(event(kind, sticker="1", url="https://zdn.vn/s", voice_url="https://zdn.vn/a.aac"))
    assert heard is not None
    assert (heard.kind, heard.text, heard.files) == (Kind.withheld, what, ())


def test_what_is_new_to_us_is_an_empty_text() -> None:
    heard = said(event("something_new", url="https://zdn.vn/s"))
    assert heard is not None
    assert (heard.kind, heard.text, heard.files) == (Kind.text, "", ())


def test_events_about_no_message_and_words_of_bots_concern_nobody() -> None:
    assert said({"event_name": "bot.added", "group": {}}) is None
    robot = event(text="x")
    robot["message"]["from"]["is_bot"] = True
    assert said(robot) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("@Bot Rõ Việc /viec", "/viec"),
        ("@bot.RoViec xong rồi", "xong rồi"),
        ("xong rồi @Bot Rõ Việc", "xong rồi"),
        ("@Bot Tên Mới Đổi /viec", "/viec"),
        ("@Bot", ""),
        ("họp lúc 3 giờ", None),
        ("gửi robot@bottega.vn", None),
    ],
)
def test_in_a_group_only_what_calls_us_is_heard_without_our_name(words: str, meant: str | None) -> None:
    heard = said(event(group=True, text=words))
    assert (heard.text if heard else None) == meant
    assert heard is None or heard.group


def test_a_payload_without_an_id_is_known_by_its_content() -> None:
    one, two = event(text="a"), event(text="b")
    del one["message"]["message_id"], two["message"]["message_id"]
    assert raw_of(one) == raw_of(dict(one))
    assert raw_of(one).external_id != raw_of(two).external_id


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=examples(60))
@given(st.dictionaries(st.sampled_from(["event_name", "message", "result", "ok"]), json))
def test_any_object_can_be_kept(payload: dict[str, Any]) -> None:
    raw = raw_of(payload)
    assert raw.external_id
    assert raw.payload is payload


def test_pictures_sent_in_one_breath_are_one_album() -> None:
    def album(date: object, kind: str = "image") -> str:
        message = {
            "from": {"id": "1", "display_name": "An", "is_bot": False},
            "chat": {"id": "1", "chat_type": "PRIVATE"},
            "message_id": "m",
            "date": date,
            **({"photo_url": "https://a/b.jpg"} if kind == "image" else {"text": "1"}),
        }
        said = read(Raw("m", "1", {"event_name": f"message.{kind}.received", "message": message}), ())
        return said.album if said else ""

    assert album(1_750_000_000_100) == album(1_750_000_004_900) != ""
    assert album(1_750_000_000_100) != album(1_750_000_014_900)
    assert [album(odd) for odd in (None, "gần đây", True, -5)] == ["", "", "", ""]
    assert album(1_750_000_000_100, "text") == ""
