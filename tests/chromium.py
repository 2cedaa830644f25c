"""A real browser: one Chromium a process of tests, since to start it takes longer than most looks at a page."""

import os
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from playwright.sync_api import Playwright, sync_playwright

from tests.ports import free_port

CHROMIUM = Path("/usr/bin/chromium")
SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same engine without the windows around it, which take as long as a page; where it is missing, the whole one does."""
WITHOUT = (
    # Each window would start two processes for the list below an address bar that nobody sees.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    # What Playwright leaves out as well: of two lists Chromium takes the last.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "OptimizationHints"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("NetworkTimeServiceQuerying", "PreconnectToSearch"),
)
FLAGS = (
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox",
    "--disable-gpu",
    # Nothing is drawn by a card: a process for it only takes what is drawn from one place to another.
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")
# What drives it is started for each test: let it keep what it compiles.
os.environ.setdefault("NODE_COMPILE_CACHE", str(Path(sys.prefix) / "node"))
# The browser lives in a loop of its own, for as long as the process.
_apart = ThreadPoolExecutor(1)


@asynccontextmanager
async def chromium(*, whole: bool = False) -> AsyncIterator[Browser]:
    """Yield the browser; what its pages keep (cookies, rights) ends with the block and is no other's meanwhile.

    Only the `whole` one shows notifications.
    """
    async with async_playwright() as tools:
        path = CHROMIUM if whole or not SHELL.exists() else SHELL
        browser = await tools.chromium.connect_over_cdp(_address(path))
        yield browser
        await browser.close()


@cache
def _address(path: Path) -> str:
    port = free_port()
    _apart.submit(_start, path, port).result()
    return f"http://127.0.0.1:{port}"


def _start(path: Path, port: int) -> None:
    _tools().chromium.launch(executable_path=path, args=[*FLAGS, f"--remote-debugging-port={port}"])


@cache
def _tools() -> Playwright:
    return sync_playwright().start()
