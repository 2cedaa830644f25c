"""Announcements in the chat: written by leaders and admins, read by everybody, counted for the record."""
