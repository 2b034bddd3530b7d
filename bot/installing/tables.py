"""Installations, the communities that belong to them, and who is on the way to one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import CommunityId, Member
from bot.storage import Base, CommunityKey, Erasing, Knows, MemberKey, UtcDateTime
from bot.texts import mark


class Installed(Base):
    """The bot in one workspace or in a whole organisation. Both tokens are encrypted (bot.installing.sealing).

    ``renewing_until`` is the lease of the process that trades the tokens for new ones just now.
    """

    __tablename__ = "installations"
    retention = mark("until the workspace removes the bot; without your name once you erase it or leave")
    knows = (Knows("installed_by", mark("That you added me here"), {"installed_at": mark("when")}, Erasing.NAME),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    bot_user: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str] = mapped_column(Text)
    access: Mapped[str] = mapped_column(Text)
    refresh: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renewing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    installed_by: Mapped[Member | None] = mapped_column(MemberKey)
    installed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Belonging(Base):
    """That a community belongs to an installation: a workspace to its own, or to its organisation's."""

    __tablename__ = "belongings"
    retention = "until the workspace removes the bot"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    installation: Mapped[str] = mapped_column(ForeignKey(Installed.id, ondelete="CASCADE"), index=True)


class SettingOut(Base):
    """That a browser set out to install the bot; both are hashes of random words, and the row goes as it arrives."""

    __tablename__ = "setting_out"
    __table_args__ = (Index("ix_setting_out_expires_at", "expires_at"),)
    retention = "until it is used, ten minutes at most"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
