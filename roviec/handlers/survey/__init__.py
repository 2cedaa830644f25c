"""The conversation of a survey: open it, answer it, leave it and come back."""
