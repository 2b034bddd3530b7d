"""The prompts a community can be sent: the library's, less those it retired, and its own."""

from __future__ import annotations

from bot.community.numbers import row_number
from bot.contract.places import CommunityId
from bot.nudges import store
from bot.nudges.library import Library, Mood, Prompt
from bot.nudges.tables import PromptRow
from bot.storage import Session

OWN = "own:"
"""Begins the key of a community's own prompt; the rest is its number."""


async def candidates(session: Session, community: CommunityId, library: Library) -> tuple[Prompt, ...]:
    """Everything that may be sent now. Where all was retired, the library serves: silence would be worse."""
    retired = await store.retired_keys(session, community)
    own = tuple(from_row(row) for row in await store.own_prompts(session, community))
    wanted = tuple(prompt for prompt in library.prompts if prompt.key not in retired)
    return own + wanted or library.prompts


async def by_key(session: Session, community: CommunityId, library: Library, key: str) -> Prompt | None:
    """The prompt with this key, retired or not."""
    if not key.startswith(OWN):
        return library.get(key)
    row = await own_row(session, community, key)
    return from_row(row) if row else None


async def is_in_use(session: Session, community: CommunityId, key: str) -> bool:
    """Whether the prompt with this key is in the rotation: there, and not retired."""
    row = await own_row(session, community, key)
    if row is not None:
        return row.retired_at is None
    return key not in await store.retired_keys(session, community)


async def own_row(session: Session, community: CommunityId, key: str) -> PromptRow | None:
    """The row behind the key of a community's own prompt."""
    number = row_number(key.removeprefix(OWN)) if key.startswith(OWN) else None
    return None if number is None else await store.own_prompt(session, community, number)


def from_row(row: PromptRow) -> Prompt:
    """A community's own prompt as the library's look."""
    return Prompt(key=f"{OWN}{row.id}", mood=Mood(row.mood), text=row.text, picture=row.picture, alt=row.alt)
