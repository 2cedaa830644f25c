"""A questionnaire file becomes exactly these values, and each of its places looks exactly so."""

import json
from pathlib import Path

import pytest

from roviec.survey.engine import start, step
from roviec.survey.inputs import Back, Choose, Finish, Pause, Skip, Text
from roviec.survey.load import load, load_file, shipped_names, shipped_text
from roviec.survey.play import play, press
from roviec.survey.questionnaire import Condition, Content, Factor, Item, Kind, Option, Section, say
from roviec.survey.session import Session, Stage
from roviec.survey.view import Progress, View, view

TEXT = """
code = "du"
version = "2"
title = "Phiếu {place}"
thanks = "Xin cảm ơn."
languages = ["vi", "en"]
minimum_age = 20
review = true
en = { title = "Form of {place}", thanks = "Thank you." }
[words]
place = "xã Bình Lư"
[consent]
text = "Ông/Bà có đồng ý không?"
yes = "Đồng ý"
no = "Không đồng ý"
en = { text = "Do you agree?", yes = "I agree", no = "I do not" }
[scales.muc]
labels = ["Kém", "Tốt"]
en = { labels = ["Bad", "Good"] }
[[sections]]
id = "A"
title = "Phần A"
intro = "Mời Ông/Bà"
en = { title = "Part A" }
scale = "muc"
[[sections.items]]
id = "a1"
text = "{place} thế nào?"
help = "(chọn một)"
[[sections.items]]
id = "a2"
type = "multi"
text = "Kênh nào?"
options = ["Loa", { label = "Khác", write = true, points = 3 }]
optional = true
en = { text = "Which way?", options = ["Speaker", "Other"] }
[[sections]]
id = "B"
title = "Phần B"
progress = "Bước"
[[sections.items]]
id = "b1"
type = "yesno"
text = "Có lần nào?"
when = { item = "a1", is = 2 }
[[sections.items]]
id = "b2"
type = "text"
text = "Góp ý"
[[contents]]
id = "I"
title = "Nội dung"
factors = []
"""
TREE = """
code = "cay"
version = "1"
title = "T"
thanks = "C"
[consent]
text = "Đ"
yes = "C"
no = "K"
[scales.nam]
labels = ["1", "2", "3", "4", "5"]
[[sections]]
id = "A"
title = "A"
scale = "nam"
[[sections.items]]
id = "a1"
text = "Một"
[[contents]]
id = "I"
title = "Nội dung"
[[contents.factors]]
id = "I.A"
title = "Yếu tố"
criteria = ["a1"]
"""
FILE = TEXT[: TEXT.index("[[contents]]")]


def vi(text):
    return {"vi": text}


def test_every_value_of_a_file_is_kept():
    form = load(FILE)
    assert (form.code, form.version, form.languages, form.minimum_age, form.review) == (
        "du", "2", ("vi", "en"), 20, True,
    )  # fmt: skip
    assert form.title == {"vi": "Phiếu xã Bình Lư", "en": "Form of xã Bình Lư"}
    assert form.thanks == {"vi": "Xin cảm ơn.", "en": "Thank you."}
    assert form.words == {"place": "xã Bình Lư"}
    assert form.sections == (
        Section("A", {"vi": "Phần A", "en": "Part A"}, vi("Mời Ông/Bà"), {"vi": "Câu", "en": "Question"}),
        Section("B", vi("Phần B"), vi(""), vi("Bước")),
    )
    good = (Option({"vi": "Kém", "en": "Bad"}), Option({"vi": "Tốt", "en": "Good"}))
    ways = (
        Option({"vi": "Loa", "en": "Speaker"}),
        Option({"vi": "Khác", "en": "Other"}, write=True, points=3),
    )
    yes = (Option({"vi": "Có", "en": "Yes"}), Option({"vi": "Không", "en": "No"}))
    asked = {"vi": "Kênh nào?", "en": "Which way?"}
    write = {"vi": "Xin Ông/Bà viết cụ thể:", "en": "Please specify:"}
    assert form.items == (
        Item("a1", Kind.SCALE, "A", vi("Xã Bình Lư thế nào?"), vi("(chọn một)"), good),
        Item("a2", Kind.MULTI, "A", asked, vi(""), ways, True),
        Item(
            "a2.other", Kind.TEXT, "A", write, vi(""), (), True, Condition("a2", frozenset({2})), "a2",
        ),
        Item("b1", Kind.YESNO, "B", vi("Có lần nào?"), vi(""), yes, False, Condition("a1", frozenset({2}))),
        Item("b2", Kind.TEXT, "B", vi("Góp ý"), vi("")),
    )  # fmt: skip
    assert form.contents == ()
    assert [item.id for item in form.conditional] == ["a2.other", "b1"]
    assert [form.place(item.id) for item in form.items] == [0, 1, 2, 3, 4]
    assert form.section("B") is form.sections[1]
    assert (say({"vi": "x", "en": ""}, "en"), say({"vi": "x", "en": "y"}, "en")) == ("x", "y")


