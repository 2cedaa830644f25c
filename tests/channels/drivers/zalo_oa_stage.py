"""A whole office behind the fake: settings, road, courier and pages, on one clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from roviec.bot.build import Parts, build
from roviec.bot.process import Process
from roviec.bot.settings import Settings, make
from roviec.channels.channel import Pace
from roviec.channels.zalo_oa import templates
from roviec.channels.zalo_oa.channel import ZaloOa
from roviec.channels.zalo_oa.registration import ZALO_OA
from roviec.db.engine import Database
from roviec.web import app, connect
from tests.channels.drivers.zalo_oa import OURS, knock
from tests.chat import Clock
from tests.fakes.zalo_oa.server import FakeZaloOA


def settings_of(fake: FakeZaloOA, folder: Path, **changes: Any) -> Settings:
    """Return the settings of an office in front of a fake."""
    core = fake.core
    own = {"enabled": True, "app_id": core.app_id, "app_secret": core.app_secret}
    own |= {"oa_secret": core.oa_secret, "signature": "enforce", "openapi_url": fake.openapi_url}
    own |= {"oauth_url": fake.oauth_url, "business_url": fake.business_url, **changes}
    web = {"public_url": OURS}
    return make(database={"files": folder / "files"}, web=web, zalo_oa=own)


@dataclass
class Office:
    """An office whose people reach it through the Official Account and the web."""

    db: Database
    fake: FakeZaloOA
    oa: ZaloOa
    parts: Parts
    process: Process
    clock: Clock

    async def settle(self) -> None:
        """Take what the platform has, decide it, and send and mark all that may leave now."""
        self.fake.core.clock.set(self.clock())
        for _ in range(3):
            await self.fake.pusher.pump()
            while await self.process.road.decide() or await self.process.fetcher.fetch_some():
                pass
            for courier in self.process.couriers.values():
                # A line that the platform stopped rests for longer than any test.
                while (
                    courier.pacer.paused_until <= asyncio.get_running_loop().time()
                    and await courier.send_some()
                ):
                    await courier.landed()

    async def approve(self, purpose: str, number: str, blanks: dict[str, int], **fields: Any) -> None:
        """Have a template approved and used for a purpose."""
        self.fake.template(number, "Mẫu", blanks, **fields)
        await self.oa.registry.sync((await self.oa.keeper.access()).access)
        async with self.db.write() as session:
            await templates.assign(session, purpose=purpose, number=number)

    def pages(self) -> Starlette:
        """Return the web application with the account's pages."""
        parts = self.parts
        deps = app.Deps(
            db=parts.db,
            files=parts.files,
            channel=parts.web,
            wake=lambda: None,
            clock=self.clock,
            office="UBND xã Đại Lãnh",
            public_url=OURS,
            max_file=1000,
            demo=None,
            routes=[*self.process.routes(), *connect.routes(ZALO_OA.pages(self.oa))],
            house=parts.house,
        )
        return app.build(deps)


@asynccontextmanager
async def office_of(db: Database, folder: Path, **changes: Any) -> AsyncIterator[Office]:
    """Open an office over an empty database; the account is not connected yet."""
    clock = Clock()
    async with FakeZaloOA() as fake:
        fake.core.clock.set(clock())
        parts = await build(settings_of(fake, folder, **changes), db, clock)
        oa: Any = parts.channels["zalo_oa"]
        oa.pace = Pace(1e6)
        process = Process(parts)
        fake.pusher.url, fake.pusher.held = oa.webhook, True
        fake.pusher.send = knock(oa, partial(process.road.receive, "zalo_oa"))
        try:
            yield Office(db, fake, oa, parts, process, clock)
        finally:
            await oa.close()
