"""Prompts, schedules, nudges and what was pressed under them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Member
from bot.nudges.recurrence import Recurrence
from bot.nudges.rules import LONGEST_RULE
from bot.storage import Base, ChannelKey, CommunityKey, Knows, MemberKey, UtcDateTime
from bot.texts import mark


class PromptRow(Base):
    """A community's own prompt. The library's are data, not rows."""

    __tablename__ = "prompts"
    retention = "until the community leaves; a retired one can be brought back"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    text: Mapped[str] = mapped_column(Text)
    mood: Mapped[str] = mapped_column(String(20))
    picture: Mapped[str | None] = mapped_column(String(500))
    alt: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RetiredPrompt(Base):
    """A prompt of the library that this community does not want."""

    __tablename__ = "retired_prompts"
    retention = "until the community leaves"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)


class Schedule(Base):
    """When a community is nudged, where, and with what.

    ``next_prompt`` is the key of the prompt that its next nudge carries; then the rotation goes on. ``brews``: its
    nudges open rounds, at whose end those who are up for a brew are brought together.
    """

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_next_at", "next_at", "community"),)
    retention = "until 180 days after a moderator removed it, for the nudges that stand; or until the community leaves"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    channel: Mapped[Channel] = mapped_column(ChannelKey)
    rule: Mapped[str] = mapped_column(String(LONGEST_RULE))
    start: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    mood: Mapped[str | None] = mapped_column(String(20))
    weather: Mapped[bool] = mapped_column(default=False)
    brews: Mapped[bool] = mapped_column(default=True)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skip_slot: Mapped[str | None] = mapped_column(String(40))
    next_prompt: Mapped[str | None] = mapped_column(String(80))
    watermark: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def recurrence(self) -> Recurrence:
        """When it comes round; reading it may raise RecurrenceError."""
        return Recurrence(self.rule, self.start)

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone of its times; ZoneInfoNotFoundError where there is none of that name any more."""
        return ZoneInfo(self.zone)


class ScheduleDraft(Base):
    """What a moderator typed and has not saved yet: shown back in words first.

    Its number is never used again: under an older message there may still be a button that says "Save it".
    """

    __tablename__ = "schedule_drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    retention = "one day"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    replaces: Mapped[int | None] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=0)
    channel: Mapped[Channel] = mapped_column(ChannelKey)
    rule: Mapped[str] = mapped_column(String(LONGEST_RULE))
    start: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    mood: Mapped[str | None] = mapped_column(String(20))
    weather: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def recurrence(self) -> Recurrence:
        """When it would come round."""
        return Recurrence(self.rule, self.start)


class QuietDay(Base):
    """A local date on which this community is left in peace."""

    __tablename__ = "quiet_days"
    retention = "until a year after the day"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Nudge(Base):
    """One slot of a schedule that came: which prompt it carries and how many are up for a brew.

    A community's own prompt is kept as it was when the nudge was planned: editing it changes no post that stands.
    ``tally_stands`` once somebody erased the pseudonym of their answer: they could answer again, and again, until the
    rest of the tally were their neighbour's. What is shown of the kinds moves no more, and nobody learns why.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("schedule_id", "slot"),
        Index("ix_nudges_due_at", "due_at"),
        Index("ix_nudges_newest", "community", "due_at"),
    )
    retention = "180 days"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"))
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    slot: Mapped[str] = mapped_column(String(40))
    prompt: Mapped[str] = mapped_column(String(80))
    text: Mapped[str | None] = mapped_column(Text)
    picture: Mapped[str | None] = mapped_column(String(500))
    alt: Mapped[str | None] = mapped_column(String(300))
    weather: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    brews: Mapped[int] = mapped_column(default=0)
    tally_stands: Mapped[bool] = mapped_column(default=False)


class BrewAnswer(Base):
    """Somebody pressed "I'm up for a brew"; others see the name only where the member agreed."""

    __tablename__ = "brew_answers"
    retention = mark("14 days")
    knows = (
        Knows(
            "member",
            mark("That you were up for a brew, and whether the others who were may see your name"),
            {"at": mark("when"), "shows_name": mark("name shown")},
        ),
    )

    nudge_id: Mapped[int] = mapped_column(ForeignKey("nudges.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    shows_name: Mapped[bool] = mapped_column(default=False)
    band: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class WeatherCount(Base):
    """How many gave this answer, and the count that everybody was last shown. Never who."""

    __tablename__ = "weather_counts"
    retention = "180 days, with its nudge"

    nudge_id: Mapped[int] = mapped_column(ForeignKey("nudges.id", ondelete="CASCADE"), primary_key=True)
    weather: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)


class WeatherPress(Base):
    """That somebody answered, not what: a keyed hash, so that a second press counts for nothing."""

    __tablename__ = "weather_presses"
    __table_args__ = (Index("ix_weather_presses_expires_at", "expires_at"),)
    retention = mark("two days")
    knows = (
        Knows(
            "hash",
            mark("That you told the weather, under a pseudonym, so that it counts once; never which weather"),
            {"expires_at": mark("until")},
        ),
    )

    nudge_id: Mapped[int] = mapped_column(ForeignKey("nudges.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
