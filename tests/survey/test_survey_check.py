"""What is wrong with a file is told by item, with what to do."""

import copy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.survey.check import check
from roviec.survey.load import BadForm, NotText, UnknownWord, load, load_file, shipped_text
from tests.examples import examples

GOOD = """
code = "thu"
version = "1"
title = "Phiếu thử tại {desk}"
thanks = "Xin cảm ơn."
[words]
desk = "bộ phận một cửa"
[consent]
text = "Ông/Bà có đồng ý không?"
yes = "Đồng ý"
no = "Không"
[scales.muc]
labels = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
[[sections]]
id = "A"
title = "Phần A"
scale = "muc"
[[sections.items]]
id = "mot"
text = "Câu một"
[[sections.items]]
id = "hai"
type = "single"
text = "Câu hai"
options = ["Nam", "Nữ", { label = "Khác", write = true }]
[[sections.items]]
id = "ba"
type = "text"
text = "Câu ba"
when = { item = "hai", is = [1, 2] }
[[contents]]
id = "I"
title = "Nội dung"
[[contents.factors]]
id = "I.A"
title = "Yếu tố"
criteria = ["mot"]
"""

# what is changed in GOOD, into what, and what the complaint must say
BAD = [
    ('id = "hai"', 'id = "mot"', "Dòng 22, câu mot: mã này đã dùng ở trên"),
    ('scale = "muc"', 'scale = "mucc"', "câu mot: không có thang «mucc»"),
    ('item = "hai", is', 'item = "bon", is', "câu ba: điều kiện nhắc tới câu «bon» không có"),
    ('item = "hai", is', 'item = "ba", is', "câu ba: điều kiện nhắc tới câu «ba» hỏi sau"),
    ("is = [1, 2] }", "is = [1, 4] }", "có các phương án 1–3"),
    ("is = [1, 2] }", "la = 1 }", "điều kiện phải viết"),
    (
        'options = ["Nam", "Nữ", { label = "Khác", write = true }]',
        "options = []",
        "câu hai: chưa có phương án",
    ),
    ('["Nam", "Nữ",', '["Nam", "Năm",', "giống nhau («nam»)"),
    ('text = "Câu một"', 'texts = "Câu một"', "có phải Ông/Bà muốn viết «text»?"),
    ('text = "Câu một"', "text = 5", "câu mot: «text» phải là chữ trong dấu ngoặc kép"),
    ('type = "single"', 'type = "radio"', "không có loại «radio»"),
    ('criteria = ["mot"]', 'criteria = ["muoi"]', "Dòng 35, yếu tố I.A: nhắc tới câu «muoi» không có"),
    ('criteria = ["mot"]', 'criteria = ["hai"]', "không theo thang 5 mức"),
    ('criteria = ["mot"]', 'criteria = ["mot", "mot"]', "mỗi tiêu chí chỉ tính một lần"),
    ("[consent]", "[dong_y]", "thiếu lời xin đồng ý"),
    ("{desk}", "{quay}", "chưa có từ «{quay}»"),
    ('code = "thu"', 'code = "Thử"', "chữ thường không dấu"),
    ('version = "1"', 'version = "1"\nminimum_age = 16', "từ 18 trở lên"),
    ('version = "1"', "", "thiếu «version»"),
    ('id = "mot"', 'id = "consent"', "không dùng consent"),
    ('version = "1"', 'version = "1', "Dòng 3, cột"),
    ('title = "Phần A"', 'title = "Phần A"\nen = { title = 5 }', "không có mục «en»"),
    (
        'version = "1"',
        'version = "1"\nlanguages = ["vi", "en"]\nen = { title = 5 }',
        "bản dịch en.title phải cùng kiểu",
    ),
]


def slug(words):
    return re.sub("[^a-z0-9]+", "-", fold(words))[:40]


def test_a_good_file_has_no_problem():
    assert check(GOOD) == []
    assert load(GOOD).title["vi"] == "Phiếu thử tại bộ phận một cửa"


@pytest.mark.parametrize(("old", "new", "said"), BAD, ids=[slug(said) for _, _, said in BAD])
def test_a_bad_file_is_told_what_to_mend(old, new, said):
    assert old in GOOD
    bad = GOOD.replace(old, new, 1)
    problems = check(bad)
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]
    with pytest.raises(BadForm, match="Phiếu khảo sát chưa dùng được"):
        load(bad)


def test_several_problems_are_told_at_once():
    bad = GOOD.replace('scale = "muc"', 'scale = "x"').replace('criteria = ["mot"]', 'criteria = ["y"]')
    assert len(check(bad)) >= 2


def test_the_checksum_follows_content_and_words_but_not_comments():
    same = load(GOOD).checksum
    assert load(f"# ghi chú\n{GOOD}").checksum == same
    assert load(GOOD.replace("Câu một", "Câu 1")).checksum != same
    assert load(GOOD, {"desk": "quầy số 1"}).checksum != same


def test_an_unknown_word_is_refused_by_name():
    with pytest.raises(UnknownWord, match="«quay»") as refused:
        load(GOOD, {"quay": "x"})
    assert refused.value.values == {"code": "thu", "word": "quay", "known": "desk"}


def test_a_file_in_another_encoding_is_refused_and_a_bom_is_not(tmp_path):
    path = tmp_path / "phieu.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(NotText, match=r"phieu\.toml"):
        load_file(path)
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_file(path).code == "thu"


VALUES = st.sampled_from(["1", '"x"', "true", "[]", "{}", "[1]", "[{}]", '{ vi = "a" }', "1.5", "2026-01-01"])


@settings(max_examples=examples(150), deadline=None)
@given(st.integers(0, 10_000), VALUES)
def test_check_never_raises_and_agrees_with_load_whatever_a_value_becomes(place, value):
    lines = GOOD.splitlines()
    keyed = [number for number, line in enumerate(lines) if " = " in line]
    chosen = keyed[place % len(keyed)]
    lines[chosen] = f"{lines[chosen].split(' = ')[0]} = {value}"
    _agree("\n".join(lines))


@settings(max_examples=examples(150), deadline=None)
@given(st.integers(0, 10_000), st.text(max_size=5))
def test_check_never_raises_whatever_is_typed_into_a_shipped_file(place, typed):
    text = shipped_text("ho-so")
    cut = place % len(text)
    _agree(text[:cut] + typed + text[cut:])


def _agree(text):
    problems = check(text)
    if problems:
        assert all(str(problem) for problem in problems)
        return
    form = load(text)
    assert json.dumps(copy.copy(form.checksum))
    assert form.items
