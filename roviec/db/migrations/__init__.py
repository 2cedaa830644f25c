"""The history of the tables; `roviec.db.migrate` runs it."""
