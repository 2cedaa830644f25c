"""Tasks, pure: calendar, deadlines, life cycle, reminder ladder, punctuality, reading of plans."""
