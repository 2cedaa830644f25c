"""No command prints words that name an official, and no file holds them."""

import csv
import zipfile
from io import StringIO

import pytest
from openpyxl import load_workbook
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Answer, Feedback, Response
from roviec.survey.variables import WITHHELD
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from tests.cli.conftest import Office
from tests.office import hanoi_today

WORDS = "Chị Bình ở Văn phòng đòi thêm tiền KÍN"
OTHER = "Ghế ngồi chật CÔNGKHAI"


@pytest.fixture
def named(staffed: Office) -> Office:
    """Citizens have named an official wherever they could write."""
    staffed.ok("survey", "open", "mot-cua", "--unit", "Văn phòng", "--from", "2026-01-01")
    common = {"unit_id": 2, "received_on": hanoi_today(), "names_official": True}

    async def plant(session: AsyncSession) -> None:
        for n, words in enumerate((WORDS, OTHER, "", "", "", "")):
            session.add(Response(key=f"k{n}", campaign_id=1, unit_id=2, on=hanoi_today()))
            await session.flush()
            session.add(Answer(response_key=f"k{n}", item="sipas.24", number=2))
            if words:
                session.add(Answer(response_key=f"k{n}", item="y-kien", words=words))
        session.add(Feedback(code="PA-1", kind=Kind.report, words=WORDS, **common))
        session.add(Feedback(code="PA-2", kind=Kind.praise, words=WORDS, state=State.closed, **common))
        session.add(
            Feedback(
                code="PA-3", kind=Kind.report, words="Đèn hỏng", state=State.disputed, answer="Xong", answers=1,
                rating=Rating.dissatisfied, reason=WORDS, **common,
            )
        )  # fmt: skip

    staffed.inside(plant)
    return staffed


PRINTED = [
    ("survey", "answers", "--csv"),
    ("survey", "answers", "--csv", "--labels"),
    ("export", "answers"),
    ("export", "tasks"),
    ("feedback",),
    ("feedback", "--json"),
    ("digest",),
    ("index", "--json"),
    ("survey", "show", "1"),
    ("survey", "evidence", "1"),
    ("tasks",),
    ("audit",),
    ("letters",),
]


@pytest.mark.parametrize("command", PRINTED, ids=" ".join)
def test_no_command_prints_them(named: Office, command: tuple[str, ...]) -> None:
    result = named(*command)
    assert "KÍN" not in result.out + result.err
    if command[:1] == ("survey",) and "--csv" in command:
        assert "CÔNGKHAI" in result.out
        assert "1 câu có nêu tên cán bộ" in result.err


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
def test_no_file_holds_them(named: Office, kind: str) -> None:
    path = named.folder / f"answers.{kind}"
    if kind == "sav":
        pytest.importorskip("pyreadstat")
    result = named.ok("export", "answers", "--format", kind, "--out", path)
    assert "1 câu có nêu tên cán bộ" in result.err
    if kind == "xlsx":
        with zipfile.ZipFile(path) as book:
            data = b"".join(book.read(name) for name in book.namelist())
    else:
        data = path.read_bytes()
    assert "KÍN".encode() not in data
    assert "CÔNGKHAI".encode() in data


def test_what_is_withheld_of_words_reads_as_of_numbers(named: Office) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    out = named.ok("export", "answers").out.removeprefix("\ufeff")
    lines = {row["phieu"]: row["q_y_kien"] for row in csv.DictReader(StringIO(out))}
    assert (lines["k0"], lines["k1"], lines["k2"]) == (str(WITHHELD), OTHER, "")
    named.ok("export", "answers", "--format", "sav", "--out", named.folder / "a.sav")
    table, _ = pyreadstat.read_sav(named.folder / "a.sav")
    assert dict(zip(table["phieu"], table["q_y_kien"], strict=True)) == lines
    named.ok("export", "answers", "--format", "xlsx", "--out", named.folder / "a.xlsx")
    sheet = load_workbook(named.folder / "a.xlsx").worksheets[0]
    assert "nêu tên cán bộ" in sheet["A2"].value
    head, *rows = sheet.iter_rows(values_only=True, min_row=4)
    assert {row[0]: row[head.index("q_y_kien")] for row in rows}["k0"] == WITHHELD


def test_the_files_of_a_digest_hold_none(named: Office) -> None:
    named.ok("digest", "--out", "bản tin")
    for path in (named.folder / "bản tin").iterdir():
        data = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as book:
                data = b"".join(book.read(name) for name in book.namelist())
        assert "KÍN".encode() not in data
