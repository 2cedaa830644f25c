"""How an answer was taken: at a kiosk, by an interviewer, from paper; and the counter where a code hangs."""

import sqlalchemy as sa
from alembic import op

revision = "0020_answering"
down_revision = "0019_reports"
branch_labels = None
depends_on = None

ADDED = (("campaignlink", "mode"), ("campaignlink", "desk"), ("surveyrun", "mode"), ("response", "mode"))
KEPT = {"response": {"sqlite_with_rowid": False}}
"""What SQLite's copy of a table would lose."""


def upgrade() -> None:
    for table, column in ADDED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.String(), nullable=False, server_default=""))
        with op.batch_alter_table(table, table_kwargs=KEPT.get(table, {})) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    for table, column in reversed(ADDED):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
