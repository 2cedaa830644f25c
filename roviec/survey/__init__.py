"""Questionnaires, the engine that asks them, the index and the quality of answers: pure, no database."""
