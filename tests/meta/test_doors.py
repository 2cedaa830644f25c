"""The count of walked doors: a handler that returned counts, one that refused or was pressed at random does not."""

import pytest

from roviec.errors import PersonError
from roviec.handlers.frame.router import Router
from tests.doors import WALKED, every_door, recorded, unrecorded


class No(PersonError):
    """Không."""


async def test_only_an_answer_counts() -> None:
    router = Router()

    @router.command("answered")
    async def answered() -> None: ...

    @router.command("refused")
    async def refused() -> None:
        raise No

    noted = recorded(router).commands
    with unrecorded():
        await noted["answered"]()
    assert "command answered" not in WALKED
    await noted["answered"]()
    with pytest.raises(No):
        await noted["refused"]()
    assert "command answered" in WALKED
    assert "command refused" not in WALKED


def test_every_kind_of_door_is_asked_for() -> None:
    doors = every_door()
    assert {"command viec", "action task.open", "dialogue survey", "group nhom", "other words"} <= doors
