"""The shipped questionnaires hold the official wording and structure."""

import tomllib

import pytest

from roviec.survey.check import check
from roviec.survey.consent import brief
from roviec.survey.load import load, shipped, shipped_names, shipped_text
from roviec.survey.questionnaire import Kind

HANOI = {
    "desk": "Chi nhánh Trung tâm Phục vụ hành chính công/Điểm phục vụ hành chính công",
    "point": "Điểm phục vụ hành chính công",
    "place": "phường",
    "hamlet": "tổ dân phố",
    "city": "thành phố",
}


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_form_has_no_problem_and_names_its_source(name):
    text = shipped_text(name)
    assert check(text) == []
    assert text.startswith("# ")
    assert "# Nguồn:" in text
    assert load(text).code == name


def test_the_sipas_form_has_85_questions_in_the_official_groups():
    form = shipped()["sipas-2026"]
    groups = {}
    for item in form.items:
        if item.parent is None:
            group = item.id.split(".")[0]
            groups[group] = groups.get(group, 0) + 1
    assert groups == {
        "a": 5, "q1": 9, "q2": 1, "q3": 7, "q4": 1, "q5": 1, "q6": 1, "q7": 3, "q8": 7,
        "sipas": 39, "q10": 10, "y-kien": 1,
    }  # fmt: skip
    assert sum(groups.values()) == 85
    assert "85 bước" in form.gates["consent"].text["vi"]


def test_the_sipas_tree_is_23_and_16_criteria_in_nine_factors():
    policy, service = shipped()["sipas-2026"].contents
    assert [len(factor.criteria) for factor in policy.factors] == [2, 2, 9, 10]
    assert [len(factor.criteria) for factor in service.factors] == [3, 4, 3, 3, 3]
    assert (*policy.criteria, *service.criteria) == tuple(f"sipas.{n}" for n in range(1, 40))


def test_the_desk_form_asks_the_same_sixteen_criteria_word_for_word():
    short, full = shipped()["mot-cua"], shipped()["sipas-2026"]
    criteria = short.contents[0].criteria
    assert criteria == full.contents[1].criteria
    for item in criteria:
        assert short.item(item).text == full.item(item).text
        assert [option.label for option in short.item(item).options if not option.aside] == [
            option.label for option in full.item(item).options
        ]


def test_the_words_of_a_hanoi_ward_give_the_text_of_its_printed_form():
    form = load(shipped_text("sipas-2026"), HANOI)
    assert form.item("q2").options[0].label["vi"] == "Qua loa phát thanh phường."
    assert form.item("q8.3").text["vi"] == (
        "Ông/Bà giải quyết thủ tục hành chính tại Trung tâm Phục vụ hành chính công của thành phố."
    )
    assert form.item("q8.4").text["vi"] == (
        "Ông/Bà giải quyết thủ tục hành chính tại Điểm phục vụ hành chính công tại phường."
    )
    assert form.item("sipas.31").text["vi"] == (
        "Công chức ở Chi nhánh Trung tâm Phục vụ hành chính công/Điểm phục vụ hành chính công có thái độ "
        "giao tiếp lịch sự, tôn trọng đối với người dân."
    )
    assert "loa phát thanh phường, họp tổ dân phố" in form.item("sipas.1").help["vi"]


def test_ethnicity_is_marked_optional_and_other_answers_ask_for_words():
    form = shipped()["sipas-2026"]
    assert form.item("a.ethnicity").optional
    follow_ups = [item.id for item in form.items if item.parent]
    assert follow_ups == ["a.ethnicity.other", "a.education.other", "a.job.other", "q2.other"]


def test_scales_carry_the_official_labels_and_fall_back_to_vietnamese():
    form = shipped()["sipas-2026"]
    labels = {
        item: [option.label["vi"] for option in form.item(item).options]
        for item in ("sipas.1", "q1.1", "q3.1", "q7.1", "q10.1", "q8.1")
    }
    assert labels == {
        "sipas.1": ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"],
        "q1.1": [
            "Không quan tâm theo dõi",
            "Khá quan tâm theo dõi",
            "Quan tâm theo dõi",
            "Rất quan tâm theo dõi",
        ],
        "q3.1": ["Không phù hợp", "Khá phù hợp", "Phù hợp", "Rất phù hợp"],
        "q7.1": ["Không phù hợp", "Khá phù hợp", "Phù hợp", "Rất phù hợp"],
        "q10.1": ["Không mong muốn", "Khá mong muốn", "Mong muốn", "Rất mong muốn"],
        "q8.1": ["Có", "Không"],
    }


def test_no_text_keeps_a_gap_or_an_abbreviation_mark():
    for form in shipped().values():
        for item in form.items:
            for text in (*item.text.values(), *item.help.values()):
                assert "{" not in text
                assert not text.startswith(("…", "(…"))


def test_every_form_tells_purpose_controller_and_rights_and_asks_for_adults():
    for form in shipped().values():
        text = form.gates["consent"].text["vi"]
        assert all(word in text for word in ("Mục đích", "Bên kiểm soát dữ liệu", "Quyền của Ông/Bà"))
        assert form.minimum_age == 18


def test_every_consent_fits_a_phone_and_hides_nothing_sensitive():
    for form in shipped().values():
        for text in form.gates["consent"].text.values():
            first, last = brief(text) or (text, "")
            assert len(first) + len(last) < 620, form.code
            assert ("nhạy cảm" in text) == ("nhạy cảm" in first)
            assert text.strip().endswith(last)


def test_a_short_consent_is_shown_whole():
    assert brief("Ông/Bà có đồng ý tham gia không?") is None
    assert brief("a" * 400 + "\nĐồng ý?") is None
    assert brief("Phiếu hỏi 3 câu.\n" + "x" * 400 + "\nĐồng ý?") == ("Phiếu hỏi 3 câu.", "Đồng ý?")


def test_no_form_asks_for_name_or_phone():
    kinds = {
        form.code: [i.id for i in form.items if i.kind is Kind.TEXT and not i.parent]
        for form in shipped().values()
    }
    assert kinds == {"ho-so": ["y-kien"], "mot-cua": ["vi-sao", "y-kien"], "sipas-2026": ["y-kien"]}


def test_the_points_of_the_dossier_form_run_2_1_0():
    data = tomllib.loads(shipped_text("ho-so"))
    items = [item for section in data["sections"] for item in section["items"] if "options" in item]
    assert len(items) == 9
    assert all([option["points"] for option in item["options"]] == [2, 1, 0] for item in items)
