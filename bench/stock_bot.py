"""A peer: the survey on python-telegram-bot, written as its examples are, updates handled at the same time."""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bench import kept

Context = ContextTypes.DEFAULT_TYPE


def keyboard(screen: kept.Screen) -> InlineKeyboardMarkup | None:
    if not screen.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=f"{place}:{level}")]
            for label, place, level in screen.buttons
        ]
    )


async def begin(update: Update, context: Context) -> None:
    assert update.message is not None
    screen = kept.begin(update.message.chat_id)
    await update.message.reply_text(screen.text, reply_markup=keyboard(screen))


async def typed(update: Update, context: Context) -> None:
    assert update.message is not None
    screen = kept.take(update.message.chat_id, None, int(update.message.text or "0"))
    await update.message.reply_text(screen.text, reply_markup=keyboard(screen))


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    place, level = map(int, (query.data or "").split(":"))
    screen = kept.take(query.from_user.id, place, level)
    await query.edit_message_text(screen.text, reply_markup=keyboard(screen))
    await query.answer()


def main() -> None:
    root = os.environ["PEER_BASE_URL"]
    application = (
        Application.builder()
        .token(os.environ["PEER_TOKEN"])
        .base_url(f"{root}/bot")
        .concurrent_updates(32)
        .build()
    )
    application.add_handler(MessageHandler(filters.Regex("^/start"), begin))
    application.add_handler(MessageHandler(filters.Regex(r"^\d+$"), typed))
    application.add_handler(CallbackQueryHandler(pressed, pattern=r"^\d+:\d+$"))
    application.run_polling()


if __name__ == "__main__":
    main()
