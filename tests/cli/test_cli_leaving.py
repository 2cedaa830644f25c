"""roviec export, announce, api, plan dossier: what leaves the office, opened again and compared with the database."""

import csv
import hashlib
import sys
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pyreadstat
import pytest
from openpyxl import load_workbook
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import files
from roviec.db.files import FileStore
from roviec.db.models import Answer, AuditEntry, Evidence, Plan, PlanVersion, Receipt, Response, Task
from roviec.db.surveys.export import prepare
from roviec.db.surveys.wide import form_answered, responses
from roviec.reports import answers_out
from roviec.survey.load import shipped
from roviec.survey.questionnaire import Kind
from roviec.survey.variables import WITHHELD, Given, value_of, variables
from roviec.texts import catalogue
from tests.cli.conftest import Office

FORM = shipped()["sipas-2026"]
CRITERION = FORM.contents[0].criteria[0]
TRAIT = next(
    item for item in FORM.items if item.kind is Kind.SINGLE and item.id not in FORM.contents[0].criteria
)
MANY = next(item for item in FORM.items if item.kind is Kind.MULTI)


@pytest.fixture
def answered(staffed: Office) -> Office:
    """Seven responses of one day: six are alike, one is of a kind of its own."""
    staffed.ok("survey", "open", "sipas-2026", "--unit", "Văn phòng", "--from", "2026-01-01")

    async def answer(session: AsyncSession) -> None:
        for n in range(7):
            key = f"k{n}"
            session.add(Response(key=key, campaign_id=1, unit_id=2, on=date(2026, 6, 1)))
            await session.flush()
            session.add(Answer(response_key=key, item=TRAIT.id, number=1 if n < 6 else 2))
            if n != 3:
                session.add(Answer(response_key=key, item=CRITERION, number=1 + n % 5))
            for place, number in enumerate((1, 3)):
                session.add(Answer(response_key=key, item=MANY.id, position=place, number=number))

    staffed.inside(answer)
    return staffed


def sav(office: Office, *more: str) -> tuple[Any, Any]:
    office.ok("export", "answers", "--format", "sav", "--out", "khao-sat.sav", *more)
    return pyreadstat.read_sav(office.folder / "khao-sat.sav", user_missing=True)


def column(item: str, option: int | None = None) -> str:
    return next(one.name for one in variables(FORM) if one.item == item and one.option == option)


def test_spss_reads_the_answers_with_their_labels(answered: Office) -> None:
    table, meta = sav(answered)
    assert len(table) == 7
    name = column(CRITERION)
    assert meta.column_names_to_labels[name] == FORM.item(CRITERION).text["vi"][:250]
    labels = meta.variable_value_labels[name]
    assert [labels[float(n)] for n in range(1, 6)] == [o.label["vi"] for o in FORM.item(CRITERION).options]
    told = {row.phieu: getattr(row, name) for row in table.itertuples()}
    rows = answered.inside(lambda session: _numbers(session, CRITERION))
    assert {key: value for key, value in told.items() if value == value} == rows
    assert list(table[column(MANY.id, 1)]) == [1.0] * 7
    assert list(table[column(MANY.id, 2)]) == [0.0] * 7
    assert set(table["don_vi"]) == {"Văn phòng"}


async def _numbers(session: AsyncSession, item: str) -> dict[str, int | None]:
    found = (await session.exec(select(Answer).where(Answer.item == item))).all()
    return {one.response_key: one.number for one in found}


def test_what_would_tell_whose_answer_it_is_is_withheld_in_every_format(answered: Office) -> None:
    table, meta = sav(answered)
    name = column(TRAIT.id)
    told = dict(zip(table["phieu"], table[name], strict=True))
    assert told == {**{f"k{n}": 1.0 for n in range(6)}, "k6": float(WITHHELD)}
    assert meta.missing_ranges[name] == [{"lo": float(WITHHELD), "hi": float(WITHHELD)}]
    assert "Không công bố" in meta.variable_value_labels[name][float(WITHHELD)]
    long = list(csv.DictReader(StringIO(answered.ok("survey", "answers", "--csv").out)))
    hidden = {row["response"] for row in long if row["question"] == TRAIT.id and not row["answer"]}
    assert hidden == {key for key, value in told.items() if value == WITHHELD}
    wide = list(csv.DictReader(StringIO(answered.ok("export", "answers").out.removeprefix("\ufeff"))))
    assert {row["phieu"] for row in wide if row[name] == str(WITHHELD)} == hidden
    answered.ok("export", "answers", "--format", "xlsx", "--out", "a.xlsx")
    sheet = load_workbook(answered.folder / "a.xlsx").worksheets[0]
    head, *rows = list(sheet.iter_rows(values_only=True, min_row=4))
    assert {row[0] for row in rows if row[head.index(name)] == WITHHELD} == hidden


