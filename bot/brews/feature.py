"""Everything the brews feature puts into the catalogue."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.brews import ask_wording as asks
from bot.brews import (
    asking,
    auditing,
    chatting,
    choosing,
    concern_wording,
    concerns,
    home,
    introducing,
    resting,
    rounds,
    steering,
    store,
    wording,
)
from bot.brews.asking import Asking, BrewWith
from bot.brews.bringing import ALONE, Bringing
from bot.brews.choosing import BrewChoices, BrewNotWith, BrewNow
from bot.brews.gathering import Blocked
from bot.brews.introducing import Introducing
from bot.brews.steering import CloseRounds, OpenRound, SetBrews, ShowStats
from bot.brews.telling import Telling
from bot.brews.wishes import store as wishes
from bot.community.features import Errand, Feature, action, command
from bot.contract.commands import Audience, Menu
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.storage import Storage
from bot.texts import mark

MODS = Audience.MODERATORS
LOOKED_EVERY = timedelta(seconds=5)
REFRESHED_EVERY = timedelta(seconds=10)
TIDIED_EVERY = timedelta(hours=1)
NUDGE_USEFUL_FOR = timedelta(hours=2)
USEFUL_FOR = timedelta(days=2)
NOTICE_USEFUL_FOR = timedelta(days=7)

ASK = mark("Ask somebody quietly for a brew")
ASK_SHORTLY = mark("Fancy a brew?")


def feature(storage: Storage, blocked: Blocked) -> Feature:
    """Rounds, brews now and with somebody, and the moderators' say over them."""
    bringing, opening, telling, ask = (
        Bringing(storage, blocked),
        Introducing(storage),
        Telling(storage),
        Asking(blocked),
    )
    return Feature(
        "brews",
        commands=(
            command("brew now", BrewNow, choosing.now, mark("Have a brew with somebody who is free now")),
            command("brew with", BrewWith, ask.ask, ASK, menu=Menu.MEMBER, menu_label=ASK_SHORTLY),
            command("brew choices", BrewChoices, choosing.show, mark("Choose how brews work for you")),
            command("brew not-with", BrewNotWith, choosing.not_with, mark("Say with whom not; nobody is told")),
            command("brews open", OpenRound, steering.open_round, mark("Open a round of brews"), MODS),
            command("brews close", CloseRounds, steering.close, mark("Close the open rounds now"), MODS),
            command("brews stats", ShowStats, steering.stats, mark("See brews in numbers"), MODS),
            command("brews settings", SetBrews, steering.settings, mark("See and change how brews work here"), MODS),
        ),
        actions=(
            action("brews.join", rounds.press_join),
            action("brews.leave", rounds.press_leave),
            action("brews.now", choosing.press_now),
            action("brews.stop", choosing.stop),
            action("brews.choices", choosing.press_show),
            action("brews.every", choosing.every),
            action("brews.wish", choosing.wish),
            action("brews.asks", choosing.asks),
            action("brews.not_with", choosing.press_not_with),
            action("brews.fine_with", choosing.fine_with),
            action("brews.fine_with_all", choosing.fine_with_all),
            action("brews.ask", ask.send),
            action("brews.leave_it", asking.leave_it),
            action("brews.yes", ask.yes),
            action("brews.another_time", ask.another_time),
            action("brews.please_dont", ask.please_dont),
            action("brews.cant", chatting.cant),
            action("brews.release", chatting.release),
            action("brews.again", chatting.again),
            action("brews.question", chatting.question),
            action("brews.met", chatting.met),
            action("brews.wrong", concerns.wrong),
            action("brews.tell", concerns.tell),
            action("brews.not_again", concerns.not_again),
            action("brews.turn", steering.turn, MODS),
        ),
        kinds=(
            Kind(rounds.POST, steering.compose, wording.WHY_ROUND, NUDGE_USEFUL_FOR, gone=wording.GONE_ROUND),
            Kind(introducing.INTRODUCTION, introducing.compose, wording.WHY_INTRODUCED, settled=introducing.settled),
            Kind(introducing.CHANGE, introducing.compose_change, wording.WHY_INTRODUCED, USEFUL_FOR),
            Kind(
                introducing.FOLLOW_UP,
                chatting.compose_follow_up,
                wording.WHY_FOLLOWED_UP,
                USEFUL_FOR,
                chatting.followed_up,
            ),
            Kind(ALONE, introducing.compose_alone, wording.WHY_ALONE, USEFUL_FOR),
            Kind(rounds.PAUSED, resting.compose, wording.WHY_PAUSED, USEFUL_FOR),
            Kind(asking.ASK, asking.compose, asks.WHY, USEFUL_FOR),
            Kind(concerns.CONCERN, concerns.compose, concern_wording.WHY, NOTICE_USEFUL_FOR, concerns.settled),
        ),
        errands=(
            Errand("close rounds", LOOKED_EVERY, bringing.rounds),
            Errand("who is free", LOOKED_EVERY, bringing.waiting),
            Errand("open groups", LOOKED_EVERY, opening.groups),
        ),
        jobs=(
            Job("introductions lost", REFRESHED_EVERY, telling.refresh, everywhere=True),
            Job("tidy brews", TIDIED_EVERY, partial(tidy, storage)),
        ),
        home=home.section,
        parting=chatting.parting,
        beside=telling.beside,
        audited=auditing.AUDITED,
    )


async def tidy(storage: Storage, now: datetime) -> None:
    """Delete what has had its time."""
    async with storage.write() as session:
        await store.tidy(session, now)
        await wishes.tidy(session, now)
