"""Verbs on feedback: take it in, route it, answer it, rate the answer, count it, forget who sent it."""
