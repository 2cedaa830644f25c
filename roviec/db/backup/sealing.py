"""A stream under a passphrase: AES-256-GCM in chunks, each with its place and whether it is the last.

A chunk that is missing, moved, changed or cut off at the end is noticed before its bytes are used.
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from roviec.errors import PersonError

MAGIC = b"ROVIEC-SEALED-1\n"
_SALT, _TAG, _PLAIN = 16, 16, 64 * 1024
_COST = 2**15
"""What a guess at the passphrase costs; whoever opens a file must pay what was paid when it was sealed."""


class KeyWrong(PersonError):
    """Không mở được bản sao lưu bằng khóa này, hoặc tệp đã hỏng. Ông/Bà kiểm tra ROVIEC_BACKUP__KEY rồi chạy lại."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])


class Sealing:
    """What is written here goes on sealed; `close` writes the last chunk and leaves the file open."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(_SALT)
        self._out, self._cipher, self._place, self._held = out, _cipher(passphrase, salt), 0, bytearray()
        out.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take some bytes; return how many."""
        self._held += data
        while len(self._held) > _PLAIN:
            self._put(bytes(self._held[:_PLAIN]), is_last=False)
            del self._held[:_PLAIN]
        return len(data)

    def flush(self) -> None:
        """Do nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Write what is left as the last chunk."""
        self._put(bytes(self._held), is_last=True)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._place, is_last=is_last), chunk, None))
        self._place += 1


class Opening:
    """Reads what `Sealing` wrote, after its `MAGIC`; raise `KeyWrong` at the first chunk that is not whole."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._source, self._cipher, self._place = source, _cipher(passphrase, source.read(_SALT)), 0
        self._held, self._next = bytearray(), source.read(_PLAIN + _TAG)

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end."""
        while len(self._held) < size and self._next:
            here, self._next = self._next, self._source.read(_PLAIN + _TAG)
            try:
                self._held += self._cipher.decrypt(_nonce(self._place, is_last=not self._next), here, None)
            except InvalidTag:
                raise KeyWrong from None
            self._place += 1
        found = bytes(self._held[:size])
        del self._held[:size]
        return found
