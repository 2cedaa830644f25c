"""The hour of a deadline that names one, and the day that it was named with."""

import sqlalchemy as sa
from alembic import op

revision = "0029_hours"
down_revision = "0028_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("hour", sa.Time(), nullable=True))
    op.add_column("task", sa.Column("hour_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("task", "hour_on")
    op.drop_column("task", "hour")
