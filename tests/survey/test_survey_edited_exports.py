"""Whatever is edited in a form, its answers still leave as CSV, Excel and SPSS with every answer in a column of its own."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.db.surveys.wide import Row
from roviec.reports.answers_out import as_csv, as_spss, as_workbook
from roviec.survey.load import shipped
from roviec.survey.questionnaire import Item, Kind, Option, Questionnaire
from roviec.survey.variables import Given, value_of, variables
from roviec.texts import catalogue
from tests.examples import examples

SAY = catalogue("vi")
NOW = datetime(2026, 6, 29, tzinfo=UTC)
WORDS = st.text(min_size=1, max_size=400).filter(str.strip)
IDS = st.text("aAbBzZ019._-", min_size=1, max_size=24)


@st.composite
def edits(draw: st.DrawFn) -> Questionnaire:
    """Return a shipped form after some edits that its file would allow, and a few that it would not."""
    form = shipped()[draw(st.sampled_from(["mot-cua", "ho-so"]))]
    items = list(form.items)
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(items) - 1))
        one = items[place]
        match draw(st.sampled_from(["drop", "move", "word", "label", "more", "fewer", "kind", "new"])):
            case "drop" if len(items) > 1:
                del items[place]
            case "move":
                items.insert(draw(st.integers(0, len(items) - 1)), items.pop(place))
            case "word":
                items[place] = replace(one, text={"vi": draw(WORDS)})
            case "label" if one.options:
                items[place] = replace(one, options=(Option({"vi": draw(WORDS)}), *one.options[1:]))
            case "more" if one.options:
                # Two choices may well be called alike.
                items[place] = replace(one, options=(*one.options, draw(st.sampled_from(one.options))))
            case "fewer" if len(one.options) > 1:
                items[place] = replace(one, options=one.options[:-1])
            case "kind":
                kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTI, Kind.TEXT]))
                options = one.options or (Option({"vi": "Có"}), Option({"vi": "Không"}))
                items[place] = replace(one, kind=kind, options=() if kind is Kind.TEXT else options)
            case "new":
                fresh = replace(one, id=draw(IDS))
                if all(fresh.id != other.id for other in items):
                    items.insert(place, fresh)
    return replace(form, items=tuple(items))


def answer(draw: st.DrawFn, item: Item) -> Given | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    if item.kind is Kind.TEXT:
        return Given(words=draw(st.one_of(WORDS, st.just("=HYPERLINK(1)"))))
    numbers = st.integers(1, len(item.options))
    if item.kind is Kind.MULTI:
        return Given(sorted(draw(st.sets(numbers))))
    return Given([draw(numbers)], withheld=draw(st.booleans()))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, list[Row]]:
    form = draw(edits())
    rows = []
    for n in range(draw(st.integers(1, 4))):
        said = {item.id: one for item in form.items if (one := answer(draw, item)) is not None}
        rows.append(Row(f"k{n}", 1, "Phòng Nội vụ", "2026-06", said))
    return form, rows


@settings(max_examples=examples(60), deadline=None)
@given(answered())
def test_every_answer_has_its_column_after_any_edit(edited: tuple[Questionnaire, list[Row]]) -> None:
    form, rows = edited
    columns = variables(form)
    names = [one.name for one in columns]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.isascii() and name[0].isalpha() and len(name) <= 64 for name in names)
    for row in rows:
        for item in form.items:
            mine = [one for one in columns if one.item == item.id]
            said = row.given.get(item.id)
            held = [value_of(one, said) for one in mine]
            assert len(mine) == (len(item.options) if item.kind is Kind.MULTI else 1)
            if said and item.kind is Kind.MULTI:
                assert [n for n, one in enumerate(held, 1) if one == 1] == list(said.numbers)
            elif said and not said.withheld:
                assert held == [said.words if item.kind is Kind.TEXT else said.numbers[0]]
    table = list(csv.reader(io.StringIO(as_csv(form, rows).decode("utf-8-sig"))))
    assert len({len(line) for line in table}) == 1
    assert len(table) == 1 + len(rows)


@settings(max_examples=examples(12), deadline=None)
@given(answered())
def test_a_workbook_opens_after_any_edit_with_a_codebook(edited: tuple[Questionnaire, list[Row]]) -> None:
    form, rows = edited
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(form, rows, say=SAY, made=NOW)))
    first, *others = book.worksheets
    assert others, "the codebook"
    assert first.max_row >= 1 + len(rows)
    told: set[Any] = {cell.value for sheet in others for line in sheet.iter_rows() for cell in line}
    assert {one.name for one in variables(form)} <= told


@settings(max_examples=examples(12), deadline=None)
@given(answered())
def test_spss_reads_it_after_any_edit(edited: tuple[Questionnaire, list[Row]]) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    import tempfile
    from pathlib import Path

    form, rows = edited
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sav"
        path.write_bytes(as_spss(form, rows, say=SAY))
        frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    assert len(frame) == len(rows)
    for one in variables(form):
        assert one.name in frame.columns
        if one.values:
            assert set(meta.variable_value_labels[one.name]) >= {float(n) for n in one.values}
