"""A fifth channel, as somebody would add one: an adapter, its section and registration, and a fake of its platform."""
