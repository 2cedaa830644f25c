"""The baseline: a survey bot as python-telegram-bot's own examples write it, one SQLite commit per answer."""

import os
import sqlite3

from telegram import Update
from telegram.ext import (
    Application,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

QUESTIONS = 8
Context = ContextTypes.DEFAULT_TYPE
database = sqlite3.connect(os.environ["STOCK_DATABASE"])
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute("CREATE TABLE IF NOT EXISTS answer (chat INTEGER, question INTEGER, words TEXT)")


async def begin(update: Update, context: Context) -> int:
    assert update.message is not None
    await update.message.reply_text("Ông/Bà có đồng ý tham gia không?\n1. Đồng ý\n2. Không")
    return 0


async def take(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    assert update.effective_chat is not None
    number = context.user_data.get("number", 0) + 1
    context.user_data["number"] = number
    row = (update.effective_chat.id, number, update.message.text)
    database.execute("INSERT INTO answer VALUES (?, ?, ?)", row)
    database.commit()
    if number == QUESTIONS:
        await update.message.reply_text("Xin cảm ơn Ông/Bà.")
        return ConversationHandler.END
    await update.message.reply_text(f"Câu {number}/{QUESTIONS}. Ông/Bà chọn một mức từ 1 đến 5.")
    return 0


def main() -> None:
    root = os.environ["STOCK_BASE_URL"]
    application = Application.builder().token(os.environ["STOCK_TOKEN"]).base_url(f"{root}/bot").build()
    application.add_handler(
        ConversationHandler(
            entry_points=[MessageHandler(filters.Regex("^/start"), begin)],
            states={0: [MessageHandler(filters.TEXT & ~filters.COMMAND, take)]},
            fallbacks=[],
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main()
