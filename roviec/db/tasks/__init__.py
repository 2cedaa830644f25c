"""Verbs on tasks: each checks who may, changes the task, and leaves an event behind."""
