"""A digest ready to be sent: its words and stored files, made once per language and beside the loop."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import files
from roviec.db.files import FileStore
from roviec.messages.outgoing import FileOut, Outgoing
from roviec.reports.digest import render, text
from roviec.reports.letterhead import Letterhead
from roviec.reports.model import Digest
from roviec.texts import catalogue


@dataclass(frozen=True)
class Page:
    """A digest in one language, and the sizes of its files in bytes."""

    message: Outgoing
    sizes: tuple[int, ...]

    async def record(self, session: AsyncSession, now: datetime) -> None:
        """Note the stored files in their table."""
        for file, size in zip(self.message.files, self.sizes, strict=True):
            await files.record(session, sha256=file.sha256, mime=file.mime, size=size, now=now)


@dataclass(frozen=True)
class Edition:
    """A gathered digest with the pages that were made of it."""

    digest: Digest
    files: FileStore
    head: Letterhead = field(default_factory=Letterhead)
    pages: dict[str, Page] = field(default_factory=dict)

    async def page(self, language: str) -> Page:
        """Return the digest in a language; drawing and storing happen in a thread, so that replies go on."""
        if language not in self.pages:
            self.pages[language] = await asyncio.to_thread(self._made, language)
        return self.pages[language]

    def _made(self, language: str) -> Page:
        say = catalogue(language)
        made = render(self.digest, say, self.head)
        kept = tuple(FileOut(self.files.keep(data), name, mime) for name, mime, data in made)
        return Page(Outgoing(text(self.digest, say), files=kept), tuple(len(data) for _, _, data in made))
