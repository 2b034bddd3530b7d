"""What the tests of the audit look at: the settings as they stand, and the changes as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from adapters.room import Post
from bot.audit import store
from bot.audit.store import Kept
from bot.audit.tables import Change
from bot.contract.messages import Message
from bot.contract.plain import buttons
from bot.storage import Base
from bot.storage.watching import Watched
from tests.stage import Stage

Settings = Mapping[str, object]
Row = tuple[object, ...]


async def settings(stage: Stage) -> Settings:
    """Everything that moderators can settle: each row that is in use, by its table and key."""
    found: dict[str, object] = {}
    async with stage.running.storage.read() as session:
        for each in (audited for feature in stage.running.catalogue.features for audited in feature.audited):
            keys = tuple(column.key for column in Watched(each.table, each.columns).table.primary_key)
            for row in (await session.scalars(select(each.table))).all():
                if each.gone_since is None or getattr(row, each.gone_since) is None:
                    key = tuple(getattr(row, name) for name in keys)
                    found[f"{each.table.__tablename__} {key}"] = tuple(getattr(row, name) for name in each.columns)
    return found


async def kept(stage: Stage) -> list[Kept]:
    """The changes, oldest first."""
    async with stage.running.storage.read() as session:
        return (await store.newest(session, stage.room.community, 1_000))[::-1]


async def rows(stage: Stage) -> Sequence[Row]:
    """The rows of the changes as they stand in the database, oldest first."""
    async with stage.running.storage.read() as session:
        columns = Change.id, Change.by, Change.at, Change.what, Change.undoes, Change.entries
        return [tuple(row) for row in (await session.execute(select(*columns).order_by(Change.id))).all()]


async def does(stage: Stage, line: str, who: str = "Ana") -> None:
    """A moderator types it, and presses "Save it" or "Yes, remove it" where that is asked."""
    actor = stage[who]
    await actor.says(line, "moderators")
    for post in reversed(stage.room.posts):
        if stage.room.sees(actor.visitor.member, post):
            for label in (each for each in _labels(post) if each in {"Save it", "Yes, remove it"}):
                await actor.presses(label, post)
            break
    actor.sees("")


async def card(stage: Stage, who: str = "Ana") -> Post:
    """The list of changes as a moderator sees it just now."""
    await stage[who].says("/audit", "moderators")
    return stage[who].sees_privately("hange")


async def listed(stage: Stage, who: str = "Ana") -> str:
    """Its text."""
    return stage.text(await card(stage, who))


async def undo(stage: Stage, who: str = "Ana", post: Post | None = None) -> str:
    """Press "Undo the last change" on a card, or on a new one; what is said."""
    on = post or await card(stage, who)
    label = next(each for each in _labels(on) if each in {"Undo the last change", "Bring back what was undone"})
    await stage[who].presses(label, on)
    return stage.text(stage[who].sees_privately(""))


def offers_undo(post: Post) -> bool:
    """Whether the card has the way back."""
    return bool({"Undo the last change", "Bring back what was undone"} & set(_labels(post)))


def tables(stage: Stage) -> set[type[Base]]:
    """What is audited."""
    return {each.table for feature in stage.running.catalogue.features for each in feature.audited}


def _labels(post: Post) -> list[str]:
    return [each.label for each in buttons(post.content)] if isinstance(post.content, Message) else []
