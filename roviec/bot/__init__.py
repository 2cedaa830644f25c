"""The process: settings, start-up, commands, the road of an update, delivery."""
