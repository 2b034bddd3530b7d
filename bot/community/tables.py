"""What every feature leans on, as tables."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Member, Role
from bot.storage import Base, ChannelKey, CommunityKey, Knows, MemberKey, RoleKey, UtcDateTime
from bot.texts import mark


class Community(Base):
    """One community and what its moderators settled for it.

    ``channel`` is where it is nudged unless a schedule says otherwise; ``set_up_at`` is None until /setup was started.
    ``under_18s`` says whether they may be here (``Under18s`` in ages.py); None until a moderator has answered.
    ``left_at`` is when the bot was removed, and None while it is there.
    """

    __tablename__ = "communities"
    retention = "until some days after the community removed the bot, as the operator set"

    id: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    locale: Mapped[str] = mapped_column(String(35))
    zone: Mapped[str] = mapped_column(String(64))
    area: Mapped[str] = mapped_column(String(10))
    channel: Mapped[Channel | None] = mapped_column(ChannelKey)
    notices: Mapped[Channel | None] = mapped_column(ChannelKey)
    under_18s: Mapped[str | None] = mapped_column(String(10))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone that its schedules and times are in."""
        return ZoneInfo(self.zone)

    @property
    def has_minors(self) -> bool | None:
        """Whether to reckon with under-18s; None until a moderator has answered."""
        return None if self.under_18s is None else self.under_18s != "no"


class Preference(Base):
    """What a member chose for themselves; never what anybody made of them. No row means every default.

    ``answers_off``: no private answers to what is written in channels. ``mentions_off``: named, never mentioned.
    ``offers_off``: no offers of help from other members. ``topics_off``: topics not to be offered, with blanks between.
    """

    __tablename__ = "preferences"
    retention = mark("until you erase it or leave")
    knows = (
        Knows(
            "member",
            mark("What you chose for yourself"),
            {
                "locale": mark("language"),
                "zone": mark("zone"),
                "area": mark("area"),
                "is_minor": mark("under 18"),
                "answers_off": mark("private answers off"),
                "mentions_off": mark("mentions off"),
                "offers_off": mark("offers of help off"),
                "topics_off": mark("topics left out"),
            },
        ),
    )

    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    locale: Mapped[str | None] = mapped_column(String(35))
    zone: Mapped[str | None] = mapped_column(String(64))
    area: Mapped[str | None] = mapped_column(String(10))
    is_minor: Mapped[bool | None] = mapped_column()
    answers_off: Mapped[bool] = mapped_column(default=False)
    mentions_off: Mapped[bool] = mapped_column(default=False)
    offers_off: Mapped[bool] = mapped_column(default=False)
    topics_off: Mapped[str] = mapped_column(String(400), default="")


class ChosenModerator(Base):
    """A member or a role that moderators chose to moderate the bot besides those whom the platform names."""

    __tablename__ = "chosen_moderators"
    retention = mark("until a moderator takes it back, or you erase it or leave")
    knows = (Knows("member", mark("That moderators chose you to look after me with them")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    member: Mapped[Member | None] = mapped_column(MemberKey)
    role: Mapped[Role | None] = mapped_column(RoleKey)


class AgeBand(Base):
    """A role that moderators named as an age band: where under-18s may be, nobody is brought together across them."""

    __tablename__ = "age_bands"
    retention = "until a moderator takes it back, or the community leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    role: Mapped[Role] = mapped_column(RoleKey)


class SeenEvent(Base):
    """The id of an event that took effect: written in the transaction of its effects."""

    __tablename__ = "seen_events"
    __table_args__ = (Index("ix_seen_events_seen_at", "seen_at"),)
    retention = "two days"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Limit(Base):
    """That somebody, known only by a keyed hash, had an answer of a kind not long ago."""

    __tablename__ = "limits"
    __table_args__ = (Index("ix_limits_expires_at", "expires_at"),)
    retention = mark("until it expires, a day at most")
    knows = (
        Knows(
            "hash",
            mark("That you had an answer of some kind lately, under a pseudonym, so that there aren’t too many"),
            {"purpose": mark("kind"), "expires_at": mark("until")},
        ),
    )

    purpose: Mapped[str] = mapped_column(String(20), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HashKey(Base):
    """A random key for one purpose and day. Once it is deleted, that day's hashes mean nothing."""

    __tablename__ = "hash_keys"
    retention = "as long as the longest row hashed with it, three days at most"

    purpose: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
