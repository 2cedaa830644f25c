"""The doctor on PostgreSQL: the same office, and what only a server can lack."""

import asyncio
import uuid
from collections.abc import Iterator

import pytest

from roviec.db import connections
from tests.cli.conftest import ROSTER, Office, wrong
from tests.postgres import statement


@pytest.fixture
def served(office: Office, postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office on PostgreSQL with people of whom nobody is linked yet."""
    name = f"doctor_{uuid.uuid4().hex}"
    asyncio.run(statement(postgres, f"CREATE DATABASE {name}"))
    monkeypatch.setenv("ROVIEC_DATABASE__URL", f"{postgres}/{name}")
    office.roster(ROSTER.replace("0912 345 678,lãnh đạo", ",quản trị"))
    yield office
    asyncio.run(statement(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


def test_an_office_on_postgresql_is_examined_whole(served: Office) -> None:
    assert set(wrong(served)) == {"addresses"}
    assert "✓ Kết nối PostgreSQL: " in served("doctor").out
    assert "✓ Đồng hồ so với cơ sở dữ liệu" in served("doctor").out


@pytest.mark.parametrize(("used", "is_well"), [(79, True), (80, True), (81, False), (100, False)])
def test_a_server_without_room_for_one_more_process_is_told(
    served: Office, monkeypatch: pytest.MonkeyPatch, used: int, is_well: bool
) -> None:
    async def of_server(_session: object) -> tuple[int, int]:
        return used, 100

    monkeypatch.setattr(connections, "of_server", of_server)
    found = wrong(served)
    assert ("connections" not in found) == is_well
    assert is_well or f"{used} trên 100" in found["connections"]
