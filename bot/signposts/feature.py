"""Everything the signposts feature puts into the catalogue."""

from __future__ import annotations

from datetime import timedelta

from bot.community.features import Feature, action, command
from bot.community.notices import WHY
from bot.contract.commands import Audience
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.signposts import listening, wording
from bot.signposts.answering import Answering
from bot.signposts.listening import ListChannels, Listen, Listening
from bot.signposts.support import GetSupport, Support
from bot.storage import Storage
from bot.texts import mark
from signposting import Directory, Engine

MODS = Audience.MODERATORS
REFRESHED_EVERY = timedelta(seconds=10)
NOTICE_USEFUL_FOR = timedelta(days=7)


def feature(storage: Storage, directory: Directory, engine: Engine) -> Feature:
    """Private answers to worrying words, and /support for whoever asks."""
    support, heard = Support(directory, engine), Listening(storage)
    answering = Answering(engine, heard, support)
    return Feature(
        "signposts",
        commands=(
            command("support", GetSupport, support.support, mark("See some options, privately")),
            command("triggers listen", Listen, heard.listen, mark("Answer worrying words in a channel"), MODS),
            command("triggers stop", Listen, heard.stop, mark("Stop listening in a channel"), MODS),
            command("triggers channels", ListChannels, heard.list_all, mark("See where I listen"), MODS),
        ),
        actions=(
            action("signposts.options", support.options),
            action("signposts.show", support.show),
            action("signposts.more", support.more),
            action("signposts.why", support.why),
            action("signposts.off", support.off),
            action("signposts.on", support.on),
        ),
        kinds=(
            Kind(listening.NOTICE, heard.compose, wording.WHY_NOTICE, NOTICE_USEFUL_FOR, heard.settled, wording.GONE),
            Kind(listening.STOPPED, heard.compose, WHY, NOTICE_USEFUL_FOR),
        ),
        jobs=(Job("listening", REFRESHED_EVERY, heard.refresh),),
        suggesters=(("topics", support.suggest_topics), ("areas", support.suggest_areas)),
        hears=answering.hears,
        answers_direct=answering.answers_direct,
        without_storage=support.without_storage,
        withdrawn=heard.withdrawn,
    )
