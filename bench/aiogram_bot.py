"""A peer: the survey on aiogram 3, written as its examples are."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench import kept

router = Router()


class Level(CallbackData, prefix="level"):
    place: int
    level: int


def keyboard(screen: kept.Screen) -> InlineKeyboardMarkup | None:
    if not screen.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=Level(place=place, level=level).pack())]
            for label, place, level in screen.buttons
        ]
    )


@router.message(CommandStart())
async def begin(message: Message) -> None:
    screen = kept.begin(message.chat.id)
    await message.answer(screen.text, reply_markup=keyboard(screen))


@router.message(F.text.isdigit())
async def typed(message: Message) -> None:
    screen = kept.take(message.chat.id, None, int(message.text or "0"))
    await message.answer(screen.text, reply_markup=keyboard(screen))


@router.callback_query(Level.filter())
async def pressed(query: CallbackQuery, callback_data: Level) -> None:
    screen = kept.take(query.from_user.id, callback_data.place, callback_data.level)
    assert isinstance(query.message, Message)
    await query.message.edit_text(screen.text, reply_markup=keyboard(screen))
    await query.answer()


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["PEER_BASE_URL"])
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(Bot(os.environ["PEER_TOKEN"], session=AiohttpSession(api=server)))


if __name__ == "__main__":
    asyncio.run(main())
