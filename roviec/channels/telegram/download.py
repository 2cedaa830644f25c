"""Download what a person sent."""

from urllib.parse import quote

from telegram.error import TelegramError

from roviec.channels.telegram.trouble import Refused
from roviec.channels.telegram.wire import Api, Wire
from roviec.messages.incoming import FileRef
from roviec.messages.outcome import Failure

LARGEST = 20 * 1024 * 1024
"""What the Bot API hands out (getFile)."""


async def download(api: Api, wire: Wire, address: str, file: FileRef) -> bytes:
    """Return the bytes of a file; raise `Failure` with the reason.

    A link lives for an hour and a download may break: those failures are worth another try.
    """
    if file.size > LARGEST:
        raise Failure("the file is larger than 20 MB")
    try:
        path = str((await api.call("getFile", file_id=file.ref))["file_path"])
        return await wire.retrieve(f"{address}/{quote(path)}")
    except Refused as refused:
        gone = refused.code == 400
        raise Failure(refused.description, retry=not gone, retry_after=_wait(refused)) from None
    except TelegramError as error:
        raise Failure(f"no download: {error.message}", retry=True) from None
    except (KeyError, TypeError):
        raise Failure("the platform names no download for this file") from None


def _wait(refused: Refused) -> float | None:
    seconds = refused.parameters.get("retry_after")
    return float(seconds) if seconds else None
