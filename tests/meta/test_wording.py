"""Words that a sentence may not say, and the one way to say what has several names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from roviec.texts import LANGUAGES, catalogue
from tests.meta.test_wiring import person_errors

ROOM = Path(__file__).parents[2] / "roviec"
WORDS = catalogue("vi").sentences
OWN_NAME = {"vi": "trang trò chuyện", "en": "web chat"}
OTHER_NAMES = {
    "vi": r"web[ -]?chat|trò chuyện (?:trên |qua )?web|(?:cửa sổ|khung|trang|ô) chat|trang web trò chuyện",
    "en": r"chat (?:page|window|site)|page'?s? chat|webchat",
}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Yield every sentence that people read, under its key."""
    yield from catalogue(language).sentences.items()
    if language == "vi":
        yield from ((error.__name__, error.sentence()) for error in person_errors())


def asked() -> Iterator[tuple[str, str]]:
    """Yield what the questionnaires ask in a chat and what pages say by themselves, by file and line."""
    for path in (*(ROOM / "survey/forms").glob("*.toml"), *(ROOM / "web/templates").glob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.lstrip().startswith("#"):
                yield f"{path.name}:{number}", line


def saying(pattern: str, language: str = "vi") -> list[str]:
    """Return where a pattern is said."""
    every = [*sentences(language), *asked()]
    return [where for where, words in every if re.search(pattern, words, re.IGNORECASE)]


FORBIDDEN = {
    "leaving one's job is no word for cancelling": r"\bthôi việc\b|để thôi\b",
    "a chat has no table below": r"(?:trong|theo|ở) bảng (?:bên )?dưới",
    "a digest never speaks of the coming week": r"\btuần (?:tới|sau)\b",
    "lateness is one count, in working days": r"quá hạn \{\w+\} ngày(?! làm việc)|quá hạn[^.;]*\(\{\w+\} ngày",
}


@pytest.mark.parametrize("why", FORBIDDEN)
def test_no_sentence_says_what_is_forbidden(why: str) -> None:
    assert saying(FORBIDDEN[why]) == [], why


@pytest.mark.parametrize(
    "wrong", ["để thôi việc", "chọn trong bảng bên dưới", "việc của tuần tới", "quá hạn {days} ngày"]
)
def test_each_of_them_would_be_found(wrong: str) -> None:
    assert any(re.search(pattern, wrong) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_channel_has_one_name(language: str) -> None:
    assert saying(OTHER_NAMES[language], language) == []
    assert catalogue(language)("channel.web") == OWN_NAME[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_quoted_stands_between_angle_quotes(language: str) -> None:
    """Straight quotes are for what somebody types into a terminal."""
    every = list(sentences(language))
    typed = [where for where, words in every if where.startswith("cli.") or "roviec " in words]
    straight = [where for where, words in every if '"' in words and where not in typed]
    assert [*straight, *(where for where, words in every if re.search("[“”„‟]", words))] == []
    assert [where for where, words in every if words.count("«") != words.count("»")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_names_its_two_halves_and_its_span(language: str) -> None:
    halves = {"vi": ("Hoàn thành", "Đang làm, "), "en": ("Done", "Open, ")}[language]
    said = catalogue(language).sentences
    done, still_open = halves
    assert [said[f"digest.way.{way}"].startswith(done) for way in ("met", "late")] == [True, True]
    assert [said[f"digest.way.{way}"].startswith(still_open) for way in ("within", "overdue")] == [True, True]
    until = {"vi": "số liệu đến {day}", "en": "figures up to {day}"}[language]
    assert until in said["digest.until"].lower()


def test_a_button_that_acts_sounds_like_an_act() -> None:
    """«Nhận việc», never «Đã nhận»: who presses does it now."""
    assert [
        key for key, words in WORDS.items() if key.startswith("button.") and re.match("đã ", words.lower())
    ] == []
    assert WORDS["button.accept"] == "Nhận việc"
