"""Everything the moderation feature puts into the catalogue."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.community.features import Feature, action, command
from bot.contract.commands import Answering, Audience
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.moderation import home, introducing, store
from bot.moderation.changing import Changing
from bot.moderation.forms import SetListening, SetModerators, SetNudge, SetPlace, SetUnder18s
from bot.moderation.setting_up import SettingUp, SetUp
from bot.moderation.settling import Settling, ShowSettings
from bot.nudges.materialise import Means
from bot.storage import Storage
from bot.texts import mark

MODS = Audience.MODERATORS
FORM = Answering.WITH_FORM
TIDIED_EVERY = timedelta(hours=1)


def feature(storage: Storage, means: Means) -> Feature:
    """/setup, /settings and the forms behind both."""
    settling = Settling(means)
    setting_up = SettingUp(means, settling)
    changing = Changing(means.library, setting_up, settling)
    return Feature(
        "moderation",
        commands=(
            command("setup", SetUp, setting_up.set_up, mark("Set me up, step by step"), MODS),
            command("settings", ShowSettings, settling.show, mark("See everything that is set here"), MODS),
            command(
                "set place", SetPlace, changing.place, mark("Choose channels, zone, area and language"), MODS, FORM
            ),
            command("set nudge", SetNudge, changing.nudge, mark("Choose the first nudge"), MODS, FORM),
            command("set listening", SetListening, changing.listening, mark("Choose where I listen"), MODS, FORM),
            command(
                "set moderators", SetModerators, changing.moderators, mark("Choose who else moderates me"), MODS, FORM
            ),
            command(
                "set under-18s", SetUnder18s, changing.under_18s, mark("Say whether under-18s may be here"), MODS, FORM
            ),
        ),
        actions=(
            action("setup.card", setting_up.card, MODS),
            action("setup.form", setting_up.open, MODS, FORM),
            action("setup.preview", setting_up.preview, MODS),
            action("setup.inert", setting_up.inert, MODS),
            action("setup.drop", setting_up.drop, MODS),
            action("setup.start", setting_up.start, MODS),
            action("settings.card", settling.card, MODS),
            action("settings.form", settling.open, MODS, FORM),
            action("settings.schedule", settling.schedule, MODS, FORM),
        ),
        kinds=(
            Kind(
                introducing.KIND,
                introducing.compose,
                introducing.WHY,
                lateness=introducing.USEFUL_FOR,
                settled=introducing.settled,
                gone=introducing.GONE,
            ),
        ),
        home=home.section,
        jobs=(Job("tidy setups", TIDIED_EVERY, partial(tidy, storage)),),
    )


async def tidy(storage: Storage, now: datetime) -> None:
    """Forget setups that nobody has gone on with."""
    async with storage.write() as session:
        await store.tidy(session, now)
