"""What is wrong with a file is told by item, with what to do."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.check import check
from roviec.survey.load import NotText, UnknownWord, load, load_file, shipped_text
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


def test_a_good_file_has_no_problem():
    assert check(GOOD) == []
    assert load(GOOD).title["vi"] == "Phiếu thử tại bộ phận một cửa"


def test_several_problems_are_told_at_once():
    bad = GOOD.replace('scale = "muc"', 'scale = "x"').replace('criteria = ["mot"]', 'criteria = ["y"]')
    assert len(check(bad)) >= 2


def test_the_checksum_follows_content_but_not_comments():
    same = load(GOOD).checksum
    assert load(f"# ghi chú\n{GOOD}").checksum == same
    assert load(GOOD.replace("Câu một", "Câu 1")).checksum != same


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
