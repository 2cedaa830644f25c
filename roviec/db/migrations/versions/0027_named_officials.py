"""Feedback that names an official: the office's leaders alone read it."""

import sqlalchemy as sa
from alembic import op

revision = "0027_named_officials"
down_revision = "0026_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("names_official", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("feedback") as table:
        table.alter_column("names_official", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.drop_column("names_official")
