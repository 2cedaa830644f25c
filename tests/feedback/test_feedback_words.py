"""What the words of a citizen are: a greeting, a wish to speak with somebody, the matter; and which unit it is about."""

import pytest

from roviec.tasks.feedback import lifecycle, opening, rules, units


@pytest.mark.parametrize(
    ("said", "greets", "asks", "lost", "tells"),
    [
        ("Xin chào ạ!", True, False, False, True),
        ("xin  chào, anh chị", True, False, False, True),
        ("HELLO", True, False, False, False),
        ("Chào bạn, đèn hỏng", False, False, False, True),
        ("Cho tôi gặp cán bộ với ạ", False, True, False, True),
        ("gặp-cán-bộ", False, True, False, True),
        ("Tôi gặp cán bộ xã rất hách dịch", False, False, False, True),
        ("Tôi không rõ.", False, False, True, True),
        ("k biết", False, False, True, False),
        ("tôi không rõ vì sao đèn hỏng", False, False, False, True),
        ("", False, False, False, False),
    ],
)
def test_what_the_first_words_are(said: str, greets: bool, asks: bool, lost: bool, tells: bool) -> None:
    assert opening.is_greeting(said) is greets
    assert opening.wants_somebody(said) is asks
    assert opening.knows_no_unit(said) is lost
    assert opening.tells_something(said) is tells


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("a b cdefgh", True),
        ("a b cdefg", False),
        ("  a b cdefg  ", False),
        ("ab cdefghijk", False),
        ("12 34 56 78 90", False),
        ("a1b2c3d4e5", True),
        ("a_b_c_d_e_f", True),
    ],
)
def test_the_matter_takes_ten_signs_and_three_words(said: str, tells: bool) -> None:
    assert opening.tells_something(said) is tells


NAMES = ["Phòng Nội vụ", "Bộ phận Một cửa", "Phòng Kinh tế", "Công an xã", "Phòng Văn hóa", "Ban Xây dựng"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Chị ở bộ phận một cửa hẹn mãi", ["Bộ phận Một cửa"]),
        ("phòng nội vụ", ["Phòng Nội vụ"]),
        # Named counts for more than any number of topics.
        ("nội vụ để rác, ô nhiễm, nước thải", ["Phòng Nội vụ", "Phòng Kinh tế"]),
        # A part of another word is no word of the topic.
        ("ratrac", []),
        ("Rác", ["Phòng Kinh tế"]),
        ("đường ngập, vỉa hè", ["Phòng Kinh tế", "Ban Xây dựng"]),
        ("Giấy tờ, trộm, đánh nhau", ["Công an xã", "Bộ phận Một cửa"]),
        ("đường, đường, đường, trộm, đánh nhau", ["Công an xã", "Phòng Kinh tế"]),
        ("xin chào", []),
        ("", []),
    ],
)
def test_units_are_offered_by_name_then_by_topic_the_likeliest_first(said: str, meant: list[str]) -> None:
    assert [NAMES[n] for n in units.suggested(said, NAMES)] == meant


def test_a_name_of_words_that_every_unit_has_must_be_said_in_full_but_for_its_place() -> None:
    names = ["UBND xã", "Công an xã", "Công an huyện"]
    assert units.suggested("công an xã giữ xe của tôi", names) == [1, 2]
    assert units.suggested("công an giữ xe của tôi", names) == [1, 2]
    assert units.suggested("ubnd xã, công nhân, xã tôi", names) == []
    assert units.suggested("thuế", ["Đội Thuế", "Thuế"]) == [0, 1]


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ((22.385414, 103.470116, ""), "22.38541,103.47012"),
        ((22.0, -103.5, "  Nhà  văn hóa "), "22.00000,-103.50000 Nhà văn hóa"),
        ((0.0, 0.0, "x" * 130), f"0.00000,0.00000 {'x' * 120}"),
    ],
)
def test_a_point_is_kept_to_a_metre_with_its_name(point: tuple[float, float, str], kept: str) -> None:
    assert rules.placed(*point) == kept
    at, _, name = kept.partition(" ")
    assert rules.map_of(kept) == (f"https://maps.google.com/?q={at}", name)


def test_where_no_place_is_kept_there_is_no_map() -> None:
    assert rules.placed(1, 2) == "1.00000,2.00000"
    assert rules.map_of("") == ("", "")


@pytest.mark.parametrize(
    ("name", "is_picture"),
    [("a.jpg", True), ("A.B.HEIC", True), ("a.pdf", False), ("jpg", True), ("a.jpg.exe", False), ("", False)],
)
def test_a_picture_is_told_by_the_end_of_its_name(name: str, is_picture: bool) -> None:
    assert rules.is_picture(name) is is_picture


@pytest.mark.parametrize(
    ("words", "is_formal"),
    [
        ("khiếu nại", True),
        ("Đơn TỐ CÁO.", True),
        ("tocao", False),
        ("tố cáoo", False),
        ("xin khiếu nạix", False),
        ("Tôi không khiếu nại, chỉ góp ý", False),
        ("không phải đơn khiếu nại hay tố cáo", False),
        ("không ai trả lời nên tôi khiếu nại", True),
    ],
)
def test_a_complaint_is_told_by_whole_words(words: str, is_formal: bool) -> None:
    assert rules.sounds_formal(words) is is_formal


def test_what_is_taken_is_trimmed_and_of_ten_signs() -> None:
    assert rules.checked("  đèn hỏng!!  ") == "đèn hỏng!!"
    with pytest.raises(rules.FeedbackTooShort):
        rules.checked("  đèn hỏng!  ")
    assert rules.checked(f" {'a' * rules.MAX_WORDS} ") == "a" * rules.MAX_WORDS
    with pytest.raises(rules.FeedbackTooLong) as refused:
        rules.checked("a" * 2001)
    assert refused.value.values == {"limit": 2000}


def test_what_has_no_meaning_is_refused_with_the_code_and_the_state() -> None:
    with pytest.raises(lifecycle.FeedbackMoved) as refused:
        lifecycle.after(lifecycle.State.closed, lifecycle.Verb.leave, code="PA-X")
    assert refused.value.values == {"code": "PA-X", "state": lifecycle.State.closed.label}


@pytest.mark.parametrize(
    ("text", "meant"),
    [(" phananh-7 ", (True, 7)), ("phananh-1234567890", (False, None)), ("phananh-0", (True, 0))],
)
def test_a_link_is_read_whole(text: str, meant: tuple[bool, int | None]) -> None:
    assert rules.unit_in(text) == meant
    assert (rules.link_code(None), rules.link_code(7)) == ("phananh", "phananh-7")
