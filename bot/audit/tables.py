"""What moderators changed, as tables to which rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import CommunityId, Member
from bot.storage import Base, CommunityKey, Erasing, Knows, MemberKey, UtcDateTime
from bot.texts import mark


class Change(Base):
    """What one command or press of a moderator changed. ``entries`` is what bot.audit.entries writes.

    ``by`` is None once that member has left or erased what is held of them; nothing else is ever updated. ``undoes``
    is the change that this one took back: a change is undone once, so the number stands here once. Numbers are never
    used again, as an older card may still have a button about one.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_community", "community", "id"),
        Index("ix_changes_at", "at"),
        {"sqlite_autoincrement": True},
    )
    retention = mark("180 days; without your name once you erase it or leave")
    knows = (
        Knows(
            "by",
            mark("What you changed here as a moderator, in the list of changes"),
            {"what": mark("what"), "at": mark("when")},
            Erasing.NAME,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    by: Mapped[Member | None] = mapped_column(MemberKey)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(String(80))
    undoes: Mapped[int | None] = mapped_column(unique=True)
    entries: Mapped[str] = mapped_column(Text)


class ChangedMember(Base):
    """Somebody whom a change is about, say because they were chosen to moderate; its entries only hold the number."""

    __tablename__ = "changed_members"
    retention = mark("180 days, or until you erase it or leave")
    knows = (
        Knows("member", mark("That moderators chose you, or no longer, to look after me, in the list of changes")),
    )

    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey)
