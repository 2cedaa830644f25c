"""Turn the checked tables of a questionnaire file into frozen values."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from roviec.survey.gates import gates
from roviec.survey.item_check import choices_of, kind_of
from roviec.survey.meaning import languages_of
from roviec.survey.questionnaire import (
    Condition,
    Content,
    Factor,
    Item,
    Kind,
    Option,
    Questionnaire,
    Section,
    Wording,
)
from roviec.survey.shape import Table

WRITE: Wording = {"vi": "Xin Ông/Bà viết cụ thể:", "en": "Please specify:"}
COUNTED: Wording = {"vi": "Câu", "en": "Question"}


def build(data: Table, checksum: str) -> Questionnaire:
    """Return the questionnaire of a file that `check` found nothing wrong with."""
    languages = languages_of(data)
    age, consent = data.get("minimum_age", 18), data["consent"]
    yes, no = _wording(consent, "yes", languages), _wording(consent, "no", languages)
    return Questionnaire(
        code=data["code"],
        version=data["version"],
        checksum=checksum,
        title=_wording(data, "title", languages),
        thanks=_wording(data, "thanks", languages),
        languages=languages,
        words=MappingProxyType(dict(data.get("words", {}))),
        minimum_age=age,
        review=data.get("review", False),
        gates=gates(_wording(consent, "text", languages), yes, no, age),
        sections=tuple(_section(section, languages) for section in data["sections"]),
        items=tuple(
            item
            for section in data["sections"]
            for table in section["items"]
            for item in _items(table, section, data.get("scales", {}), languages)
        ),
        contents=tuple(_content(content, languages) for content in data.get("contents", [])),
        unreviewed=tuple(data.get("unreviewed", ())),
    )


def _wording(table: Table, key: str, languages: tuple[str, ...]) -> Wording:
    others = {code: table[code][key] for code in languages[1:] if key in table.get(code, {})}
    return {"vi": table.get(key, ""), **others}


def _section(section: Table, languages: tuple[str, ...]) -> Section:
    counted = _wording(section, "progress", languages) if "progress" in section else COUNTED
    title, intro = _wording(section, "title", languages), _wording(section, "intro", languages)
    return Section(section["id"], title, intro, counted)


def _items(table: Table, section: Table, scales: Table, languages: tuple[str, ...]) -> list[Item]:
    when = table.get("when")
    item = Item(
        id=table["id"],
        kind=kind_of(table, section),
        section=section["id"],
        text=_wording(table, "text", languages),
        help=_wording(table, "help", languages),
        options=_options(table, section, scales, languages),
        optional=table.get("optional", False),
        when=Condition(when["item"], frozenset(_numbers(when["is"]))) if when else None,
    )
    written = frozenset(n for n, option in enumerate(item.options, 1) if option.write)
    return [item, _follow_up(item, written)] if written else [item]


def _follow_up(item: Item, written: frozenset[int]) -> Item:
    return Item(
        id=f"{item.id}.other",
        kind=Kind.TEXT,
        section=item.section,
        text=WRITE,
        help={"vi": ""},
        optional=item.optional,
        when=Condition(item.id, written),
        parent=item.id,
    )


def _options(table: Table, section: Table, scales: Table, languages: tuple[str, ...]) -> tuple[Option, ...]:
    kind = kind_of(table, section)
    if kind is Kind.YESNO:
        return Option({"vi": "Có", "en": "Yes"}), Option({"vi": "Không", "en": "No"})
    source, key = table, "options"
    if kind is Kind.SCALE:
        source, key = scales[table.get("scale", section.get("scale"))], "labels"
    others = {code: source[code][key] for code in languages[1:] if key in source.get(code, {})}
    chosen = tuple(
        _option(choice, {code: labels[place] for code, labels in others.items()})
        for place, choice in enumerate(choices_of(table, section, scales))
    )
    return (*chosen, *_aside(table if "aside" in table else source, languages))


def _aside(source: Table, languages: tuple[str, ...]) -> tuple[Option, ...]:
    """Return the choice that counts as no answer, where a question or its scale has one."""
    return (Option(_wording(source, "aside", languages), aside=True),) if "aside" in source else ()


def _option(choice: Any, others: Mapping[str, str]) -> Option:
    if isinstance(choice, str):
        return Option({"vi": choice, **others})
    return Option({"vi": choice["label"], **others}, choice.get("write", False), choice.get("points"))


def _numbers(value: int | list[int]) -> list[int]:
    return value if isinstance(value, list) else [value]


def _content(content: Table, languages: tuple[str, ...]) -> Content:
    factors = tuple(
        Factor(factor["id"], _wording(factor, "title", languages), tuple(factor["criteria"]))
        for factor in content["factors"]
    )
    return Content(content["id"], _wording(content, "title", languages), factors)
