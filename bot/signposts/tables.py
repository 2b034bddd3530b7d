"""Where trigger words are heard."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.contract.places import Channel, CommunityId, Receipt
from bot.storage import Base, ChannelKey, CommunityKey, ReceiptKey, UtcDateTime


class ListenedChannel(Base):
    """A channel whose notice says that Brewmate listens. Without a notice nothing is heard there."""

    __tablename__ = "listened_channels"
    retention = "until a moderator stops it, the notice is deleted, or the community leaves"

    channel: Mapped[Channel] = mapped_column(ChannelKey, primary_key=True)
    community: Mapped[CommunityId] = mapped_column(CommunityKey, index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notice: Mapped[Receipt | None] = mapped_column(ReceiptKey)
