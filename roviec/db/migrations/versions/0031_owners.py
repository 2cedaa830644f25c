"""Who owns a criterion of a scoring, and whose a scoring or a target was before its unit went into another one."""

import sqlalchemy as sa
from alembic import op

revision = "0031_owners"
down_revision = "0030_done_hour"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("score") as table:
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_score_owner_id"), "person", ["owner_id"], ["id"])
    op.create_index(op.f("ix_score_owner_id"), "score", ["owner_id"])
    for name in ("assessment", "target"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("former", sa.String(), nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column("former", server_default=None)


def downgrade() -> None:
    op.drop_column("target", "former")
    op.drop_column("assessment", "former")
    op.drop_index(op.f("ix_score_owner_id"), table_name="score")
    with op.batch_alter_table("score") as table:
        table.drop_constraint(op.f("fk_score_owner_id"), type_="foreignkey")
        table.drop_column("owner_id")
