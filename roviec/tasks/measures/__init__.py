"""Periodic figures: reading the number that somebody writes, when it is asked for, rates and goals. Pure."""
