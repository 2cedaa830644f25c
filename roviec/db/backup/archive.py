"""The file of a backup: a tar of JSON lines and files, written and read in one go, sealed where a key is set.

`head.json` comes first (which version's tables these are), then `rows/<table>/<part>.jsonl` and `files/<checksum>`,
and `sums.json` last: an archive without it was cut off.
"""

import gzip
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from roviec.db.backup.rows import Sum
from roviec.db.backup.sealing import MAGIC, Opening, Sealing
from roviec.errors import PersonError

FORMAT = 1
_HEAD, _SUMS, _ROWS, _FILES, _PUSH = "head.json", "sums.json", "rows/", "files/", "push.key"


class NotABackup(PersonError):
    """{path} không phải là bản sao lưu của Rõ Việc, hoặc tệp đã hỏng. Ông/Bà chọn tệp khác."""


class KeyMissing(PersonError):
    """Bản sao lưu này được mã hóa. Ông/Bà đặt khóa bằng biến môi trường ROVIEC_BACKUP__KEY rồi chạy lại."""


@dataclass(frozen=True)
class Head:
    """What a backup says of itself: whose, of when (ISO, UTC), of which version's tables, with which columns."""

    office: str
    at: str
    version: str
    columns: dict[str, list[str]]
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)


@dataclass
class Sums:
    """What is in a backup: the sum of each table, and how many files of how many bytes."""

    tables: dict[str, Sum] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(one.count for one in self.tables.values())


class Writer:
    """Adds the parts of a backup in their order."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.sums = tar, Sums()

    def head(self, head: Head) -> None:
        """Say what follows."""
        self._add(_HEAD, _json(asdict(head)))

    def rows(self, table: str, part: int, lines: list[bytes]) -> None:
        """Add some rows of a table."""
        known = self.sums.tables.setdefault(table, Sum())
        for line in lines:
            known.add(line)
        if lines:
            self._add(f"{_ROWS}{table}/{part:08}.jsonl", b"\n".join(lines))

    def file(self, sha256: str, data: bytes) -> None:
        """Add a stored file."""
        self._add(f"{_FILES}{sha256}", data)
        self.sums.files += 1
        self.sums.bytes += len(data)

    def push_key(self, data: bytes) -> None:
        """Add the key that push services know the office by."""
        self._add(_PUSH, data)

    def end(self) -> None:
        """Say what there was."""
        self._add(_SUMS, _json(asdict(self.sums)))

    def _add(self, name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self._tar.addfile(member, io.BytesIO(data))


@contextmanager
def writing(path: Path, key: str) -> Iterator[Writer]:
    """Write a backup, whole under its name or not at all; sealed where `key` is not empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as out:
            part.chmod(0o600)
            sealing = Sealing(out, key) if key else None
            with (
                gzip.GzipFile("", "wb", 6, cast("BinaryIO", sealing or out), mtime=0) as zipped,
                tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar)
            if sealing:
                sealing.close()
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Part:
    """One part of a backup: rows of a table, a file under its checksum, the push key, or the sums at the end."""

    kind: str
    name: str
    data: bytes


@contextmanager
def reading(path: Path, key: str) -> Iterator[tuple[Head, Iterator[Part]]]:
    """Open a backup; raise `NotABackup`, `KeyMissing` or `KeyWrong`, also while its parts are read."""
    with path.open("rb") as source:
        members = _members(path, source, key)
        name, data = next(members, ("", b""))
        if name != _HEAD:
            raise NotABackup(path=path)
        try:
            head = Head(**json.loads(data))
        except (TypeError, ValueError):
            raise NotABackup(path=path) from None
        yield head, map(_part, members)


def _members(path: Path, source: BinaryIO, key: str) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=_unzipped(source, key), mode="r|") as tar:
            for member in tar:
                taken = tar.extractfile(member)
                if taken is not None:
                    yield member.name, taken.read()
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise NotABackup(path=path) from error


def _unzipped(source: BinaryIO, key: str) -> Any:
    if source.read(len(MAGIC)) != MAGIC:
        source.seek(0)
        return gzip.GzipFile(fileobj=source, mode="rb")
    if not key:
        raise KeyMissing
    return gzip.GzipFile(fileobj=cast("BinaryIO", Opening(source, key)), mode="rb")


def _part(member: tuple[str, bytes]) -> Part:
    name, data = member
    if name.startswith(_ROWS):
        return Part("rows", name.removeprefix(_ROWS).partition("/")[0], data)
    if name.startswith(_FILES):
        return Part("file", name.removeprefix(_FILES), data)
    return Part("push" if name == _PUSH else "sums", name, data)


def sums_of(part: Part, path: Path) -> Sums:
    """Return what the last part of a backup says; raise `NotABackup` where it was changed."""
    try:
        told = json.loads(part.data)
        tables = {name: Sum(**one) for name, one in told["tables"].items()}
        return Sums(tables, told["files"], told["bytes"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotABackup(path=path) from None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
