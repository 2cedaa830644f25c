"""Targets and periodic figures: who may see, answer and change them; values and the changes of both."""
