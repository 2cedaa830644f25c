"""The store of files: signed as Amazon's own examples are, shared by hosts, and honest about what goes wrong."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from roviec.channels.common.bucket import FILES, BucketFiles
from roviec.channels.common.s3 import Account, Bucket, query_of, signed
from roviec.db import hosts, keeping
from roviec.db.engine import Database
from roviec.db.files import StoreRefused
from roviec.db.models import Evidence, Fact
from tests.fakes import s3 as fake
from tests.fakes.s3 import Store, s3

DATA, DAY = b"%PDF-1.7 ket qua", timedelta(days=1)
EMPTY = hashlib.sha256(b"").hexdigest()
AMAZON = Account(
    "https://examplebucket.s3.amazonaws.com",
    "examplebucket",
    "us-east-1",
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "payload", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            {"range": "bytes=0-9"},
            EMPTY,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {},
            {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/",
            {"lifecycle": ""},
            {},
            EMPTY,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "GET",
            "/",
            {"max-keys": "2", "prefix": "J"},
            {},
            EMPTY,
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_requests_are_signed_as_in_amazon_s_documentation(
    method: str, path: str, query: dict[str, str], headers: dict[str, str], payload: str, signature: str
) -> None:
    every = {
        "host": "examplebucket.s3.amazonaws.com",
        "x-amz-content-sha256": payload,
        "x-amz-date": "20130524T000000Z",
        **headers,
    }
    at = datetime(2013, 5, 24, tzinfo=UTC)
    found = signed(AMAZON, method, path, query, headers=every, payload=payload, at=at)
    assert found.startswith(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
    )
    assert found.endswith(f"Signature={signature}")


def test_a_query_is_sorted_and_quoted_to_the_letter() -> None:
    assert query_of({"prefix": "a/b c", "list-type": "2", "token": "x+/="}) == (
        "list-type=2&prefix=a%2Fb%20c&token=x%2B%2F%3D"
    )


@pytest.fixture
async def store() -> AsyncIterator[tuple[Store, Account]]:
    async with s3() as (found, address):
        yield found, Account(address, fake.BUCKET, fake.REGION, fake.ACCESS, fake.SECRET)


@pytest.fixture
async def bucket(store: tuple[Store, Account]) -> AsyncIterator[Bucket]:
    found = Bucket(store[1])
    yield found
    await found.close()


@pytest.fixture
async def two(
    db: Database, tmp_path: Path, store: tuple[Store, Account]
) -> AsyncIterator[tuple[BucketFiles, BucketFiles]]:
    """Two hosts with one database and one store."""
    found = tuple(BucketFiles(tmp_path / name, db, Bucket(store[1])) for name in "ab")
    yield found[0], found[1]
    for one in found:
        await one.close()


async def test_objects_are_put_read_named_and_deleted(bucket: Bucket) -> None:
    assert await bucket.get("files/x") is None
    assert await bucket.kept_at("files/x") is None
    await bucket.put("files/x", DATA)
    await bucket.put("files/empty", b"")
    assert (await bucket.get("files/x"), await bucket.get("files/empty")) == (DATA, b"")
    at = await bucket.kept_at("files/x")
    assert at is not None
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    await bucket.delete("files/x")
    await bucket.delete("files/x")
    assert await bucket.get("files/x") is None


async def test_a_long_list_comes_page_by_page(bucket: Bucket, store: tuple[Store, Account]) -> None:
    store[0].page = 3
    names = [f"files/{n:02d} &+é" for n in range(10)]
    for name in names:
        await bucket.put(name, b"x")
    await bucket.put("hosts/a", b"x")
    assert [name async for name, _ in bucket.names("files/")] == names


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_key": "AKIANOBODY"},
        {"secret_key": "mot-khoa-khac"},
        {"bucket": "khac"},
        {"region": "khac"},
        {"endpoint": "http://127.0.0.1:9"},
    ],
)
async def test_what_is_set_wrongly_is_refused_and_no_key_is_said(
    store: tuple[Store, Account], wrong: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    account = replace(store[1], **wrong)
    found = Bucket(account)
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreRefused) as error:
        await found.put("files/x", DATA)
    await found.close()
    for words in (str(error.value), repr(error.value), caplog.text, repr(account)):
        assert account.secret_key not in words
    assert "files/x" not in str(error.value)


async def test_a_wrong_clock_is_refused(bucket: Bucket, store: tuple[Store, Account]) -> None:
    store[0].now = timedelta(minutes=20)
    with pytest.raises(StoreRefused, match="403"):
        await bucket.put("files/x", DATA)


@pytest.mark.parametrize("trouble", [503, 500, 0])
async def test_one_trouble_is_tried_again_and_a_lasting_one_is_said(
    bucket: Bucket, store: tuple[Store, Account], trouble: int
) -> None:
    store[0].troubles = [trouble]
    await bucket.put("files/x", DATA)
    assert await bucket.get("files/x") == DATA
    store[0].troubles = [trouble] * 9
    with pytest.raises(StoreRefused):
        await bucket.get("files/x")


async def test_what_one_host_took_the_other_has_and_keeps_for_an_hour(
    two: tuple[BucketFiles, BucketFiles],
) -> None:
    here, there = two
    sha256 = here.keep(DATA)
    assert not (await there.here(sha256)).exists()
    await here.share(sha256)
    assert (await there.here(sha256)).read_bytes() == DATA
    assert [found async for found in there.every()] == [(sha256, DATA)]
    await there.bring(hashlib.sha256(b"b").hexdigest(), b"b")
    assert len([found async for found in here.every()]) == 2


async def test_what_nothing_needs_is_swept_unless_it_was_put_anew(
    two: tuple[BucketFiles, BucketFiles], store: tuple[Store, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    old, needed, anew, fresh = [here.keep(DATA + bytes([n])) for n in range(4)]
    for sha256 in (old, needed, anew, fresh):
        await here.share(sha256)
    for sha256 in (old, needed, anew):
        data, _ = store[0].objects[FILES + sha256]
        store[0].objects[FILES + sha256] = (data, datetime.now(UTC) - 2 * DAY)
    look = there.bucket.kept_at

    async def meanwhile(name: str) -> datetime | None:
        if name.endswith(anew):
            await here.share(anew)  # between the list and the look
        return await look(name)

    monkeypatch.setattr(there.bucket, "kept_at", meanwhile)
    assert await there.forget({needed}, age=DAY) == 1
    assert {name.removeprefix(FILES) for name in store[0].objects} == {needed, anew, fresh}


async def test_every_host_proves_that_it_sees_the_same(
    db: Database, two: tuple[BucketFiles, BucketFiles], store: tuple[Store, Account], tmp_path: Path
) -> None:
    here, there = two
    now = datetime.now(UTC)
    async with s3() as (_, address):
        apart = BucketFiles(tmp_path / "c", db, Bucket(replace(store[1], endpoint=address)))
        async with db.write() as session:
            await hosts.sign_in(session, here, host="may-1", now=now)
            await hosts.sign_in(session, apart, host="may-3", now=now)
        async with db.read() as session:
            assert await hosts.unseen(session, there, now=now) == ["may-3"]
            assert await hosts.unseen(session, apart, now=now) == ["may-1"]
        await apart.prove()
        await apart.close()
    stranger = BucketFiles(tmp_path, db, Bucket(replace(store[1], secret_key="x")))
    with pytest.raises(StoreRefused):
        await stranger.prove()
    await stranger.close()
    await there.prove()
    assert [name for name in store[0].objects if "probe" in name] == []


async def test_evidence_that_the_store_lacks_is_named(
    db: Database, two: tuple[BucketFiles, BucketFiles]
) -> None:
    here, _ = two
    kept, gone = here.keep(DATA), "0" * 64
    await here.share(kept)
    async with db.read() as session:
        assert await here.missing(session, {kept, gone}) == [gone]
        assert await keeping.lost(session, here, latest=10) == []
        assert (await session.exec(select(Evidence))).all() == []
        assert (await session.exec(select(Fact))).all() == []


async def test_many_at_once_are_all_there(two: tuple[BucketFiles, BucketFiles]) -> None:
    here, there = two
    names = [here.keep(DATA + n.to_bytes(2)) for n in range(100)]
    await asyncio.gather(*(here.share(name) for name in names))
    assert {sha256 async for sha256, _ in there.every()} == set(names)