def test_a_workbook_says_what_its_columns_mean(answered: Office) -> None:
    answered.ok("export", "answers", "--format", "xlsx", "--out", "a.xlsx")
    answers, meaning = load_workbook(answered.folder / "a.xlsx").worksheets
    heads = [cell.value for cell in answers[4]]
    named = {row[0] for row in meaning.iter_rows(values_only=True, min_row=5)}
    assert set(heads[4:]) == named
    assert answers["A2"].value.startswith("7 phiếu.")


def test_several_forms_are_told_apart(answered: Office) -> None:
    answered.ok("survey", "open", "mot-cua", "--unit", "Văn phòng", "--from", "2026-01-01")

    async def answer(session: AsyncSession) -> None:
        session.add(Response(key="m", campaign_id=2, unit_id=2, on=date(2026, 6, 1)))
        await session.flush()
        session.add(Answer(response_key="m", item=shipped()["mot-cua"].contents[0].criteria[0], number=5))

    answered.inside(answer)
    refused = answered("export", "answers", "--format", "sav", "--out", "x.sav")
    assert (refused.code, "--campaign" in refused.err) == (2, True)
    assert len(sav(answered, "--campaign", "2")[0]) == 1
    assert len(sav(answered, "--campaign", "1")[0]) == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "tasks", "--format", "sav", "--out", "x.sav"), "chỉ dùng cho câu trả lời"),
        (("export", "tasks", "--format", "xlsx"), "--out tasks.xlsx"),
        (("export", "answers"), "Chưa có phiếu trả lời nào"),
        (("export", "gì"), ""),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(
    staffed: Office, words: tuple[str, ...], said: str
) -> None:
    result = staffed(*words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_tasks_leave_as_csv_and_excel_as_the_database_has_them(staffed: Office) -> None:
    staffed.ok("tasks", "add", "--title", "=Báo cáo; quý", "--lead", "Văn phòng", "--due", "2026-06-30")
    staffed.ok(
        "tasks",
        "add",
        "--title",
        "Việc thường xuyên",
        "--lead",
        "Tư pháp – Hộ tịch",
        "--partner",
        "Văn phòng",
    )
    out = staffed.ok("export", "tasks").out
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    assert [(row["Nhiệm vụ"], row["Chủ trì"], row["Phối hợp"], row["Hạn"]) for row in rows] == [
        ("'=Báo cáo; quý", "Văn phòng", "", "2026-06-30"),
        ("Việc thường xuyên", "Tư pháp – Hộ tịch", "Văn phòng", ""),
    ]
    staffed.ok("export", "tasks", "--format", "xlsx", "--out", "viec/theo-doi.xlsx")
    head, *cells = list(
        load_workbook(staffed.folder / "viec/theo-doi.xlsx").active.iter_rows(values_only=True, min_row=4)
    )
    tasks = staffed.inside(lambda session: _tasks(session))
    due = head.index("Hạn")
    assert [(row[0], row[4], row[due] and row[due].date()) for row in cells] == [
        (t.id, t.title, t.due) for t in tasks
    ]
    log = staffed.inside(lambda session: _acts(session))
    assert log.count("read_tasks") == 2


async def _tasks(session: AsyncSession) -> list[Task]:
    return list((await session.exec(select(Task).order_by(Task.id))).all())


async def _acts(session: AsyncSession) -> list[str]:
    return [one.what for one in (await session.exec(select(AuditEntry).order_by(AuditEntry.id))).all()]


def test_names_of_variables_are_what_spss_takes() -> None:
    for form in shipped().values():
        names = [one.name for one in variables(form)]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(name.isascii() and name[0].isalpha() and len(name) <= 64 for name in names)


def test_an_answer_fills_its_columns() -> None:
    one, *_ = [v for v in variables(FORM) if v.item == MANY.id]
    text = next(v for v in variables(FORM) if v.is_text)
    assert [value_of(one, given) for given in (None, Given([1]), Given([2]), Given(withheld=True))] == [
        None,
        1,
        0,
        WITHHELD,
    ]
    assert [value_of(text, given) for given in (None, Given(words="Tốt"), Given(withheld=True))] == [
        "",
        "Tốt",
        WITHHELD,
    ]


def test_rows_agree_with_the_lines_of_the_plain_export(answered: Office) -> None:
    async def read(session: AsyncSession) -> tuple[int, int]:
        _, campaigns = await form_answered(session)
        hidden = await prepare(session, minimum_cell=5)
        rows = [row async for row in responses(session, hidden, campaigns)]
        return len(rows), sum(len(given.numbers) for row in rows for given in row.given.values())

    count, numbers = answered.inside(read)
    long = list(csv.DictReader(StringIO(answered.ok("survey", "answers", "--csv").out)))
    assert count == len({row["response"] for row in long})
    assert numbers == len([row for row in long if row["answer"]])


class TestAnnounce:
    def test_it_is_made_listed_and_its_results_taken(self, staffed: Office) -> None:
        staffed.write("kq.pdf", b"%PDF-1.4")
        made = staffed.ok(
            "announce", "send", "Kết quả", "--file", "kq.pdf", "--unit", "Văn phòng", "--json"
        ).json
        assert (made["id"], made["people"]) == (1, 1)
        (row,) = staffed.ok("announce", "list", "--json").json
        assert (row["words"], row["audience"], row["people"], row["sent"], row["read"]) == (
            "Kết quả",
            "Văn phòng",
            1,
            0,
            0,
        )
        assert "Kết quả" in staffed.ok("announce", "list").out

        async def reads(session: AsyncSession) -> None:
            receipt = (await session.exec(select(Receipt))).one()
            receipt.read_at = datetime(2026, 6, 29, 1, 5, tzinfo=UTC)

        staffed.inside(reads)
        staffed.ok("announce", "results", "1", "--out", "kq.csv")
        (read,) = csv.DictReader(StringIO((staffed.folder / "kq.csv").read_bytes().decode("utf-8-sig")))
        assert (read["Họ và tên"], read["Đọc lúc"]) == ("Trần Thị Bình", "2026-06-29 08:05")
        staffed.ok("announce", "results", "1", "--out", "kq.xlsx")
        assert load_workbook(staffed.folder / "kq.xlsx").active["B5"].value == "Trần Thị Bình"
        assert staffed.inside(_acts)[-3:] == ["announce", "announce_results", "announce_results"]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("send",), "cần nội dung hoặc tệp"),
            (("send", "A", "--unit", "Sở Không Có"), "Sở Không Có"),
            (("send", "A", "--read-by", "2020-01-01"), "1/1/2020 đã qua"),
            (("send", "A", "--file", "khong-co.pdf"), "khong-co.pdf"),
            (("results", "7", "--out", "a.csv"), "số 7"),
            (("results", "7", "--out", "a.pdf"), "a.pdf"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(
        self, staffed: Office, words: tuple[str, ...], said: str
    ) -> None:
        result = staffed("announce", *words)
        assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert said in result.err


class TestKeys:
    def test_a_key_is_made_listed_and_ended(self, office: Office) -> None:
        made = office.ok("api", "key", "Cổng báo cáo", "--json").json
        assert len(made["key"]) > 30
        (row,) = office.ok("api", "list", "--json").json
        assert (row["name"], row["used_on"], row["ended_on"]) == ("Cổng báo cáo", None, None)
        assert made["key"] not in (office.folder / "roviec.db").read_bytes().decode("latin-1")
        assert "Cổng báo cáo" in office.ok("api", "end", "1").out
        assert office("api", "end", "1").code == 2
        assert "Cổng báo cáo" in office.ok("api", "list").out
        assert "https://roviec.example.vn/api" in office.ok("api", "key", "Khác").out


class TestDossier:
    @pytest.fixture
    def proven(self, staffed: Office) -> Office:
        store = FileStore(staffed.folder / "files")

        async def furnish(session: AsyncSession) -> None:
            now = datetime(2026, 6, 20, 2, 30, tzinfo=UTC)
            text = store.keep(b"van ban goc")
            plan = Plan(number="12/KH-UBND", subject="Kế hoạch CCHC & <2026>", sha256=text, created_at=now)
            session.add(plan)
            await session.flush()
            session.add(PlanVersion(plan_id=plan.id or 0, sha256=text, name="kế hoạch.docx", at=now))
            components = ("Cải cách thể chế", "", "Cải cách thể chế", "Hiện đại hóa")
            for n, component in enumerate(components):
                session.add(
                    Task(plan_id=plan.id, title=f"Việc {n}: báo/cáo?", component=component, created_at=now)
                )
            await session.flush()
            for task, data, name in (
                (1, b"a", "ảnh 1.jpg"),
                (1, b"b", "../../etc/passwd"),
                (3, b"c", "c" * 300 + ".pdf"),
                (2, b"lost", "mất.pdf"),
            ):
                sha256 = store.keep(data)
                await files.record(session, sha256=sha256, mime="x/y", size=len(data), now=now)
                session.add(
                    Evidence(task_id=task, sha256=sha256, name=name, note="=x", sent_by=2, sent_at=now)
                )

        staffed.inside(furnish)
        store.path(hashlib.sha256(b"lost").hexdigest()).unlink()
        return staffed

    def opened(self, office: Office) -> ZipFile:
        office.ok("plan", "dossier", "1", "--out", "ho so/ho-so.zip")
        return ZipFile(office.folder / "ho so/ho-so.zip")

    def test_files_lie_by_component_and_their_sums_are_right(self, proven: Office) -> None:
        archive = self.opened(proven)
        names = archive.namelist()
        assert "00-van-ban/01-kế hoạch.docx" in names
        assert "01-cai-cach-the-che/1-viec-0-bao-cao/01-ảnh 1.jpg" in names
        assert not any(name.startswith("/") or ".." in name.split("/") for name in names)
        assert max(map(len, names)) < 200
        sums = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        assert len(sums) == 4
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest

    def test_the_manifest_tells_who_sent_what_when_and_what_is_missing(self, proven: Office) -> None:
        archive = self.opened(proven)
        rows = list(csv.DictReader(StringIO(archive.read("danh-muc.csv").decode("utf-8-sig"))))
        sent = [row for row in rows if row["SHA-256"]]
        evidence = proven.inside(_evidence)
        assert {(int(row["Mã nhiệm vụ"]), row["SHA-256"]) for row in sent} == {
            (e.task_id, e.sha256) for e in evidence
        }
        assert {(row["Người gửi"], row["Đơn vị"], row["Gửi lúc"]) for row in sent} == {
            ("Trần Thị Bình", "Văn phòng", "2026-06-20 09:30")
        }
        assert {row["Mã nhiệm vụ"]: row["Tình trạng"] for row in rows if row["Tình trạng"]} == {
            "2": "không còn tệp",
            "4": "Chưa có tài liệu",
        }
        assert {row["Ghi chú"] for row in sent} == {"'=x"}
        inside = set(archive.namelist())
        assert all((row["Đường dẫn"] in inside) == (row["Tình trạng"] == "") for row in sent)

    def test_the_cover_lists_the_same_in_word(self, proven: Office) -> None:
        document = docx.Document(BytesIO(self.opened(proven).read("bia-ho-so.docx")))
        text = "\n".join(line.text for line in document.paragraphs)
        assert "DANH MỤC TÀI LIỆU KIỂM CHỨNG" in text
        assert "Kế hoạch CCHC & <2026> (số 12/KH-UBND)" in text
        assert "Hồ sơ gồm 4 tệp của 3/4 nhiệm vụ" in text
        assert "{" not in text
        lists = document.tables[1:-1]
        assert [len(table.rows) - 1 for table in lists] == [3, 1]
        assert lists[0].cell(1, 3).text == "Trần Thị Bình (Văn phòng)"
        assert lists[1].cell(1, 2).text == "mất.pdf (không còn tệp)"

    def test_the_log_knows_and_an_unknown_plan_is_refused(self, proven: Office, tmp_path: Path) -> None:
        self.opened(proven)
        assert proven.inside(_acts)[-1] == "dossier"
        assert "12/KH-UBND" in proven.ok("plan", "list").out
        assert proven.ok("plan", "list", "--json").json[0]["id"] == 1
        refused = proven("plan", "dossier", "9", "--out", "x.zip")
        assert (refused.code, "số 9" in refused.err) == (2, True)
        blocked = proven("plan", "dossier", "1", "--out", tmp_path / "config.toml" / "x.zip")
        assert (blocked.code, len(blocked.err.splitlines())) == (2, 1)


async def _evidence(session: AsyncSession) -> list[Evidence]:
    return list((await session.exec(select(Evidence))).all())


def test_without_what_writes_it_a_sav_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(answers_out.SpssMissing):
        answers_out.as_spss(FORM, [], say=catalogue("vi"))
