"""What the nudges of one batch need to know of their communities, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.contract.places import CommunityId
from bot.nudges.batch import store
from bot.nudges.library import Library, Prompt
from bot.nudges.prompts import from_row
from bot.storage import Session

ROTATION = 30
"""How many of the last prompts are looked at, so that none of the last few comes again."""

Own = Mapping[str, Prompt]


@dataclass(slots=True)
class Read:
    """One community's: its quiet days, the prompts that it can be sent, and the last that it was sent, newest last."""

    quiet: frozenset[date]
    candidates: tuple[Prompt, ...]
    own: Own
    retired: frozenset[str]
    recent: list[str]

    def asked_for(self, key: str | None, library: Library) -> Prompt | None:
        """The prompt that a moderator wanted next, unless it was retired meanwhile."""
        if key is None or key in self.retired:
            return None
        return self.own.get(key) or library.get(key)

    def sent(self, prompt: Prompt) -> None:
        """One more was chosen: what comes after it in this batch has to know."""
        self.recent.append(prompt.key)
        del self.recent[:-ROTATION]


async def read(session: Session, communities: Collection[CommunityId], library: Library) -> dict[CommunityId, Read]:
    """Each of these communities', in four queries however many they are. Where all was retired, the library serves."""
    quiet, retired = defaultdict[CommunityId, set[date]](set), defaultdict[CommunityId, set[str]](set)
    own = defaultdict[CommunityId, dict[str, Prompt]](dict)
    for community, day in await store.quiet_days_of(session, communities):
        quiet[community].add(day)
    for community, key in await store.retired_keys_of(session, communities):
        retired[community].add(key)
    for row in await store.own_prompts_of(session, communities):
        prompt = from_row(row)
        own[row.community][prompt.key] = prompt
    recent = await store.recent_prompts_of(session, communities, ROTATION)
    return {
        each: Read(
            quiet=frozenset(quiet[each]),
            candidates=_candidates(own[each], retired[each], library),
            own=own[each],
            retired=frozenset(retired[each]),
            recent=recent.get(each, []),
        )
        for each in communities
    }


def _candidates(own: Own, retired: Collection[str], library: Library) -> tuple[Prompt, ...]:
    if not own and not retired:
        return library.prompts
    wanted = tuple(prompt for prompt in library.prompts if prompt.key not in retired)
    return (*own.values(), *wanted) or library.prompts