def test_the_gates_of_a_file():
    gates = load(FILE).gates
    assert gates["consent"] == Item(
        "consent", Kind.SINGLE, "", {"vi": "Ông/Bà có đồng ý không?", "en": "Do you agree?"}, vi(""),
        (Option({"vi": "Đồng ý", "en": "I agree"}), Option({"vi": "Không đồng ý", "en": "I do not"})),
    )  # fmt: skip
    assert gates["age"] == Item(
        "age", Kind.SINGLE, "", {"vi": "Ông/Bà đã đủ 20 tuổi chưa?", "en": "Are you 20 or older?"}, vi(""),
        (
            Option({"vi": "Đã đủ 20 tuổi", "en": "20 or older"}),
            Option({"vi": "Chưa đủ 20 tuổi", "en": "Under 20"}),
        ),
    )  # fmt: skip
    assert (gates["review"].id, gates["review"].kind, gates["review"].section) == ("review", Kind.SINGLE, "")
    assert gates["review"].options == (Option({"vi": "Gửi phiếu", "en": "Send"}),)


def test_what_a_file_leaves_out_is_filled_in():
    form = load(TREE)
    assert (form.languages, form.words, form.minimum_age, form.review) == (("vi",), {}, 18, False)
    assert form.contents == (Content("I", vi("Nội dung"), (Factor("I.A", vi("Yếu tố"), ("a1",)),)),)
    assert form.sections[0].intro == vi("")


def test_words_of_an_office_replace_those_of_the_file(tmp_path):
    path = tmp_path / "du.toml"
    path.write_text(FILE, encoding="utf-8")
    given = {"place": "phường Ba Đình"}
    form = load_file(path, given)
    assert form == load(FILE, given)
    assert (form.title["vi"], form.words) == ("Phiếu phường Ba Đình", given)
    assert form.items[0].text == vi("Phường Ba Đình thế nào?")
    assert load_file(path).title["vi"] == "Phiếu xã Bình Lư"
    assert form.checksum != load(FILE).checksum
    assert len(form.checksum) == 64


def test_a_shipped_file_is_known_by_its_code_alone():
    assert shipped_names() == ["ho-so", "mot-cua", "sipas-2026"]
    with pytest.raises(KeyError, match="khac"):
        shipped_text("khac")


def walk(*inputs, language="vi"):
    form = load(FILE)
    session = start(form, language)
    for given in inputs:
        session, _ = step(form, session, Choose(given) if isinstance(given, int) else given)
    return view(form, session)


