"""Digests of several periods asked for at once; announcements with who has read them; keys of calendars and programs."""

import sqlalchemy as sa
from alembic import op

revision = "0019_reports"
down_revision = "0017_former_units"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reportrequest") as requests:
        requests.add_column(sa.Column("period", sa.String(), nullable=False, server_default=""))
        requests.drop_constraint(op.f("uq_reportrequest_address_id"), type_="unique")
        requests.create_unique_constraint(
            op.f("uq_reportrequest_address_id_period"), ["address_id", "period"]
        )
    with op.batch_alter_table("reportrequest") as requests:
        requests.alter_column("period", server_default=None)
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_announcement_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_table(
        "receipt",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_receipt_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_unsent", "receipt", ["sent_at", "tried_at"])
    op.create_index(op.f("ix_receipt_person_id"), "receipt", ["person_id"])
    op.create_table(
        "feedkey",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feedkey_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feedkey")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_feedkey_key_hash")),
    )
    op.create_table(
        "apikey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apikey")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_apikey_key_hash")),
    )


def downgrade() -> None:
    op.drop_table("apikey")
    op.drop_table("feedkey")
    op.drop_table("receipt")
    op.drop_table("announcement")
    op.execute(sa.text("DELETE FROM reportrequest"))
    with op.batch_alter_table("reportrequest") as requests:
        requests.drop_constraint(op.f("uq_reportrequest_address_id_period"), type_="unique")
        requests.create_unique_constraint(op.f("uq_reportrequest_address_id"), ["address_id"])
        requests.drop_column("period")
