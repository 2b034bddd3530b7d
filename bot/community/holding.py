"""What is held about a member, in every table that knows one: found, and erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.community import store
from bot.community.features import Feature, Pseudonyms
from bot.contract.places import Member
from bot.storage import Base, Erasing, Knows, Session


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one table about a member, by the columns that they may see; ``knows`` says what they tell."""

    table: str
    kept: str
    knows: Knows
    rows: Sequence[Mapping[str, object]]


class Holdings:
    """Knows by the tables' own declarations where a member is known; the features add what only they can work out."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._pseudonyms: Mapping[type[Base], Pseudonyms] = dict(
            each for feature in features for each in feature.pseudonyms
        )
        self._partings = tuple(feature.parting for feature in features if feature.parting is not None)

    def can_tell(self, table: type[Base]) -> bool:
        """Whether some feature works a member's pseudonyms in this table out."""
        return table in self._pseudonyms

    async def about(self, session: Session, member: Member) -> tuple[Held, ...]:
        """Everything held about the member that they may be shown; tables without a row of theirs are left out."""
        found: list[Held] = []
        for table, knows in store.knowing():
            if knows.erasing is not Erasing.STAYS:
                rows = await store.held(session, table, knows, await self._known_by(session, table, knows, member))
                found += [Held(table.__tablename__, table.retention, knows, rows)] if rows else []
        return tuple(reversed(found))

    async def erase(self, session: Session, member: Member) -> None:
        """Delete it all, pseudonyms too; where a row is somebody else's as well, only the name goes."""
        for part in self._partings:
            await part(session, member)
        for table, knows in store.knowing():
            match knows.erasing:
                case Erasing.ROW:
                    known_by = await self._known_by(session, table, knows, member)
                    await store.delete_about(session, table, knows.column, known_by)
                case Erasing.NAME:
                    await store.forget_name(session, table, knows.column, member)
                case Erasing.STAYS:
                    pass

    async def _known_by(self, session: Session, table: type[Base], knows: Knows, member: Member) -> Collection[object]:
        return await self._pseudonyms[table](session, member) if knows.is_pseudonym else (member,)