SEND = "Ông/Bà đã trả lời 1/4 câu. Phiếu gửi đi rồi thì không sửa được nữa. Ông/Bà chọn 1 để gửi, hoặc Quay lại để xem lại."
PLACES = [
    (
        (),
        View("consent", Stage.CONSENT, "Ông/Bà có đồng ý không?", Kind.SINGLE,
             options=((1, "Đồng ý"), (2, "Không đồng ý"))),
    ),
    (
        (1, 1),
        View("a1", Stage.QUESTION, "Xã Bình Lư thế nào?", Kind.SCALE, "(chọn một)", ((1, "Kém"), (2, "Tốt")),
             progress=Progress("Câu", 1, 2), heading="Phần A", intro="Mời Ông/Bà", can_skip=True),
    ),
    (
        (1, 1, 2),
        View("a2", Stage.QUESTION, "Kênh nào?", Kind.MULTI, options=((1, "Loa"), (2, "Khác")),
             progress=Progress("Câu", 2, 2), optional=True, can_skip=True, can_back=True, can_finish=True),
    ),
    (
        (1, 1, 2, 2, 1),
        View("a2", Stage.QUESTION, "Kênh nào?", Kind.MULTI, options=((1, "Loa"), (2, "Khác")), chosen=(1, 2),
             progress=Progress("Câu", 2, 2), optional=True, can_skip=True, can_back=True, can_finish=True),
    ),
    (
        (1, 1, 2, 2, Finish()),
        View("a2.other", Stage.QUESTION, "Xin Ông/Bà viết cụ thể:", Kind.TEXT, progress=Progress("Câu", 2, 2),
             optional=True, can_skip=True, can_back=True, limit=2000),
    ),
    (
        (1, 1, 2, 1, Finish()),
        View("b1", Stage.QUESTION, "Có lần nào?", Kind.YESNO, options=((1, "Có"), (2, "Không")),
             progress=Progress("Bước", 1, 2), heading="Phần B", can_skip=True, can_back=True),
    ),
    (
        (1, 1, 2, 1, Finish(), 2, Back()),
        View("b1", Stage.QUESTION, "Có lần nào?", Kind.YESNO, options=((1, "Có"), (2, "Không")), chosen=(2,),
             progress=Progress("Bước", 1, 2), heading="Phần B", can_skip=True, can_back=True, can_keep=True),
    ),
    (
        (1, 1, 1, Skip(), Pause()),
        View("b2", Stage.QUESTION, "Góp ý", Kind.TEXT, progress=Progress("Bước", 1, 1), heading="Phần B",
             can_skip=True, can_back=True, paused=True, limit=2000),
    ),
    (
        (1, 1, 1, Skip(), Text("Tốt"), Back()),
        View("b2", Stage.QUESTION, "Góp ý", Kind.TEXT, written="Tốt", progress=Progress("Bước", 1, 1),
             heading="Phần B", can_skip=True, can_back=True, can_keep=True, limit=2000),
    ),
    (
        (1, 1, 2, Skip(), Skip(), Skip()),
        View("review", Stage.REVIEW, SEND, Kind.SINGLE, options=((1, "Gửi phiếu"),), can_back=True),
    ),
    ((1, 1, 2, Skip(), Skip(), Skip(), 1), View("", Stage.DONE, "Xin cảm ơn.")),
    (
        (2,),
        View("", Stage.DECLINED, "Phiếu đã khép lại, không câu trả lời nào được lưu. Xin cảm ơn Ông/Bà."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "shown"), PLACES, ids=[f"{n}-{shown.item}" for n, (_, shown) in enumerate(PLACES)]
)
def test_a_place_is_shown_whole(inputs, shown):
    assert walk(*inputs) == shown


def test_a_place_is_shown_in_english():
    shown = walk(1, 1, 2, language="en")
    assert (shown.text, shown.options) == ("Which way?", ((1, "Speaker"), (2, "Other")))
    assert str(shown.progress) == "Question 2/2"
    assert walk(1, 1, language="en").heading == "Part A"
    assert walk(language="en").options == ((1, "I agree"), (2, "I do not"))
    assert walk(2, language="en").text == "The form is closed and nothing was kept. Thank you."
    assert walk(1, 1, 1, Skip(), Skip(), language="en").text.startswith("You have answered 1 of 3 questions.")
    assert walk(1, 1, 1, Skip(), Skip(), 1, language="en").text == "Thank you."


def test_a_session_is_the_same_after_json():
    form = load(FILE)
    session = start(form, "en")
    assert session == Session("du", "2", "en", Stage.CONSENT, "consent", (), {}, (), False)
    for given in (1, 1, 2, 2):
        session, _ = step(form, session, Choose(given))
    assert session == Session("du", "2", "en", Stage.QUESTION, "a2", ("a1",), {"a1": 2}, (2,), False)
    assert Session.load(json.loads(json.dumps(session.dump()))) == session


@pytest.mark.parametrize(("line", "given"), [
    ("[xong]", Finish("a1")), ("[2]", Choose(2, "a1")), ("[a2=1]", Choose(1, "a2")), ("[12", Text("[12")),
    ("12]", Text("12]")), ("12", Text("12")), ("[²]", Text("[²]")), ("[a1=]", Text("[a1=]")), ("[]", Text("[]")),
])  # fmt: skip
def test_a_line_of_a_script_is_a_button_or_words(line, given):
    assert press(Session("du", "2", position="a1"), line) == given


def test_a_transcript_of_every_kind_of_line():
    script = ["1", "[1]", "[x]", "[2]", "[a1=2]", "[a1=1]", "[2]", "[2]", "[xong]", "[xong", "1]", "[²]", "[2]",
              "[xong]", "Thợ mộc", "quay lại", "giữ nguyên", "tạm dừng", "1", "[b1=1]", "bỏ qua", "[1]", "x"]  # fmt: skip
    heard = (Path(__file__).parent / "every_line.txt").read_text(encoding="utf-8")
    assert play(load(FILE), script) == heard
