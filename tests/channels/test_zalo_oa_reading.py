"""Events of the webhook as they are documented, and as hostile as they may come."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.channels.zalo_oa.reading import chat_of, raw_of, read
from roviec.channels.zalo_oa.seal import GONE, Seal
from roviec.messages.incoming import Incoming, Kind, Raw

SEAL = Seal("app-secret")
UID = "246845883529197922"


def event(name: str = "user_send_text", **changes: Any) -> dict[str, Any]:
    message = {"text": "Kính chào", "msg_id": "96d3cdf3af150460909"}
    base = {
        "app_id": "360846524940903967", "sender": {"id": UID}, "user_id_by_app": "552177279717587730",
        "recipient": {"id": "388613280878808645"}, "event_name": name, "message": message,
        "timestamp": "1540363714987",
    }  # fmt: skip
    return base | changes


def heard(given: dict[str, Any]) -> Incoming | None:
    return read(raw_of(given), SEAL)


def test_words_come_with_their_message_and_what_they_answer() -> None:
    said = heard(event())
    assert said == Incoming("zalo_oa", UID, Kind.text, "Kính chào", message="96d3cdf3af150460909")
    quoting = heard(event(message={"text": "xong", "msg_id": "1", "quote_msg_id": "dc2f"}))
    assert quoting is not None
    assert quoting.reply_to == "dc2f"


def test_a_pressed_button_is_a_choice_for_its_own_chat_only() -> None:
    payload = SEAL.payload(UID, "task.open:42")
    pressed = heard(event(message={"text": payload, "msg_id": "1"}))
    assert pressed is not None
    assert (pressed.kind, pressed.text) == (Kind.choice, "task.open:42")
    for typed in (payload[:-1] + "x", "#rv/task.open:42/000000000000", SEAL.payload("999", "task.open:42")):
        said = heard(event(message={"text": typed, "msg_id": "1"}))
        assert said is not None
        assert said.text in (GONE, typed), "never the action itself"
    words = heard(event(message={"text": "task.open:42", "msg_id": "1"}))
    assert words is not None
    assert (words.kind, words.text) == (Kind.text, "task.open:42")


def test_a_place_comes_with_its_point_and_name() -> None:
    payload = {"coordinates": {"latitude": "22.38541", "longitude": "103.47012"}}
    part = {"type": "location", "payload": payload}
    message = {"text": "Chợ Bình Lư", "msg_id": "1", "attachments": [part]}
    said = heard(event("user_send_location", message=message))
    assert said is not None
    assert (said.kind, said.point, said.text) == (Kind.place, (22.38541, 103.47012), "Chợ Bình Lư")


def test_an_emoji_on_a_message_names_the_message() -> None:
    said = heard(event("user_reacted_message", message={"msg_id": "dc2f", "react_icon": "/-strong"}))
    assert said is not None
    assert (said.kind, said.text, said.reply_to) == (Kind.reaction, "/-strong", "dc2f")


def test_actions_of_any_shape_survive_their_payload() -> None:
    for action in ("/viec", "a:b/c:#rv/d", "x" * 64, "câu:1"):
        assert SEAL.action(UID, SEAL.payload(UID, action)) == action


@pytest.mark.parametrize(
    ("kind", "payload", "name", "mime"),
    [
        ("image", {"url": "https://f/1.jpg", "thumbnail": "https://f/t"}, "anh-9.jpg", "image/jpeg"),
        ("gif", {"url": "https://f/1.gif", "thumbnail": ""}, "anh-dong-9.gif", "image/gif"),
        ("audio", {"url": "https://f/1.aac"}, "ghi-am-9.aac", "audio/aac"),
        ("video", {"url": "https://f/1", "thumbnail": "", "description": ""}, "video-9.mp4", "video/mp4"),
        ("file", {"url": "https://f/1", "name": "../Báo cáo.PDF", "size": "9"}, "Báo cáo.PDF", "application/pdf"),
        ("file", {"url": "https://f/1", "name": "", "size": "nhiều"}, "tai-lieu-9", "application/octet-stream"),
    ],
)  # fmt: skip
def test_files_come_by_their_address(kind: str, payload: dict[str, str], name: str, mime: str) -> None:
    message = {"msg_id": "9", "attachments": [{"type": kind, "payload": payload}]}
    said = heard(event(f"user_send_{kind}", message=message))
    assert said is not None
    (file,) = said.files
    assert (said.kind, file.ref, file.name, file.mime) == (Kind.file, payload["url"], name, mime)


@pytest.mark.parametrize("kind", ["sticker", "location", "business_card", "link"])
def test_what_has_no_words_is_still_said(kind: str) -> None:
    said = heard(event(f"user_send_{kind}", message={"msg_id": "9", "text": "", "attachments": []}))
    assert said is not None
    assert (said.kind, said.text) == (Kind.text, "")


def test_following_is_standing() -> None:
    base = {"oa_id": "1", "follower": {"id": UID}, "app_id": "3", "timestamp": "1"}
    for name, kind in (("follow", Kind.reachable), ("unfollow", Kind.unreachable)):
        assert heard(base | {"event_name": name}) == Incoming("zalo_oa", UID, kind)


@pytest.mark.parametrize(
    ("phone", "read_as"),
    [("84912345678", "+84912345678"), ("0912 345 678", "+84912345678"), (84912345678, "+84912345678"),
     ("", ""), ("không", ""), (None, "")],
)  # fmt: skip
def test_a_form_gives_a_number(phone: object, read_as: str) -> None:
    said = heard(event("user_submit_info", info={"phone": phone, "name": "An", "address": "…"}))
    assert said is not None
    assert (said.kind, said.text, said.proved) == (Kind.contact, read_as, False)


def rated(**changes: Any) -> dict[str, Any]:
    message = {"note": "Cán bộ nhiệt tình", "rate": 5, "submit_time": "1616673095659", "msg_id": "m",
               "feedbacks": ["Nhanh", "Đúng hẹn"], "tracking_id": "R1-2-abc"}  # fmt: skip
    return {"event_name": "user_feedback", "oa_id": "1", "timestamp": "2", "message": message | changes}


def test_a_rating_has_stars_and_words_and_no_person() -> None:
    said = heard(rated())
    assert said == Incoming(
        "zalo_oa", "", Kind.rating, "Nhanh; Đúng hẹn; Cán bộ nhiệt tình", reply_to="R1-2-abc", stars=5
    )
    assert heard(rated(tracking_id="")) is None
    for wrong in (0, 6, "năm", None):
        with pytest.raises((ValueError, TypeError)):
            heard(rated(rate=wrong))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = ("event_name", "sender", "follower", "message", "info", "recipient", "timestamp")


@given(
    st.dictionaries(st.sampled_from(KEYS), anything),
    st.sampled_from(["user_send_text", "follow", "user_feedback"]),
)
def test_wrapping_never_fails_and_repeats_itself(given: dict[str, Any], name: str) -> None:
    given |= {"event_name": name}
    raw = raw_of(given)
    assert raw == raw_of(json.loads(json.dumps(given)))
    assert raw.external_id.startswith(name)
    assert isinstance(chat_of(given), str)


@given(st.dictionaries(st.sampled_from(KEYS[1:]), anything), st.sampled_from(
    ["user_send_text", "user_send_image", "follow", "user_submit_info", "user_feedback", "khác"]))  # fmt: skip
def test_reading_ends_in_a_value_or_an_error_of_reading(given: dict[str, Any], name: str) -> None:
    raw = Raw("1", "", {"event_name": name, **given})
    try:
        said = read(raw, SEAL)
    except (KeyError, TypeError, ValueError, AttributeError):
        return
    assert said is None or isinstance(said, Incoming)
