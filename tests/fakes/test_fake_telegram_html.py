"""The HTML of messages becomes text and entities as on the real server."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.fakes.telegram.entities import find_automatic, parse_html, trim, utf16_length
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.texts import format_text

GOOD = [
    ("Nhắc việc", "Nhắc việc", []),
    ("<b>Nhắc việc</b> hôm nay", "Nhắc việc hôm nay", [("bold", 0, 9)]),
    ("😀 <i>a</i>", "😀 a", [("italic", 3, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#273; &copy;", 'a <b> & "c" đ &copy;', []),
    ('<a href="https://x.vn/?a=1&amp;b=2">Xem</a>', "Xem", [("text_link", 0, 3)]),
    ("<blockquote expandable>dài</blockquote>", "dài", [("expandable_blockquote", 0, 3)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<b></b>rỗng", "rỗng", []),
    ("<b>a</>", "a", [("bold", 0, 1)]),
]

BAD = [
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("đ<x>a</x>", 'Unsupported start tag "x" at byte offset 2'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    (
        "<b><i>a</b></i>",
        'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
    ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("html", "text", "entities"), GOOD)
def test_html_is_read(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    got, found = parse_html(html)
    assert got == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


@pytest.mark.parametrize(("html", "error"), BAD)
def test_broken_html_is_refused_with_the_place(html: str, error: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


def test_link_and_language_are_kept() -> None:
    _, link = parse_html('<a href="https://x.vn">x</a>')
    assert link[0]["url"] == "https://x.vn"
    _, code = parse_html('<pre><code class="language-sql">x</code></pre>')
    assert code[0]["language"] == "sql"


def test_commands_mentions_and_links_are_found() -> None:
    found = find_automatic("/start x, nhờ @lan_nguyen xem https://x.vn/a. #gap")
    kinds = [entity["type"] for entity in found]
    assert kinds == ["bot_command", "mention", "url", "hashtag"]
    assert found[0] == {"offset": 0, "length": 6, "type": "bot_command"}


def test_dates_are_not_commands() -> None:
    assert find_automatic("hạn 30/6/2026") == []


def test_white_space_at_the_ends_is_cut_and_entities_move() -> None:
    assert trim(" a b ", [{"type": "bold", "offset": 1, "length": 4}]) == (
        "a b",
        [{"type": "bold", "offset": 0, "length": 3}],
    )


@settings(max_examples=examples(60))
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_escaped_text_survives(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    got, entities = format_text(f"<b>{escaped}</b>", "HTML", None, automatic=False)
    assert got == text.strip()
    for entity in entities:
        assert entity["length"] == utf16_length(got)
