"""What a community has, and what its moderators want instead: read from the tables, and written to the draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.community import store as communities
from bot.community.ages import bands as ages
from bot.community.ages.bands import Ages, Under18s
from bot.community.context import Context
from bot.moderation import store
from bot.moderation.choices import FirstNudge, Part, Place, Settings, stamp
from bot.moderation.tables import SetupDraft
from bot.nudges import store as nudges
from bot.nudges.library import WhichMood
from bot.nudges.recurrence import Recurrence
from bot.nudges.tables import Schedule
from bot.signposts import store as signposts


@dataclass(frozen=True, slots=True)
class Standing:
    """What the community has (``was``) and what is wanted (``now``), which is the same where nobody chose anything."""

    was: Settings
    now: Settings
    draft: SetupDraft | None

    @property
    def stamp(self) -> str:
        """Changes with whatever of it somebody changes."""
        return stamp(self.was, self.now)


async def standing(context: Context) -> Standing:
    """The community and its draft, as they are."""
    was = await settings(context)
    draft = await store.draft(context.session, context.id)
    return Standing(was, was if draft is None else await _merged(was, draft, context), draft)


async def settings(context: Context) -> Settings:
    """What the community has."""
    session, about = context.session, context.community
    schedules = await nudges.schedules(session, context.id)
    first = schedules[0] if schedules else None
    channel = about.channel or (first.channel if first else None)
    heard = sorted(await signposts.of_community(session, context.id), key=lambda row: (row.asked_at, row.channel))
    chosen = [row.member or row.role for row in await communities.chosen_moderators(session, context.id)]
    return Settings(
        Place(channel, about.notices, about.zone, about.area, about.locale),
        _nudge(first) if first else None,
        tuple(row.channel for row in heard),
        tuple(each for each in chosen if each is not None),
        await ages.ages(session, about),
    )


async def keep(wanted: Settings, part: Part, standing: Standing, context: Context) -> None:
    """Write a part to the draft, begun where there is none. What is as the community has it isn't kept."""
    draft = standing.draft or await store.begin(context.session, context.id, context.now)
    draft.changed_at = context.now
    differs = wanted.part(part) != standing.was.part(part)
    match part:
        case Part.PLACE:
            _keep_place(draft, wanted.place if differs else None)
        case Part.NUDGE:
            _keep_nudge(draft, wanted.nudge if differs else None)
        case Part.LISTENING:
            draft.has_listening = differs
            await store.choose_heard(context.session, context.id, wanted.listening if differs else ())
        case Part.MODERATORS:
            draft.has_moderators = differs
            await store.choose_moderators(context.session, context.id, wanted.moderators if differs else ())
        case Part.UNDER_18S:
            draft.under_18s = wanted.ages.answer.value if differs else None
            await store.choose_bands(context.session, context.id, wanted.ages.bands if differs else ())
    await context.session.flush()


async def _merged(was: Settings, draft: SetupDraft, context: Context) -> Settings:
    session = context.session
    merged = was
    if draft.zone is not None and draft.area is not None and draft.locale is not None:
        place = Place(draft.channel, draft.notices, draft.zone, draft.area, draft.locale)
        merged = replace(merged, place=place)
    if draft.rule is not None and draft.start is not None:
        recurrence, mood = Recurrence(draft.rule, draft.start), WhichMood.of(draft.mood).mood
        merged = replace(merged, nudge=FirstNudge(recurrence, mood, draft.weather, draft.prompt, draft.words))
    if draft.has_listening:
        merged = replace(merged, listening=await store.heard(session, context.id))
    if draft.has_moderators:
        merged = replace(merged, moderators=await store.moderators(session, context.id))
    if draft.under_18s is None:
        return merged
    return replace(merged, ages=Ages(Under18s(draft.under_18s), await store.bands(session, context.id)))


def _nudge(schedule: Schedule) -> FirstNudge:
    recurrence = Recurrence(schedule.rule, schedule.start)
    return FirstNudge(recurrence, WhichMood.of(schedule.mood).mood, schedule.weather, schedule.next_prompt)


def _keep_place(draft: SetupDraft, place: Place | None) -> None:
    draft.channel = place.channel if place else None
    draft.notices = place.notices if place else None
    draft.zone = place.zone if place else None
    draft.area = place.area if place else None
    draft.locale = place.locale if place else None


def _keep_nudge(draft: SetupDraft, nudge: FirstNudge | None) -> None:
    draft.rule = nudge.recurrence.rule if nudge else None
    draft.start = nudge.recurrence.start if nudge else None
    draft.mood = nudge.mood.value if nudge and nudge.mood else None
    draft.weather = nudge.weather if nudge else False
    draft.prompt = nudge.prompt if nudge else None
    draft.words = nudge.words if nudge else None
