"""The one list of channels. A new one is added here, and everything that it is stands in its own folder."""

from roviec.channels.registry import Registration
from roviec.channels.telegram.registration import TELEGRAM
from roviec.channels.webchat.registration import WEBCHAT
from roviec.channels.zalo_bot.registration import ZALO_BOT
from roviec.channels.zalo_oa.registration import ZALO_OA
from roviec.texts import Texts, catalogue

CHANNELS: tuple[Registration, ...] = (WEBCHAT, TELEGRAM, ZALO_BOT, ZALO_OA)


def label(channel: str, texts: Texts) -> str:
    """Return what people call a channel in the language of `texts`; its own name where nobody gave it another."""
    key = f"channel.{channel}"
    if key in catalogue("vi").sentences:
        return texts(key)
    return next((one.label for one in CHANNELS if one.name == channel), channel)
