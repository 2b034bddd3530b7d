"""What follows what was understood: it is saved and begins, is changed once more, or is dropped."""

from __future__ import annotations

from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.commands import written
from bot.contract.events import ButtonPressed
from bot.contract.messages import text
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store
from bot.nudges.materialise import Means, arm, materialise_one
from bot.nudges.scheduling import too_many
from bot.nudges.steering import filled, missing, shown, words
from bot.nudges.tables import Schedule, ScheduleDraft
from bot.texts import mark

SAVED_ALREADY = mark("That one has been saved or put away already; nothing more to do.")
MEANWHILE = mark("Somebody else changed this schedule meanwhile; it now says: {now}. Send this form to replace that.")


async def save(means: Means, event: ButtonPressed, context: Context) -> Replies:
    """Begin the schedule, or change the one it replaces if nobody else did meanwhile.

    What has come due under the old rule is planned first, so that an edit at two seconds past ten loses no nudge of
    ten o'clock. Then the schedule counts from now on, so that moving it to an earlier time today, or to a day that is
    over, posts nothing at once. And a slot is a local date: once today's was planned, moving its time to later today
    doesn't plan it again.
    """
    draft = await _draft(event, context)
    if draft is None:
        return _already(context)
    if draft.replaces is None:
        if refused := await too_many(context):
            return refused
        schedule = Schedule(community=context.id, created_at=context.now, version=0)
    else:
        found = await store.schedule(context.session, context.id, draft.replaces)
        if found is None:
            return missing(context)
        if found.version != draft.version:
            return await _changed_meanwhile(found, draft, context)
        await materialise_one(context.session, found, means, context.now)
        schedule = found
    for name in ("channel", "rule", "start", "zone", "mood", "weather"):
        setattr(schedule, name, getattr(draft, name))
    schedule.version += 1
    arm(schedule, context.now)
    await store.remove(context.session, draft)
    await store.add(context.session, schedule)
    return (Say(await shown(schedule, context, context.t("Saved."))),)


async def change(event: ButtonPressed, context: Context) -> Replies:
    """The form again, with what the draft holds."""
    draft = await _draft(event, context)
    if draft is None:
        return _already(context)
    if draft.replaces is None:
        return (Form("nudges add", filled(draft)),)
    return (_edited(draft, draft.version),)


async def drop(event: ButtonPressed, context: Context) -> Replies:
    """Forget a draft."""
    draft = await _draft(event, context)
    if draft is not None:
        await store.remove(context.session, draft)
    return (Say(text(context.t("All right, nothing was saved."))),)


async def _draft(event: ButtonPressed, context: Context) -> ScheduleDraft | None:
    number = row_number(event.subject)
    return None if number is None else await store.draft(context.session, context.id, number)


async def _changed_meanwhile(schedule: Schedule, draft: ScheduleDraft, context: Context) -> Replies:
    """Two moderators at once: the second sees what the first made of it, and loses nothing they typed."""
    await store.remove(context.session, draft)
    form = _edited(draft, schedule.version)
    now = words(schedule, context.t)
    return (Form(form.command, form.filled, {"when": context.t(MEANWHILE, now=now)}),)


def _edited(draft: ScheduleDraft, version: int) -> Form:
    hidden = {"id": written(draft.replaces), "version": written(version)}
    return Form("nudges edit", filled(draft) | hidden)


def _already(context: Context) -> Replies:
    return (Say(text(context.t(SAVED_ALREADY))),)
