"""The web room: the chat page, its ordered stream, uploads and the demo page."""
