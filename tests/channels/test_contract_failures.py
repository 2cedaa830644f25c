"""What every channel says of a send that failed: one suite, run against each driver in conftest.py."""

from typing import Any

import pytest

from roviec.messages.outcome import Failure, Sent
from roviec.messages.outgoing import FileOut, Outgoing
from tests.channels.drivers.desk import NOW
from tests.channels.drivers.protocol import Driver, Place, Trouble


async def send(driver: Driver, key: str = "k/1", /, **message: Any) -> Sent:
    """Send one message to the driver's person."""
    return await driver.channel.send(driver.chat, Outgoing(**message), key=key, now=NOW)


async def refused(driver: Driver, trouble: Trouble, key: str = "k/1") -> Failure:
    """Send into a trouble and return the failure."""
    if trouble not in driver.troubles:
        pytest.skip(f"{driver.channel.name} knows no trouble «{trouble}»")
    await driver.order(trouble)
    with pytest.raises(Failure) as caught:
        await send(driver, key, text="Nhắc việc")
    return caught.value


async def test_a_platform_out_of_reach_is_tried_again_without_doubt(driver: Driver) -> None:
    failure = await refused(driver, Trouble.down)
    assert (failure.retry, failure.ambiguous, failure.unreachable) == (True, False, False)


async def test_a_lost_answer_is_tried_again_and_in_doubt(driver: Driver) -> None:
    failure = await refused(driver, Trouble.lost_answer)
    assert (failure.retry, failure.ambiguous) == (True, not driver.channel.can.idempotent)
    assert len(await driver.hears()) == 1


async def test_a_flood_says_how_long_to_wait(driver: Driver) -> None:
    failure = await refused(driver, Trouble.flood)
    assert (failure.retry_after, failure.ambiguous, failure.unreachable) == (7, False, False)


async def test_an_error_of_the_platform_is_tried_again(driver: Driver) -> None:
    failure = await refused(driver, Trouble.error)
    assert (failure.retry, failure.unreachable) == (True, False)


async def test_a_person_who_is_gone_is_not_tried_again(driver: Driver) -> None:
    failure = await refused(driver, Trouble.blocked)
    assert (failure.unreachable, failure.retry, failure.ambiguous) == (True, False, False)


async def test_failures_say_why_without_secrets(driver: Driver, place: Place) -> None:
    for trouble in sorted(driver.troubles - {Trouble.blocked}):
        failure = await refused(driver, trouble)
        assert failure.reason
        assert not [s for s in place.secrets if s in repr(failure) + str(failure)]
        await driver.restart().__aenter__()


async def test_a_file_that_is_gone_fails_for_good(driver: Driver) -> None:
    if driver.channel.name == "web":
        pytest.skip("web shows files from the store itself")
    with pytest.raises(Failure) as caught:
        await send(driver, text="Tệp", files=(FileOut("0" * 64, "x.pdf", "application/pdf"),))
    assert not caught.value.retry
