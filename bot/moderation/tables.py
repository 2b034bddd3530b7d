"""What moderators chose in /setup and have not started yet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Member, Role
from bot.nudges.rules import LONGEST_RULE
from bot.storage import Base, ChannelKey, CommunityKey, Knows, MemberKey, RoleKey, UtcDateTime
from bot.texts import mark


class SetupDraft(Base):
    """A community's setup before "Start", which all its moderators share.

    A part of it that nobody has chosen is as it stands: without a zone the place, without a rule the first nudge, with
    ``under_18s`` None the answer; ``has_listening`` and ``has_moderators`` say the same of the choices that hang on it.
    """

    __tablename__ = "setup_drafts"
    retention = "seven days after it was last changed, or until it is started"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    channel: Mapped[Channel | None] = mapped_column(ChannelKey)
    notices: Mapped[Channel | None] = mapped_column(ChannelKey)
    zone: Mapped[str | None] = mapped_column(String(64))
    area: Mapped[str | None] = mapped_column(String(10))
    locale: Mapped[str | None] = mapped_column(String(35))
    rule: Mapped[str | None] = mapped_column(String(LONGEST_RULE))
    start: Mapped[date | None] = mapped_column()
    mood: Mapped[str | None] = mapped_column(String(20))
    weather: Mapped[bool] = mapped_column(default=False)
    prompt: Mapped[str | None] = mapped_column(String(80))
    words: Mapped[str | None] = mapped_column(Text)
    under_18s: Mapped[str | None] = mapped_column(String(10))
    has_listening: Mapped[bool] = mapped_column(default=False)
    has_moderators: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SetupChoice(Base):
    """A channel to listen in, a member or role to moderate the bot, or a role that is an age band: one of the four."""

    __tablename__ = "setup_choices"
    retention = mark("seven days after the setup was last changed, or until it is started")
    knows = (Knows("member", mark("That a setup that hasn’t started yet names you to look after me")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(
        CommunityKey, ForeignKey("setup_drafts.community", ondelete="CASCADE"), index=True
    )
    channel: Mapped[Channel | None] = mapped_column(ChannelKey)
    member: Mapped[Member | None] = mapped_column(MemberKey)
    role: Mapped[Role | None] = mapped_column(RoleKey)
    band: Mapped[Role | None] = mapped_column(RoleKey)
