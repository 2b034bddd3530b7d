"""Rounds, who joined them, who was introduced to whom, and what members chose about brews."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Member
from bot.storage import Base, ChannelKey, CommunityKey, Erasing, Knows, MemberKey, UtcDateTime
from bot.texts import mark

HOURS_OPEN = 6
"""How long a round takes answers, unless the moderators chose otherwise."""


class BrewSettings(Base):
    """What moderators chose about brews; no row means every default.

    ``hours`` is how long a round takes answers, ``newcomers_wait`` the days before somebody new may be matched.
    """

    __tablename__ = "brew_settings"
    retention = "until the community leaves"

    community: Mapped[CommunityId] = mapped_column(CommunityKey, primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[int] = mapped_column(default=HOURS_OPEN)
    newcomers_wait: Mapped[int] = mapped_column(default=0)


class Round(Base):
    """Opting in until a time, and then the matches.

    ``state`` goes ``open → closing → matched | cancelled``; ``nudge`` is the nudge that opened it, else it stands in a
    post of its own in ``channel``. The counts are of people, but for ``repeats``, which counts pairs; what somebody
    said to "did you manage to chat?" is in the last three, and in no row of theirs.
    """

    __tablename__ = "brew_rounds"
    __table_args__ = (
        Index("ix_brew_rounds_closes_at", "state", "closes_at"),
        Index("ix_brew_rounds_opened_at", "community", "opened_at"),
    )
    retention = "400 days"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    nudge: Mapped[int | None] = mapped_column(unique=True)
    channel: Mapped[Channel] = mapped_column(ChannelKey)
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    joined: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    in_threes: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    met: Mapped[int] = mapped_column(default=0)
    not_yet: Mapped[int] = mapped_column(default=0)
    not_met: Mapped[int] = mapped_column(default=0)


class Join(Base):
    """Somebody is up for a brew in this round."""

    __tablename__ = "brew_joins"
    retention = mark("until the round is over and people have been brought together")
    knows = (Knows("member", mark("That you are up for a brew in a round that is open"), {"at": mark("when")}),)

    round_id: Mapped[int] = mapped_column(ForeignKey("brew_rounds.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Match(Base):
    """People who are introduced to each other, in a group of their own once it was opened.

    ``state`` goes ``made → opened → introduced | unsure``, or ``dropped`` where they can't be brought together. The
    ``key`` opens one group, however often it is asked for. ``reasons`` are why these people, in codes (``wording``).
    """

    __tablename__ = "brew_matches"
    __table_args__ = (Index("ix_brew_matches_state", "state", "next_at"), Index("ix_brew_matches_group", "group"))
    retention = "400 days"

    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("brew_rounds.id", ondelete="SET NULL"), index=True)
    key: Mapped[str] = mapped_column(String(25), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="made")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    group: Mapped[Channel | None] = mapped_column(ChannelKey)
    breaker: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[str] = mapped_column(String(80), default="")
    awake_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    awake_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suggested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Matched(Base):
    """Somebody in a match. ``has_answered`` says that they answered the follow-up, never what."""

    __tablename__ = "brew_matched"
    __table_args__ = (Index("ix_brew_matched_member", "member", "at"),)
    retention = mark("400 days, so that you meet new people; never with what you said of it")
    knows = (
        Knows(
            "member",
            mark("That I introduced you to somebody for a brew; whom isn’t shown here, as it is about them, too"),
            {"at": mark("when"), "released_at": mark("couldn’t make it"), "has_answered": mark("follow-up answered")},
        ),
    )

    match_id: Mapped[int] = mapped_column(ForeignKey("brew_matches.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    in_three: Mapped[bool] = mapped_column(default=False)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_answered: Mapped[bool] = mapped_column(default=False)
    is_told: Mapped[bool] = mapped_column(default=False)


class Brewer(Base):
    """What somebody chose about brews. ``unanswered`` counts follow-ups in a row that they left unanswered."""

    __tablename__ = "brewers"
    __table_args__ = (Index("ix_brewers_every_round", "community", "every_round"),)
    retention = mark("until you erase it or leave")
    knows = (
        Knows(
            "member",
            mark("What you chose about brews"),
            {
                "first_at": mark("first up for one"),
                "every_round": mark("in every round"),
                "wish": mark("what you would like"),
                "asks_off": mark("nobody may ask you"),
                "unanswered": mark("follow-ups in a row without an answer"),
                "paused_at": mark("paused"),
            },
        ),
    )

    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    every_round: Mapped[bool] = mapped_column(default=False)
    wish: Mapped[str | None] = mapped_column(String(10))
    asks_off: Mapped[bool] = mapped_column(default=False)
    unanswered: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NotWith(Base):
    """Somebody doesn't want to be brought together with somebody else, whom only a salted hash names.

    ``asks_only``: they don't want to be asked by them, and being matched is another matter.
    """

    __tablename__ = "brew_not_with"
    retention = mark("until you take it back, erase it or leave")
    knows = (
        Knows("member", mark("That you don’t want a brew with somebody; I keep no name, so I can’t show whose")),
        Knows("hash", mark("That somebody doesn’t want a brew with you"), erasing=Erasing.STAYS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey, index=True)
    salt: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    asks_only: Mapped[bool] = mapped_column(default=False)


class Waiting(Base):
    """Somebody is free for a brew now, until a time that they were told; ``is_new`` until a partner was looked for."""

    __tablename__ = "brew_waiting"
    retention = mark("until somebody else is free too, or the time is over")
    knows = (Knows("member", mark("That you are free for a brew now"), {"until": mark("until")}),)

    member: Mapped[Member] = mapped_column(MemberKey, primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    is_new: Mapped[bool] = mapped_column(default=True)


class BrewAsk(Base):
    """Somebody asked somebody else whether they fancy a brew, and may yet get a yes."""

    __tablename__ = "brew_asks"
    retention = mark("seven days, or until it is answered")
    knows = (
        Knows("asker", mark("That you asked somebody whether they fancy a brew"), {"at": mark("when")}),
        Knows("asked", mark("That somebody asked you whether you fancy a brew"), {"at": mark("when")}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asker: Mapped[Member] = mapped_column(MemberKey, index=True)
    asked: Mapped[Member] = mapped_column(MemberKey, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Concern(Base):
    """Somebody said that something felt wrong, and the moderators have not been told yet."""

    __tablename__ = "brew_concerns"
    retention = mark("until the moderators have been told, seven days at most")
    knows = (Knows("member", mark("That you told me that something felt wrong in a brew"), {"at": mark("when")}),)

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    member: Mapped[Member] = mapped_column(MemberKey, index=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("brew_matches.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
