"""Targets, periodic figures and self-scores in a chat: seen, answered, corrected."""
