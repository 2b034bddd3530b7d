"""What is audited of listening and of a community's own phrases and services, and how it is put back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from functools import partial

from bot.community.auditing import Audited, PutBack, Values
from bot.community.context import Context
from bot.contract.messages import Spans
from bot.contract.places import Channel, CommunityId
from bot.contract.replies import Replies, Withdraw
from bot.signposts import service_wording, store, trigger_wording
from bot.signposts.directories import Directories
from bot.signposts.listening import begin, end
from bot.signposts.owning import Owning
from bot.signposts.tables import ListenedChannel, PhraseRow, ServiceMark, ServiceRow
from bot.storage import Base, Session
from bot.texts import Translator, mark

Changed = Callable[[Session, CommunityId], Awaitable[None]]


def audited(owning: Owning, directories: Directories) -> tuple[Audited, ...]:
    """Everything that moderators settle about signposts."""
    return (
        Audited(
            ListenedChannel,
            (),  # when it was asked for and where the notice stands is the bot's own note
            name=lambda t, _: t("Listening"),
            describe=_where,
            added=mark("{name} asked for in {value}"),
            removed=mark("{name} stopped in {value}"),
            put_back=_put_listening_back,
        ),
        Audited(
            PhraseRow,
            ("phrase", "kind", "topics", "retired_at"),
            name=lambda t, row: t("Own phrase {number}", number=f"#{row['id']}"),
            describe=trigger_wording.described,
            removed=mark("{name} retired: {value}"),
            gone_since="retired_at",
            put_back=_telling(owning.phrases_changed),
        ),
        Audited(
            ServiceRow,
            ("name", "summary", "ways", "topics", "area", "hours", "source", "checked_on", "removed_at"),
            name=lambda t, row: t("Own service {number}", number=f"#{row['id']}"),
            describe=service_wording.described,
            gone_since="removed_at",
            put_back=_telling(owning.services_changed),
        ),
        Audited(
            ServiceMark,
            ("mark", "made_at"),
            name=partial(_service, directories),
            describe=service_wording.marked,
            added=mark("{name}: {value}"),
            removed=mark("{name}: no longer {value}"),
            put_back=_telling(owning.services_changed),
        ),
    )


def _where(t: Translator, row: Values, _: Collection[str]) -> Spans:
    channel = row["channel"]
    return (channel,) if isinstance(channel, Channel) else ()


def _service(directories: Directories, _: Translator, row: Values) -> str:
    community = row["community"]
    directory = directories.of(community if isinstance(community, CommunityId) else None)
    found = directory.get(str(row["service"])) or directories.ours.get(str(row["service"]))
    return found.name if found else str(row["service"])


async def _put_listening_back(row: Base | None, wanted: Values | None, context: Context) -> Replies:
    """Listening begins with its notice, as ever, and when it stops its notice is taken away."""
    channel = row.channel if isinstance(row, ListenedChannel) else (wanted or {}).get("channel")
    assert isinstance(channel, Channel)  # noqa: S101  # the key of every row
    if wanted is not None:
        await begin(context.session, channel, context.now)
        return ()
    notice = await end(context.session, channel, context.now)
    return (Withdraw(notice),) if notice else ()


def _telling(changed: Changed) -> PutBack:
    """The row becomes what it was, or goes, and it counts at once."""

    async def put_back(row: Base | None, wanted: Values | None, context: Context) -> Replies:
        if wanted is None and row is not None:
            await store.drop(context.session, row)
        elif row is None:
            await store.put(context.session, ServiceMark(**wanted or {}))
        else:
            for name, value in (wanted or {}).items():
                setattr(row, name, value)
            if isinstance(row, ServiceRow):
                row.version += 1
            await context.session.flush()
        await changed(context.session, context.id)
        return ()

    return put_back
