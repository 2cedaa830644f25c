"""Forms written in Excel: what is read, and that each mistake is named by its sheet and row."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.authoring.relevant import condition
from roviec.survey.authoring.toml import to_toml
from roviec.survey.authoring.xlsform import NotExcel, read_xlsform
from roviec.survey.load import load, shipped, shipped_text
from roviec.survey.questionnaire import Kind
from tests.examples import examples
from tests.survey.excel_forms import DESK, Sheets, changed, without, workbook


def problems(sheets: Sheets) -> list[str]:
    return [str(problem) for problem in read_xlsform(workbook(sheets)).problems]


def test_a_form_of_every_kind_is_read() -> None:
    written = read_xlsform(workbook())
    assert written.problems == []
    form = load(to_toml(written.data))
    assert (form.code, form.version, form.minimum_age, form.languages) == (
        "tiep-dan",
        "2026.1",
        18,
        ("vi", "en"),
    )
    assert form.title["vi"] == "Phiếu tại Bộ phận Một cửa"
    assert [(item.id, item.kind) for item in form.items] == [
        ("a.1", Kind.SCALE),
        ("a.2", Kind.SCALE),
        ("q1", Kind.YESNO),
        ("q2", Kind.SINGLE),
        ("q3", Kind.MULTI),
        ("q3.other", Kind.TEXT),
        ("q4", Kind.TEXT),
    ]
    level = form.item("a.1")
    assert (level.levels, len(level.options), level.options[-1].aside) == (5, 6, True)
    assert level.options[3].label == {"vi": "Hài lòng", "en": "Satisfied"}
    assert [option.points for option in form.item("q2").options] == [2, 1, 0]
    assert form.item("q2").when is not None
    assert form.item("q2").when.numbers == {2}  # type: ignore[union-attr]
    assert form.item("q4").when.numbers == {1, 2}  # type: ignore[union-attr]
    assert (form.item("q4").optional, form.item("a.1").optional) == (True, False)
    [content] = form.contents
    assert content.criteria == ("a.1", "a.2")


def reviewed(says: str) -> Sheets:
    """Return the form with a last look that is neither."""
    sheets = changed("settings", 1, 9, "review")
    sheets["settings"][1] += [""] * (9 - len(sheets["settings"][1]))
    sheets["settings"][1][8] = says
    return sheets


ERRORS = {
    "a list that is not there": (
        changed("survey", 3, 1, "select_one mức"),
        "Trang tính survey, dòng 3, câu a.1",
    ),
    "an unknown type": (
        changed("survey", 7, 1, "integer"),
        "Trang tính survey, dòng 7, câu q1: không có loại",
    ),
    "the same name twice": (
        changed("survey", 4, 2, "a.1"),
        "Trang tính survey, dòng 4, câu a.1: mã này đã dùng",
    ),
    "a question without words": (
        changed("survey", 4, 3, ""),
        "Trang tính survey, dòng 4, câu a.2: ô «label»",
    ),
    "a name of letters that no button carries": (
        changed("survey", 9, 2, "câu ba"),
        "Trang tính survey, dòng 9",
    ),
    "a condition of another kind": (
        changed("survey", 8, 7, "${q1} > 3"),
        "Trang tính survey, dòng 8, câu q2",
    ),
    "a condition on a later question": (changed("survey", 8, 7, "${q3} = 'loa'"), "dòng 8, câu q2"),
    "a choice that is not there": (changed("survey", 8, 7, "${q1} = 'maybe'"), "dòng 8, câu q2"),
    "a content that is not there": (changed("survey", 2, 9, "dv"), "Trang tính survey, dòng 2, phần A"),
    "a choice without a name": (changed("choices", 3, 2, ""), "Trang tính choices, dòng 3"),
    "a choice twice": (
        changed("choices", 9, 2, "0"),
        "Trang tính choices, dòng 9, lựa chọn 0: tên này đã dùng",
    ),
    "two labels that read alike": (
        changed("choices", 3, 3, "Bình thường"),
        "Trang tính choices, dòng 2, thang muc",
    ),
    "points that are no number": (changed("choices", 8, 5, "hai"), "Trang tính choices, dòng 8, lựa chọn 0"),
    "a version that is missing": (changed("settings", 2, 3, ""), "Trang tính settings, dòng 2"),
    "a code of capitals": (
        changed("settings", 2, 2, "Tiep Dan"),
        "Trang tính settings, dòng 2, tệp phiếu: «form_id»",
    ),
    "an age that is no number": (changed("settings", 2, 8, "mười tám"), "Trang tính settings, dòng 2"),
    "an age below": (changed("settings", 2, 8, 16), "Trang tính settings, dòng 2, tệp phiếu: «minimum_age»"),
    "a column that is spelt wrong": (changed("survey", 1, 3, "labl"), "có phải Ông/Bà muốn viết «label»"),
    "a group that stays open": (without("survey", 11), "Trang tính survey, dòng 10, begin_group: phần cuối"),
    "a question outside": (without("survey", 2), "Trang tính survey, dòng 2, câu a.1: câu hỏi phải nằm giữa"),
    "a sheet that is missing": (without("choices"), "thiếu trang tính «choices»"),
    "a word that nobody explains": (without("words"), "vào trang tính words"),
    "a look that is spelt wrong": (
        changed("survey", 3, 8, "likrt"),
        "dòng 3, câu a.1: không có kiểu «likrt»",
    ),
    "a scale of several": (
        changed("survey", 9, 8, "likert"),
        "dòng 9, câu q3: «likert» chỉ đi với select_one",
    ),
    "required that is neither": (
        changed("survey", 3, 6, "xyz"),
        "dòng 3, câu a.1: «required» chỉ ghi yes hoặc no",
    ),
    "write that is neither": (
        changed("choices", 8, 6, "xyz"),
        "Trang tính choices, dòng 8, lựa chọn 0: «write»",
    ),
    "review that is neither": (
        reviewed("xyz"),
        "Trang tính settings, dòng 2, thông tin phiếu: «review» chỉ ghi yes hoặc no",
    ),
    "a choice of a list that is spelt wrong": (
        changed("choices", 9, 1, "lam"),
        "dòng 9, lựa chọn 1: không câu nào dùng danh sách «lam»; có phải Ông/Bà muốn viết «lan»?",
    ),
    "a choice without points among others": (
        changed("choices", 9, 5, ""),
        "dòng 9, lựa chọn 1: danh sách lan có điểm nhưng lựa chọn này chưa có",
    ),
    "points that stand apart": (
        changed("choices", 7, 5, 2),
        "dòng 7, lựa chọn kb: lựa chọn «aside» đứng riêng",
    ),
    "points of a scale": (changed("choices", 2, 5, 1), "dòng 2, lựa chọn 1: thang likert không có điểm"),
    "a version that Excel shortens": (
        changed("settings", 2, 3, 2026.1),
        "dòng 2, thông tin phiếu: phiên bản «2026.1» là một con số",
    ),
    "a type that is spelt wrong": (
        changed("survey", 7, 1, "yesnno"),
        "dòng 7, câu q1: không có loại «yesnno»; có phải Ông/Bà muốn viết «yesno»?",
    ),
    "a list that is not said": (changed("survey", 3, 1, "select_one"), "phải ghi tên một danh sách"),
    "a list that is spelt wrong": (
        changed("survey", 8, 1, "select_one lam"),
        "có phải Ông/Bà muốn viết «lan»?",
    ),
}


@pytest.mark.parametrize("what", ERRORS)
def test_each_mistake_names_its_row_and_what_to_do(what: str) -> None:
    sheets, says = ERRORS[what]
    found = problems(sheets)
    assert any(says in problem for problem in found), found


@pytest.mark.parametrize("kind", ["begin_grop", "begin"])
def test_a_group_that_is_spelt_wrong_is_one_mistake(kind: str) -> None:
    found = problems(changed("survey", 6, 1, kind))
    assert len(found) == 1, found
    assert f"dòng 6, câu B: không có loại «{kind}»; có phải Ông/Bà muốn viết «begin_group»?" in found[0]


def test_a_section_is_not_blamed_for_its_only_question() -> None:
    sheets = changed("survey", 3, 1, "select_one mức")
    sheets["survey"][3][0] = "integer"
    found = problems(sheets)
    assert len(found) == 2, found


def test_mistakes_are_told_in_the_order_of_the_workbook() -> None:
    sheets = changed("settings", 2, 2, "Tiep Dan")
    sheets["choices"][7][4] = "hai"
    sheets["survey"][9][0] = "integer"
    sheets["survey"][2][7] = "likrt"
    places = [re.search(r"Trang tính (\w+), dòng (\d+)", one) for one in problems(sheets)]
    found = [(place[1], int(place[2])) for place in places if place]
    assert found == [("survey", 3), ("survey", 10), ("choices", 8), ("settings", 2)]


def test_several_mistakes_are_told_at_once() -> None:
    sheets = changed("survey", 3, 1, "select_one mức")
    sheets["survey"][6][0] = "integer"
    sheets["choices"][7][4] = "hai"
    rows = [re.findall(r"Trang tính (\w+), dòng (\d+)", problem) for problem in problems(sheets)]
    assert {found[0] for found in rows if found} >= {("survey", "3"), ("survey", "7"), ("choices", "8")}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"name,label\n1,2"])
def test_what_is_no_workbook_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotExcel):
        read_xlsform(data)


def test_the_dossier_form_can_be_written_in_excel() -> None:
    """The nine indicators of the Decree with their points, as the shipped form has them."""
    known = shipped()["ho-so"]
    rows: Sheets = {
        "survey": [
            ["type", "name", "label", "hint", "required", "appearance"],
            ["begin_group", "ho-so", "Hồ sơ"],
        ],
        "choices": [["list_name", "name", "label", "points", "aside"]],
        "settings": [
            ["form_title", "form_id", "version", "thanks", "consent", "consent_yes", "consent_no"],
            ["Phiếu đánh giá", "ho-so", "moi", "Xin cảm ơn.", "Đồng ý không?", "Có", "Không"],
        ],
    }
    for item in known.items[:9]:
        rows["survey"].append([f"select_one {item.id}", item.id, item.text["vi"], item.help["vi"]])
        for number, option in enumerate(item.options, 1):
            rows["choices"].append(
                [item.id, str(number), option.label["vi"], option.points if option.points is not None else ""]
                + (["yes"] if option.aside else [])
            )
    rows["survey"].append(["end_group"])
    written = read_xlsform(workbook(rows))
    assert written.problems == []
    form = load(to_toml(written.data))
    for item in known.items[:9]:
        assert form.item(item.id).options == item.options
        assert form.item(item.id).text == item.text


@pytest.mark.parametrize("code", ["ho-so", "mot-cua", "sipas-2026"])
def test_a_form_survives_being_written_as_toml(code: str) -> None:
    import tomllib

    data = tomllib.loads(shipped_text(code))
    assert tomllib.loads(to_toml(data)) == data


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f\r"), max_size=30)
VALUES = st.recursive(
    st.one_of(WORDS, st.integers(-99, 99), st.booleans(), st.lists(WORDS, max_size=3)),
    lambda inner: (
        st.dictionaries(WORDS, inner, max_size=3)
        | st.lists(st.dictionaries(WORDS, inner), min_size=1, max_size=2)
    ),
    max_leaves=8,
)


@settings(max_examples=examples(200), deadline=None)
@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_whatever_is_written_as_toml_reads_the_same(data: dict[str, object]) -> None:
    import tomllib

    assert tomllib.loads(to_toml(data)) == data


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("${q} = 'a'", ("q", ["a"])),
        ('${q.1}="a" or ${q.1}="b"', ("q.1", ["a", "b"])),
        ("selected(${q}, 'a')", ("q", ["a"])),
        ("${q} = 'a' or ${r} = 'b'", None),
        ("${q} = 'a' and ${q} = 'b'", None),
        ("not(${q} = 'a')", None),
        ("", None),
    ],
)
def test_conditions(text: str, means: object) -> None:
    assert condition(text) == means


def test_the_desk_of_these_tests_is_a_form_by_itself() -> None:
    assert problems(DESK) == []


@pytest.mark.parametrize("figure", ["²", "9" * 5000, "-1", "hai"])
def test_what_is_no_whole_number_is_named_by_its_place(figure: str) -> None:
    """`str.isdigit` takes "²" for a number and `int` does not."""
    assert any("«points» phải là" in one for one in problems(changed("choices", 8, 5, figure)))
    assert any("«minimum_age» phải là" in one for one in problems(changed("settings", 2, 8, figure)))
