"""Sessions of browsers; the chats of officials that no browser can open any more are not written to."""

import sqlalchemy as sa
from alembic import op

revision = "0009_sessions"
down_revision = "0008_tallies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "websession",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("renewed_by", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_websession_person_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_websession")),
        sqlite_with_rowid=False,
    )
    for column in ("chat", "person_id"):
        op.create_index(op.f(f"ix_websession_{column}"), "websession", [column])
    op.create_table(
        "webpass",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_webpass_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_webpass")),
        sqlite_with_rowid=False,
    )
    op.add_column("burst", sa.Column("same_network", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("burst") as batch_op:
        batch_op.alter_column("same_network", server_default=None)
    # Cookies of before were of anybody's making and are refused: nobody reads those chats.
    op.execute("UPDATE address SET reachable = false WHERE channel = 'web' AND person_id IS NOT NULL")


def downgrade() -> None:
    op.drop_column("burst", "same_network")
    op.drop_table("webpass")
    op.drop_table("websession")
