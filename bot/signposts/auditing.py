"""What is audited of listening: that it began or stopped; and how it stops or begins again."""

from __future__ import annotations

from collections.abc import Collection

from bot.community.auditing import Audited, Values
from bot.community.context import Context
from bot.contract.messages import Spans
from bot.contract.places import Channel
from bot.contract.replies import Replies, Withdraw
from bot.signposts.listening import begin, end
from bot.signposts.tables import ListenedChannel
from bot.storage import Base
from bot.texts import Translator, mark


def _where(t: Translator, row: Values, _: Collection[str]) -> Spans:
    channel = row["channel"]
    return (channel,) if isinstance(channel, Channel) else ()


async def _put_back(row: Base | None, wanted: Values | None, context: Context) -> Replies:
    """Listening begins with its notice, as ever, and when it stops its notice is taken away."""
    channel = row.channel if isinstance(row, ListenedChannel) else (wanted or {}).get("channel")
    assert isinstance(channel, Channel)  # noqa: S101  # the key of every row
    if wanted is not None:
        await begin(context.session, channel, context.now)
        return ()
    notice = await end(context.session, channel, context.now)
    return (Withdraw(notice),) if notice else ()


AUDITED = (
    Audited(
        ListenedChannel,
        (),  # when it was asked for and where the notice stands is the bot's own note
        name=lambda t, _: t("Listening"),
        describe=_where,
        added=mark("{name} asked for in {value}"),
        removed=mark("{name} stopped in {value}"),
        put_back=_put_back,
    ),
)
