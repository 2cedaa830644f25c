"""Where on the map a feedback is about; citizens who ask to speak with somebody of the office."""

import sqlalchemy as sa
from alembic import op

revision = "0015_citizens"
down_revision = "0014_away"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("feedback") as table:
        table.alter_column("place", server_default=None)
    op.create_table(
        "reception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("spoken_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name=op.f("fk_reception_address_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reception_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception")),
    )
    op.create_index(op.f("ix_reception_address_id"), "reception", ["address_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reception_address_id"), table_name="reception")
    op.drop_table("reception")
    with op.batch_alter_table("feedback") as table:
        table.drop_column("place")
