"""Targets with an owner and a figure, periodic figures with their values, self-scores with what proves them."""

import sqlalchemy as sa
from alembic import op

revision = "0026_figures"
down_revision = "0025_shifts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _measures()
    _scores()
    with op.batch_alter_table("target") as table:
        for column, whose in (("unit_id", "unit"), ("owner_id", "person"), ("measure_id", "measure")):
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_target_{column}"), whose, [column], ["id"])
        table.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))
    _index("target", "unit_id", "owner_id")
    op.create_table(
        "measureevent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_keys("measureevent", measure_id="measure", target_id="target", actor_id="person"),
    )
    _index("measureevent", "measure_id", "target_id")


def _measures() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("cycle", sa.String(length=32), nullable=False),
        sa.Column("ask_day", sa.Integer(), nullable=False),
        sa.Column("over_id", sa.Integer(), nullable=True),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("goal", sa.Float(), nullable=True),
        sa.Column("goal_op", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_keys("measure", unit_id="unit", owner_id="person", over_id="measure", under_id="measure"),
    )
    _index("measure", "folded", "unit_id", "owner_id")
    op.create_table(
        "measured",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("measured", measure_id="measure", said_by="person"),
        sa.UniqueConstraint("measure_id", "period", name=op.f("uq_measured_measure_id_period")),
    )
    _index("measured", "measure_id")


def _scores() -> None:
    op.create_table(
        "criteriaset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("criteriaset"),
        sa.UniqueConstraint("code", "version", name=op.f("uq_criteriaset_code_version")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *_keys("assessment", set_id="criteriaset", unit_id="unit", opened_by="person"),
    )
    _index("assessment", "set_id", "unit_id")
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked", sa.Float(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("score", assessment_id="assessment", said_by="person", checked_by="person"),
        sa.UniqueConstraint("assessment_id", "criterion", name=op.f("uq_score_assessment_id_criterion")),
    )
    _index("score", "assessment_id")
    op.create_table(
        "scoreproof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("scoreproof", assessment_id="assessment", evidence_id="evidence", sent_by="person"),
        sa.ForeignKeyConstraint(["sha256"], ["storedfile.sha256"], name=op.f("fk_scoreproof_sha256")),
    )
    _index("scoreproof", "assessment_id")


def _keys(table: str, **refers: str) -> list[sa.Constraint]:
    """Return the primary key of a table, and the keys of its columns that refer to others."""
    foreign = [
        sa.ForeignKeyConstraint([column], [f"{whose}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, whose in refers.items()
    ]
    return [*foreign, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("measureevent")
    for column in ("owner_id", "unit_id"):
        op.drop_index(op.f(f"ix_target_{column}"), table_name="target")
    with op.batch_alter_table("target") as table:
        for column in ("measure_id", "owner_id", "unit_id"):
            table.drop_constraint(op.f(f"fk_target_{column}"), type_="foreignkey")
        for column in ("dropped_on", "measure_id", "owner_id", "unit_id"):
            table.drop_column(column)
    for table_name in ("scoreproof", "score", "assessment", "criteriaset", "measured", "measure"):
        op.drop_table(table_name)
