"""Every command that changes something is in the log, and the log is followed to its broken link."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot import cli
from tests.cli.conftest import ROSTER, Office

UNIT = "UBND xã Đại Lãnh"


def kinds(office: Office) -> list[str]:
    return [row["what"] for row in reversed(office.ok("audit", "--json", "--limit", 500).json)]


def test_what_a_command_changes_is_noted_with_the_user_of_the_machine(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(kinds(staffed))
    monkeypatch.setenv("LOGNAME", "thu-ky")
    staffed.ok("people", "invite", "Nguyễn Văn An")
    staffed.ok("people", "alias", "Văn phòng", "VP")
    staffed.ok("tasks", "add", "--title", "Báo cáo", "--lead", "Văn phòng")
    campaign = staffed.ok("survey", "open", "mot-cua", "--unit", UNIT).out.strip()
    staffed.ok("survey", "link", campaign, "--unit", UNIT)
    staffed.ok("survey", "answers", "--csv")
    staffed.ok("feedback", "--json")
    staffed.ok("index", "rebuild")
    staffed.ok("people", "leave", "Lê Văn Cường")
    assert kinds(staffed)[before:] == [
        *("invite", "alias", "task.assign", "campaign", "campaign_link"),
        *("read_answers", "read_feedback", "rebuild", "leave"),
    ]
    newest = staffed.ok("audit", "--json").json[0]
    assert (newest["who"], newest["data"]["user"]) == ("lệnh trên máy chủ (thu-ky)", "thu-ky")
    assert "đưa ra khỏi danh sách cán bộ" in staffed.ok("audit").out


def test_a_refused_command_leaves_no_line(staffed: Office) -> None:
    before = len(kinds(staffed))
    assert staffed("people", "alias", "Văn phòng", "chưa có", "--remove").code == 2
    assert staffed("survey", "link", "99", "--unit", UNIT).code == 2
    assert len(kinds(staffed)) == before


def test_roles_that_change_stand_alone(office: Office) -> None:
    office.roster()
    office.roster(ROSTER.replace("0987654321,cán bộ", "0987654321,quản trị"))
    roles = [row for row in office.ok("audit", "--json").json if row["what"] == "role"]
    assert [(row["data"]["before"], row["data"]["after"]) for row in reversed(roles)] == [
        ("", "leader"),
        ("official", "admin"),
    ]
    office.roster(ROSTER.replace("0987654321,cán bộ", "0987654321,quản trị"))
    assert len([row for row in office.ok("audit", "--json").json if row["what"] == "role"]) == 2


def test_phone_numbers_are_not_in_the_log(staffed: Office) -> None:
    assert "912345678" not in json.dumps(staffed.ok("audit", "--json").json)


def test_a_whole_chain_is_told_with_its_seal(staffed: Office) -> None:
    result = staffed.ok("audit", "verify")
    assert "Nhật ký nguyên vẹn: 2 dòng" in result.out
    seal = staffed.ok("audit", "verify", "--json").json["head"]
    staffed.ok("people", "invite", "1")
    staffed.ok("audit", "verify", "--head", seal)
    assert staffed("audit", "verify", "--head", "0" * 64).code == 1


def test_a_broken_link_is_named_and_leaves_with_1(staffed: Office) -> None:
    staffed.ok("people", "invite", "1")

    async def touch(session: AsyncSession) -> Any:
        await session.exec(text("UPDATE audit SET subject = 'person/2' WHERE place = 2"))  # type: ignore[call-overload]

    staffed.inside(touch)
    result = staffed("audit", "verify")
    assert result.code == 1
    assert "dòng 2 đã bị sửa" in result.out
    assert staffed("audit", "verify", "--json").json["broken"] == 2


def test_no_command_writes_without_a_line_in_the_log() -> None:
    """A command of tomorrow too: assigning, importing plans and figures note themselves where they are done."""
    for path in sorted(Path(cli.__file__).parent.glob("*.py")):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                words = ast.get_source_segment(source, node) or ""
                if ".db.write()" in words:
                    assert any(
                        f"{name}(" in words
                        for name in (
                            "noted",
                            "assign_task",
                            "confirm",
                            "edit.edit",
                            "keep.define",
                            "keep.state",
                            "keep.end",
                            "keep.keep_set",
                        )
                    ), node.name
