"""Everything the signposts feature puts into the catalogue."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.community.features import Feature, HandledAction, action, command
from bot.community.notices import WHY
from bot.contract.commands import Audience, Menu
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.metrics import Metrics
from bot.signposts import belittling, blocking, listening, offer_wording, offering, reporting, wording
from bot.signposts.answering import Answering
from bot.signposts.auditing import AUDITED
from bot.signposts.belittling import AnswerRemark
from bot.signposts.helping import Helping, OfferHelp, OfferHelpTo
from bot.signposts.listening import ListChannels, Listen, Listening
from bot.signposts.support import GetSupport, Support
from bot.storage import Storage
from bot.texts import mark
from signposting import Directory, Engine

MODS = Audience.MODERATORS
REFRESHED_EVERY = timedelta(seconds=10)
LOOKED_EVERY = timedelta(hours=1)
NOTICE_USEFUL_FOR = timedelta(days=7)


OFFER = mark("Offer help to whoever wrote this")
OFFER_TO = mark("Offer help to somebody")

OFFERS: tuple[HandledAction, ...] = (
    action("offers.compose", offering.compose),
    action("offers.leave", offering.leave),
    action("offers.send", offering.send),
    action("offers.thanks", offering.thanks),
    action("offers.not_now", offering.not_now),
    action("offers.block", blocking.block),
    action("offers.allow", blocking.allow),
    action("offers.blocked", blocking.how_many),
    action("offers.allow_all", blocking.allow_all),
    action("offers.report", reporting.ask),
    action("offers.report_it", reporting.report_it),
    action("offers.rather_not", reporting.rather_not),
)


def feature(storage: Storage, directory: Directory, engine: Engine, metrics: Metrics) -> Feature:
    """Private answers to worrying words, /support for whoever asks, and help for those who help."""
    support, heard = Support(directory, engine), Listening(storage)
    answering, helping = Answering(engine, heard, support, metrics), Helping(support)
    return Feature(
        "signposts",
        commands=(
            command("support", GetSupport, support.support, mark("See some options, privately")),
            command("offer-help", OfferHelp, helping.offer, OFFER, menu=Menu.MESSAGE),
            command("offer-help-to", OfferHelpTo, helping.offer_to, OFFER_TO, menu=Menu.MEMBER),
            command("stigma", AnswerRemark, belittling.stigma, mark("Find a calm reply to a belittling remark")),
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
            *OFFERS,
            action("stigma.kinds", belittling.kinds),
            action("stigma.replies", belittling.replies),
        ),
        kinds=(
            _notice(heard, listening.NOTICE, wording.GONE),
            _notice(heard, listening.RENEWAL, wording.NOT_RENEWED),
            Kind(listening.STOPPED, heard.compose, WHY, NOTICE_USEFUL_FOR),
            Kind(reporting.REPORT, reporting.compose, offer_wording.WHY_REPORT, NOTICE_USEFUL_FOR, reporting.settled),
        ),
        jobs=(
            Job("listening", REFRESHED_EVERY, heard.refresh),
            Job("renew notices", LOOKED_EVERY, heard.renew),
            Job("tidy reports", LOOKED_EVERY, partial(reporting.tidy, storage)),
        ),
        suggesters=(("topics", support.suggest_topics), ("areas", support.suggest_areas)),
        hears=answering.hears,
        answers_direct=answering.answers_direct,
        without_storage=helping.without_storage,
        withdrawn=heard.withdrawn,
        audited=AUDITED,
    )


def _notice(heard: Listening, kind: str, gone: str) -> Kind:
    """The listening notice, the first or a later one; ``gone`` says what follows where it can't be posted."""
    return Kind(kind, heard.compose, wording.WHY_NOTICE, NOTICE_USEFUL_FOR, heard.settled, gone, pinned=True)
