"""What has to be known of people before they can be matched: asked of the platform, and read."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.brews import apart, store
from bot.brews.people import History, Pair, Person, Wish, pair
from bot.brews.tables import Brewer, BrewSettings
from bot.brews.wishes import store as wishes
from bot.community import store as communities
from bot.community.ages import bands as ages
from bot.community.ages.bands import Ages
from bot.community.tables import Community, Preference
from bot.contract.people import Profile
from bot.contract.places import Member
from bot.contract.ports import Busy, Platform, Uncertain, Undeliverable
from bot.storage import Session

AT_ONCE = 4
"""Questions to a platform on their way side by side."""

ASKED_FOR = timedelta(seconds=10)


class Blocked(Protocol):
    """Whom people want nothing from, for whatever other reason."""

    async def __call__(self, session: Session, members: Collection[Member]) -> Collection[tuple[Member, Member]]:
        """Pairs of these, either of whom blocked the other."""


@dataclass(frozen=True, slots=True)
class Around:
    """The community and what its moderators settled."""

    community: Community
    settings: BrewSettings
    ages: Ages


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who can be matched and what is known of them; ``zones`` are by the people's ids, and so are ``languages``."""

    people: tuple[Person, ...]
    history: History
    zones: Mapping[str, ZoneInfo]
    languages: Mapping[str, str]


async def profiles(platform: Platform, members: Sequence[Member]) -> dict[Member, Profile | None]:
    """What the platform says of each just now; None where it doesn't say."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def asked(member: Member) -> Profile | None:
        try:
            async with gate, asyncio.timeout(ASKED_FOR.total_seconds()):
                return await platform.profile(member)
        except Undeliverable:
            return Profile(member.native, is_here=False)
        except (Busy, Uncertain, TimeoutError):
            return None

    return dict(zip(members, await asyncio.gather(*map(asked, members)), strict=True))


async def around(session: Session, community: Community) -> Around:
    """What holds there."""
    settings = await wishes.settings(session, community.id)
    return Around(community, settings, await ages.rule(session, community))


async def gathered(
    session: Session, there: Around, known: Mapping[Member, Profile | None], blocked: Blocked, now: datetime
) -> Gathered:
    """Those of them who are here and may be matched, with whom they met and whom they don't want to meet."""
    chosen = await wishes.brewers(session, known.keys())
    preferences = await communities.preferences(session, known.keys())
    lately = {
        row[0]: (row[1], _days(now, row[2]))
        for row in await store.threes(session, there.community.id, now - store.KEPT)
    }
    people: list[Person] = []
    zones: dict[str, ZoneInfo] = {}
    languages: dict[str, str] = {}
    for member, profile in known.items():
        band = _band(profile, there.ages)
        if band is None or _is_new(profile, chosen.get(member), there.settings, now):
            continue
        chose = preferences.get(member)
        zones[member.native] = zone = _zone(chose, profile, there.community)
        languages[member.native] = language = _language(chose, profile, there.community)
        offset = now.astimezone(zone).utcoffset() or timedelta()
        times, days = lately.get(member, (0, 0))
        people.append(
            Person(
                member.native,
                language.partition("-")[0],
                int(offset / timedelta(minutes=1)),
                _wish(chosen.get(member)),
                band,
                times,
                days,
            )
        )
    history = await _history(session, [each for each in known if each.native in zones], blocked, now)
    return Gathered(tuple(people), history, zones, languages)


async def _history(session: Session, members: Sequence[Member], blocked: Blocked, now: datetime) -> History:
    met = {
        pair(one.native, other.native): _days(now, at)
        for one, other, at in await store.met(session, members, now - store.KEPT)
    }
    never: set[Pair] = {pair(one.native, other.native) for one, other in await apart.among(session, members)}
    never |= {pair(one.native, other.native) for one, other in await blocked(session, members)}
    return History(met, frozenset(never))


def _band(profile: Profile | None, found: Ages) -> str | None:
    """None for who can't be matched: they aren't here, or their band isn't known."""
    if profile is None:
        return found.band(())
    return found.band(profile.roles) if profile.is_here else None


def _is_new(profile: Profile | None, brewer: Brewer | None, settings: BrewSettings, now: datetime) -> bool:
    since = profile.since if profile is not None else None
    if since is None:
        since = now if brewer is None else brewer.first_at
    return now < since + timedelta(days=settings.newcomers_wait)


def _zone(chose: Preference | None, profile: Profile | None, community: Community) -> ZoneInfo:
    """The member's own choice, else the platform's word, else the community's."""
    for name in ((chose and chose.zone), (profile and profile.zone)):
        if name:
            try:
                return ZoneInfo(name)
            except (KeyError, ValueError):  # a zone that this computer doesn't know
                continue
    return community.clock_zone


def _language(chose: Preference | None, profile: Profile | None, community: Community) -> str:
    return (chose and chose.locale) or (profile and profile.locale) or community.locale


def _wish(brewer: Brewer | None) -> Wish | None:
    known = {each.value: each for each in Wish}
    return known.get(brewer.wish) if brewer is not None and brewer.wish else None


def _days(now: datetime, at: datetime) -> int:
    return max((now - at).days, 0)
