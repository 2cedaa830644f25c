"""What typed words mean at each kind of question, as one table per kind."""

import pytest

from roviec.errors import PersonError
from roviec.survey.inputs import Back, Choose, ChooseMany, Finish, Keep, Pause, Resume, Skip, Text
from roviec.survey.questionnaire import AGE, CONSENT, REVIEW, Item, Kind, Option
from roviec.survey.reading import means_resume, read, which


def item(kind, *labels, name="cau"):
    return Item(name, kind, "A", {"vi": "Hỏi"}, {"vi": ""}, tuple(Option(label) for label in labels))


def said(*labels):
    return [{"vi": label} for label in labels]


LEVELS = item(
    Kind.SCALE,
    {"vi": "Rất không hài lòng", "en": "Very dissatisfied"},
    *said("Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"),
)
SEVERAL = item(Kind.MULTI, *said("Qua loa", "Qua Zalo (nhóm, trang)", "Qua bảng tin", "Khác"))
YES_NO = item(Kind.YESNO, *said("Có", "Không"))
WORDS = item(Kind.TEXT)
GATE = item(Kind.SINGLE, *said("Đồng ý tham gia", "Không tham gia"), name=CONSENT)
ADULT = item(Kind.SINGLE, *said("Đã đủ 18 tuổi", "Chưa đủ 18 tuổi"), name=AGE)
LAST = item(Kind.SINGLE, *said("Gửi phiếu"), name=REVIEW)

COMMANDS = {
    Skip: ("bỏ qua", "Bỏ qua câu này", "skip"),
    Back: ("quay lại", "trở lại", "lùi lại", "back"),
    Pause: ("tạm dừng", "dừng lại", "pause"),
    Resume: ("tiếp tục", "làm tiếp", "resume"),
    Keep: ("giữ nguyên", "giữ", "keep"),
    Finish: ("xong", "done"),
}


@pytest.mark.parametrize(
    ("kind", "words"), [(kind, word) for kind, all_ in COMMANDS.items() for word in all_]
)
@pytest.mark.parametrize("asked", [LEVELS, SEVERAL, WORDS, ADULT])
def test_a_command_is_one_at_every_question(kind, words, asked):
    assert read(asked, words, 18) == kind()
    assert read(asked, f" {words.upper()}! ", 18) == kind()
    assert means_resume(words) is (kind is Resume)


CHOICES = {
    "a level": (LEVELS, {
        1: ("1", "01", "rất không", "Very dissatisfied", "very dissatisfied"),
        2: ("2", "2.", "2)", "không hài lòng", "mức 2", "số 2 ạ", "ý 2 nhé", "đáp án 2", "phương án 2 nha"),
        3: ("３", "③", "3️⃣", "“3”", "'3'", "bình thường", "tôi chọn 3", "chọn 3", "tôi thấy bình thường"),
        4: ("4 - hài lòng", "4: hài lòng", "4 (hài lòng)", "4/hai long", "4 hài lòng", "dạ 4", "vâng 4 ạ"),
        5: ("5", "5 !", "rất hài", "dạ tôi thấy rất hài lòng ạ nhé"),
    }),
    "yes or no": (YES_NO, {
        1: ("có", "dạ", "vâng", "yes", "OK", "1", "dạ có ạ"), 2: ("không", "no", "2", "dạ không ạ"),
    }),
    "consent": (GATE, {
        1: ("đồng ý", "tôi đồng ý", "có", "vâng", "dạ", "ok", "yes", "1", "Đồng ý tham gia", "đồng ý ạ"),
        2: ("không", "không đồng ý", "tôi không đồng ý", "no", "2", "không tham gia"),
    }),
    "age": (ADULT, {
        1: ("rồi", "đủ", "đủ rồi", "có", "1", "18", "18 tuổi", "tôi 45 tuổi", "100", "đã đủ 18 tuổi"),
        2: ("chưa", "chưa đủ", "không", "2", "17", "3", "tôi 17 tuổi"),
    }),
    "the last look": (LAST, {1: ("gửi", "gửi phiếu", "gửi đi", "có", "đồng ý", "ok", "xong", "1", "gửi ạ")}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "number", "words"),
    [(asked, n, word) for asked, table in CHOICES.values() for n, all_ in table.items() for word in all_],
)
def test_words_choose_an_option(asked, number, words):
    assert read(asked, words, 18) == Choose(number)


@pytest.mark.parametrize(("words", "numbers"), [
    ("1", (1,)), ("1,3", (1, 3)), ("3 1", (1, 3)), ("1, 2 và 4", (1, 2, 4)), ("1;3", (1, 3)), ("1、3", (1, 3)),
    ("1+3", (1, 3)), ("1/3", (1, 3)), ("1 & 3", (1, 3)), ("2,2", (2,)), ("chọn 1,3", (1, 3)), ("số 2 ạ", (2,)),
    ("1,3,", (1, 3)), ("qua loa", (1,)), ("qua zalo", (2,)), ("2. qua zalo", (2,)), ("dạ qua bảng tin", (3,)),
])  # fmt: skip
def test_several_are_chosen_at_once(words, numbers):
    assert read(SEVERAL, words, 18) == ChooseMany(numbers)


REFUSED = [
    (LEVELS, ("0", "6", "007x", "1000", "", "?", "không", "hài", "rat", "xyz"), "ChooseOne", {"last": 5}),
    (LEVELS, ("1,3", "4/5", "1 2", "1 và 2"), "OnlyOne", {"last": 5}),
    (LEVELS, ("4 không hài lòng", "4. xyz"), "Contradiction", {"number": 4, "label": "Hài lòng"}),
    (SEVERAL, ("0", "5", "1,5", "0,1", "qua", "xyz"), "ChooseSeveral", {"last": 4}),
    (SEVERAL, ("1 qua bảng tin",), "Contradiction", {"number": 1, "label": "Qua loa"}),
    (YES_NO, ("3", "có lẽ"), "ChooseOne", {"last": 2}),
    (GATE, ("3", "45", "ừm", "rồi"), "ChooseOne", {"last": 2}),
    (ADULT, ("tuổi", "0", "đồng ý"), "ChooseOne", {"last": 2}),
    (LAST, ("2", "không", "4"), "ChooseSend", {}),
]


@pytest.mark.parametrize(
    ("asked", "words", "name", "values"),
    [(asked, word, name, values) for asked, words, name, values in REFUSED for word in words],
)
def test_what_means_nothing_says_what_to_type(asked, words, name, values):
    with pytest.raises(PersonError) as refused:
        read(asked, words, 18)
    assert (type(refused.value).__name__, refused.value.values) == (name, values)


@pytest.mark.parametrize(("years", "number"), [(15, 2), (16, 1), (17, 1)])
def test_the_age_asked_for_is_that_of_the_form(years, number):
    assert read(ADULT, f"{years} tuổi", 16) == Choose(number)


@pytest.mark.parametrize("words", ["Đường xấu", "4", "có", " Giữ yên lặng ", "xong rồi"])
def test_an_open_question_takes_words_as_they_are(words):
    assert read(WORDS, words, 18) == Text(words)


def test_which_tells_the_last_look_from_a_question():
    assert (str(which(LAST)), str(which(YES_NO))) == (
        "Ông/Bà vui lòng nhắn 1 để gửi phiếu, hoặc nhắn “quay lại” để xem lại.",
        "Ông/Bà vui lòng nhắn một số từ 1 đến 2, hoặc nhắn đúng phương án trả lời.",
    )
