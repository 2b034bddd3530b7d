"""Where trigger words are heard, what a community added of its own, blocks of offers of help, and reports."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Member, Receipt
from bot.storage import Base, ChannelKey, CommunityKey, Erasing, Knows, MemberKey, ReceiptKey, UtcDateTime
from bot.texts import mark


class ListenedChannel(Base):
    """A channel whose notice says that Brewmate listens. Without a notice nothing is heard there.

    ``renew_at`` is when the notice is to be posted anew; None until the first one stands.
    """

    __tablename__ = "listened_channels"
    __table_args__ = (Index("ix_listened_channels_renew_at", "renew_at"),)
    retention = "until a moderator stops it, the notice is deleted, or the community leaves"

    channel: Mapped[Channel] = mapped_column(ChannelKey, primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notice: Mapped[Receipt | None] = mapped_column(ReceiptKey)
    renew_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhraseRow(Base):
    """A community's own phrase. ``kind`` is a verdict; ``none`` is an exclusion: what it covers doesn't count.

    ``topics`` stand with blanks between. The number is the one that ``/triggers test`` names, and is never used again.
    """

    __tablename__ = "own_phrases"
    __table_args__ = ({"sqlite_autoincrement": True},)
    retention = "until 180 days after a moderator retired it, or until the community leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    phrase: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    topics: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhraseDraft(Base):
    """A phrase that a moderator typed and has not saved yet: what it would match is shown first."""

    __tablename__ = "phrase_drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    retention = "one day"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    phrase: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    topics: Mapped[str] = mapped_column(String(400), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ServiceRow(Base):
    """A service that a community added to the directory for itself, as its moderators typed it.

    ``ways`` holds a number or an address a line. ``hours`` are in the directory's notation, with semicolons between
    the rules. ``checked_on`` is the day somebody last said that it is right. The number is never used again.
    """

    __tablename__ = "own_services"
    __table_args__ = ({"sqlite_autoincrement": True},)
    retention = "until 180 days after a moderator removed it, or until the community leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    name: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(String(160))
    ways: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(String(400), default="")
    area: Mapped[str] = mapped_column(String(10))
    hours: Mapped[str] = mapped_column(String(300), default="unknown")
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceMark(Base):
    """That a community hides a service of the directory, or names it first; ``service`` is the directory's id of it."""

    __tablename__ = "service_marks"
    retention = "until a moderator takes it back, or until the community leaves"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    service: Mapped[str] = mapped_column(String(80), primary_key=True)
    mark: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnStamp(Base):
    """Changes with whatever a community changes of its own phrases and services: other processes look at it."""

    __tablename__ = "own_stamps"
    retention = "until the community leaves"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    phrases: Mapped[str] = mapped_column(String(20), default="")
    services: Mapped[str] = mapped_column(String(20), default="")


class OfferBlock(Base):
    """Somebody wants no offers of help from somebody else, whom only a salted hash names."""

    __tablename__ = "offer_blocks"
    retention = mark("until you allow them again, erase it or leave")
    knows = (
        Knows("blocker", mark("That you want no offers of help from somebody; I keep no name, so I can’t show whose")),
        Knows("hash", mark("That somebody wants no offers of help from you"), erasing=Erasing.STAYS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    blocker: Mapped[Member] = mapped_column(MemberKey, index=True)
    salt: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class OfferReport(Base):
    """Somebody reported an offer of help, and the moderators have not been told yet."""

    __tablename__ = "offer_reports"
    retention = mark("until the moderators have been told, seven days at most")
    knows = (
        Knows("reporter", mark("That you reported an offer of help"), {"made_at": mark("when")}),
        Knows("about", mark("That somebody reported an offer of help of yours"), erasing=Erasing.STAYS),
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    reporter: Mapped[Member] = mapped_column(MemberKey, index=True)
    about: Mapped[Member] = mapped_column(MemberKey, index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
