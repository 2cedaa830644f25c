"""Surveys as pages: the same engine and the same runs as in the chats, a question or a factor a page, without scripts."""
