"""the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "communities",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("notices", sa.String(length=255), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=25), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=255), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(length=25), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(length=255), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
        sa.UniqueConstraint("kind", "subject", "slot", "target", name=op.f("uq_deliveries_kind")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_community"), ["community"], unique=False)
        batch_op.create_index("ix_deliveries_due", ["status", "due_at"], unique=False)
        batch_op.create_index("ix_deliveries_target", ["target", "status"], unique=False)

    op.create_table(
        "hash_keys",
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "day", name=op.f("pk_hash_keys")),
    )
    op.create_table(
        "limits",
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "hash", name=op.f("pk_limits")),
    )
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.create_index("ix_limits_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "listened_channels",
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_listened_channels")),
    )
    with op.batch_alter_table("listened_channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listened_channels_community"), ["community"], unique=False)

    op.create_table(
        "preferences",
        sa.Column("member", sa.String(length=255), nullable=False),
        sa.Column("answers_off", sa.Boolean(), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_preferences")),
    )
    op.create_table(
        "prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mood", sa.String(length=20), nullable=False),
        sa.Column("picture", sa.String(length=500), nullable=True),
        sa.Column("alt", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
    )
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompts_community"), ["community"], unique=False)

    op.create_table(
        "quiet_days",
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("community", "day", name=op.f("pk_quiet_days")),
    )
    op.create_table(
        "retired_prompts",
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("community", "key", name=op.f("pk_retired_prompts")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("mood", sa.String(length=20), nullable=True),
        sa.Column("weather", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skip_slot", sa.String(length=40), nullable=True),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    with op.batch_alter_table("schedules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schedules_community"), ["community"], unique=False)
        batch_op.create_index("ix_schedules_next_at", ["next_at"], unique=False)

    op.create_table(
        "seen_events",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_events")),
    )
    with op.batch_alter_table("seen_events", schema=None) as batch_op:
        batch_op.create_index("ix_seen_events_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "nudges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("prompt", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("picture", sa.String(length=500), nullable=True),
        sa.Column("alt", sa.String(length=300), nullable=True),
        sa.Column("weather", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brews", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_nudges_schedule_id_schedules"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("schedule_id", "slot", name=op.f("uq_nudges_schedule_id")),
    )
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nudges_community"), ["community"], unique=False)
        batch_op.create_index("ix_nudges_due_at", ["due_at"], unique=False)

    op.create_table(
        "schedule_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community", sa.String(length=255), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("mood", sa.String(length=20), nullable=True),
        sa.Column("weather", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["replaces"], ["schedules.id"], name=op.f("fk_schedule_drafts_replaces_schedules"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_drafts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("schedule_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schedule_drafts_community"), ["community"], unique=False)

    op.create_table(
        "brew_answers",
        sa.Column("nudge_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=255), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nudge_id"], ["nudges.id"], name=op.f("fk_brew_answers_nudge_id_nudges"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nudge_id", "member", name=op.f("pk_brew_answers")),
    )
    op.create_table(
        "weather_counts",
        sa.Column("nudge_id", sa.Integer(), nullable=False),
        sa.Column("weather", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nudge_id"], ["nudges.id"], name=op.f("fk_weather_counts_nudge_id_nudges"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nudge_id", "weather", name=op.f("pk_weather_counts")),
    )
    op.create_table(
        "weather_presses",
        sa.Column("nudge_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nudge_id"], ["nudges.id"], name=op.f("fk_weather_presses_nudge_id_nudges"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nudge_id", "hash", name=op.f("pk_weather_presses")),
    )
    with op.batch_alter_table("weather_presses", schema=None) as batch_op:
        batch_op.create_index("ix_weather_presses_expires_at", ["expires_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("weather_presses", schema=None) as batch_op:
        batch_op.drop_index("ix_weather_presses_expires_at")

    op.drop_table("weather_presses")
    op.drop_table("weather_counts")
    op.drop_table("brew_answers")
    with op.batch_alter_table("schedule_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_schedule_drafts_community"))

    op.drop_table("schedule_drafts")
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_index("ix_nudges_due_at")
        batch_op.drop_index(batch_op.f("ix_nudges_community"))

    op.drop_table("nudges")
    with op.batch_alter_table("seen_events", schema=None) as batch_op:
        batch_op.drop_index("ix_seen_events_seen_at")

    op.drop_table("seen_events")
    with op.batch_alter_table("schedules", schema=None) as batch_op:
        batch_op.drop_index("ix_schedules_next_at")
        batch_op.drop_index(batch_op.f("ix_schedules_community"))

    op.drop_table("schedules")
    op.drop_table("retired_prompts")
    op.drop_table("quiet_days")
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompts_community"))

    op.drop_table("prompts")
    op.drop_table("preferences")
    with op.batch_alter_table("listened_channels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listened_channels_community"))

    op.drop_table("listened_channels")
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.drop_index("ix_limits_expires_at")

    op.drop_table("limits")
    op.drop_table("hash_keys")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_target")
        batch_op.drop_index("ix_deliveries_due")
        batch_op.drop_index(batch_op.f("ix_deliveries_community"))

    op.drop_table("deliveries")
    op.drop_table("communities")
