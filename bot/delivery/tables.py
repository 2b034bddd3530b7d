"""The ledger's table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import CommunityId, Receipt, Target
from bot.storage import Base, CommunityKey, Knows, ReceiptKey, TargetKey, UtcDateTime
from bot.texts import mark

REASON_SIZE = 200


class QueueShape(Base):
    """How far procrastinate's own tables were brought; they are made on PostgreSQL only."""

    __tablename__ = "queue_shape"
    retention = "as long as the database"

    newest: Mapped[str] = mapped_column(String(200), primary_key=True)


class Delivery(Base):
    """One post that nobody asked for."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "slot", "target"),
        Index("ix_deliveries_due", "status", "due_at"),
        Index("ix_deliveries_target", "target", "status"),
        Index("ix_deliveries_settled_at", "settled_at"),
    )
    retention = mark("180 days after it was sent or given up")
    knows = (
        Knows(
            "target",
            mark("That I sent you something you hadn’t asked for that minute, and when; never its words"),
            {"kind": mark("kind"), "status": mark("how it went"), "due_at": mark("due"), "settled_at": mark("done")},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(25), unique=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str] = mapped_column(String(40))
    target: Mapped[Target] = mapped_column(TargetKey)
    status: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claim: Mapped[str | None] = mapped_column(String(25))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receipt: Mapped[Receipt | None] = mapped_column(ReceiptKey)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(REASON_SIZE), default="")
