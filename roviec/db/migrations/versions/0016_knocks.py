"""Where a browser or a person is told that something waits in the web chat, and what nobody was told of yet."""

import sqlalchemy as sa
from alembic import op

revision = "0016_knocks"
down_revision = "0015_citizens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knock",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_knock")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_knock_due_at"), "knock", ["due_at"])
    op.add_column("websession", sa.Column("push", sa.JSON(), nullable=True))
    op.add_column("person", sa.Column("email", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "email")
    op.drop_column("websession", "push")
    op.drop_table("knock")
