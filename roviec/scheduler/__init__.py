"""The clock: finds which rows are due now and writes reminders, escalations and digests once."""
