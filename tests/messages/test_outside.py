"""What somebody else wrote becomes text that every database takes, or is refused as what it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.messages.outside import parsed

ANY = st.characters(codec=None)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(ANY),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(ANY), inner),
)


@given(VALUES)
def test_every_text_in_it_can_be_stored(value: Any) -> None:
    found = json.dumps(parsed(json.dumps(value).encode()), ensure_ascii=False)
    assert "\\u0000" not in found
    found.encode()


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_what_is_whole_stays_as_it_is(value: Any) -> None:
    whole = json.loads(json.dumps(value).replace("\\u0000", ""))
    assert parsed(json.dumps(whole).encode()) == whole


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000])
def test_what_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(data)


def test_a_pair_written_as_two_escapes_is_one_letter() -> None:
    assert parsed(rb'"\ud83d\ude00 \ud83d \uDE00"') == "😀 \ufffd \ufffd"
