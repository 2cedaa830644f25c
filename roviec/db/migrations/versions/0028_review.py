"""The page of a draft opens by the door of all pages: its keys go. A digest can be corrected before it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0028_review"
down_revision = "0027_named_officials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draftkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draftkey_draft_id"))
    op.drop_table("draftkey")
    op.create_table(
        "digestedit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digestedit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digestedit")),
    )
    with op.batch_alter_table("digestedit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digestedit_period"), ["period"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("digestedit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digestedit_period"))
    op.drop_table("digestedit")
    op.create_table(
        "draftkey",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["importdraft.id"], name=op.f("fk_draftkey_draft_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_draftkey")),
    )
    with op.batch_alter_table("draftkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draftkey_draft_id"), ["draft_id"], unique=False)
