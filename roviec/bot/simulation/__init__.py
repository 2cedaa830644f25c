"""An office that nobody has: its people, plans and answers through a year, with what goes wrong on the way."""
