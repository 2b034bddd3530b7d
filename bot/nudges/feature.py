"""Everything the nudges feature puts into the catalogue."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.community.features import Feature, HandledAction, HandledCommand, action, command
from bot.contract.commands import Answering, Audience
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.nudges import answering, quieting, saving, scheduling, steering, store, wording
from bot.nudges.answering import Answers, CheckIn
from bot.nudges.auditing import audited
from bot.nudges.home import Home
from bot.nudges.materialise import KIND, LATENESS, Means, materialise
from bot.nudges.posting import Posting
from bot.nudges.prompting import AddPrompt, EditPrompt, ListPrompts, OnePrompt, Prompting
from bot.nudges.quieting import Quiet
from bot.nudges.scheduling import AddSchedule, EditSchedule
from bot.nudges.steering import ListSchedules, OneSchedule, by_button, by_command
from bot.nudges.tables import WeatherPress
from bot.storage import Storage
from bot.texts import mark

MODS = Audience.MODERATORS
FORM = Answering.WITH_FORM
LOOKED_EVERY = timedelta(seconds=5)
TIDIED_EVERY = timedelta(hours=1)


def feature(storage: Storage, means: Means) -> Feature:
    """Prompts on a schedule, the weather check-in, and the moderators' say over both."""
    library, rounds = means.library, means.rounds
    posting = Posting(library, rounds)
    return Feature(
        "nudges",
        commands=(
            command("checkin", CheckIn, Answers(posting, rounds).check_in, mark("Tell me your weather, for you alone")),
            *SCHEDULES,
            *_prompts(Prompting(library)),
        ),
        actions=(
            action("nudges.save", partial(saving.save, means), MODS, FORM),
            *STEERING,
            *_prompt_buttons(Prompting(library)),
            *_answers(Answers(posting, rounds)),
        ),
        kinds=(
            Kind(KIND, posting.compose, wording.WHY, lateness=LATENESS, settled=posting.settled, gone=wording.GONE),
        ),
        jobs=(
            Job("materialise", LOOKED_EVERY, partial(materialise, storage, means)),
            Job("tidy nudges", TIDIED_EVERY, partial(tidy, storage)),
        ),
        pseudonyms=((WeatherPress, answering.pseudonyms),),
        parting=answering.parting,
        home=Home(library).section,
        suggesters=(("schedules", steering.suggest), ("prompts", Prompting(library).suggest)),
        audited=audited(means),
    )


async def tidy(storage: Storage, now: datetime) -> None:
    """Delete what has had its time."""
    async with storage.write() as session:
        await store.tidy(session, now)


SCHEDULES = (
    command("nudges list", ListSchedules, steering.list_all, mark("See every schedule and its next time"), MODS),
    command("nudges add", AddSchedule, scheduling.add, mark("Make a schedule: when, where, which mood"), MODS),
    command("nudges show", OneSchedule, by_command(steering.show), mark("See one schedule and its next times"), MODS),
    command("nudges edit", EditSchedule, scheduling.edit, mark("Change a schedule"), MODS),
    command("nudges pause", OneSchedule, by_command(steering.pause), mark("Stop a schedule for now"), MODS),
    command("nudges resume", OneSchedule, by_command(steering.resume), mark("Let a paused schedule go on"), MODS),
    command("nudges skip", OneSchedule, by_command(steering.skip), mark("Leave out the next time only"), MODS),
    command("nudges preview", OneSchedule, by_command(steering.show), mark("See the next five times"), MODS),
    command("nudges remove", OneSchedule, by_command(steering.ask_remove), mark("Remove a schedule"), MODS),
    command("nudges quiet", Quiet, quieting.quiet, mark("Keep days free of nudges"), MODS),
    command("nudges unquiet", Quiet, quieting.unquiet, mark("Nudge on those days after all"), MODS),
)

STEERING = (
    action("nudges.change", saving.change, MODS, FORM),
    action("nudges.drop", saving.drop, MODS),
    action("nudges.show", by_button(steering.show), MODS),
    action("nudges.pause", by_button(steering.pause), MODS),
    action("nudges.resume", by_button(steering.resume), MODS),
    action("nudges.skip", by_button(steering.skip), MODS),
    action("nudges.edit", by_button(steering.edit), MODS, FORM),
    action("nudges.ask_remove", by_button(steering.ask_remove), MODS),
    action("nudges.remove", by_button(steering.remove), MODS),
    action("nudges.brews", steering.turn_brews, MODS),
)


def _prompts(prompting: Prompting) -> tuple[HandledCommand, ...]:
    return (
        command("prompts list", ListPrompts, prompting.list_all, mark("Look through the prompts"), MODS),
        command("prompts add", AddPrompt, prompting.add, mark("Add a prompt of your own"), MODS),
        command("prompts show", OnePrompt, prompting.show, mark("See a prompt as members will"), MODS),
        command("prompts edit", EditPrompt, prompting.edit, mark("Change a prompt of your own"), MODS),
        command("prompts retire", OnePrompt, prompting.retire, mark("Take a prompt out of the rotation"), MODS),
    )


def _prompt_buttons(prompting: Prompting) -> tuple[HandledAction, ...]:
    return (
        action("prompts.form", prompting.open, MODS, FORM),
        action("prompts.list", prompting.press_list, MODS),
        action("prompts.edit", prompting.press_edit, MODS, FORM),
        action("prompts.retire", prompting.press_retire, MODS),
        action("prompts.restore", prompting.restore, MODS),
    )


def _answers(answers: Answers) -> tuple[HandledAction, ...]:
    return (
        action("nudges.brew", answers.brew),
        action("nudges.unbrew", answers.unbrew),
        action("nudges.name", answers.name),
        action("nudges.weather", answers.weather),
        action("nudges.checkin", answers.checked_in),
    )
