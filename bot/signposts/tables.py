"""Where trigger words are heard; whose offers of help somebody does not want; what the moderators are to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
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
