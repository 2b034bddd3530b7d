"""Everything the signposts feature puts into the catalogue."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.community.features import Feature, HandledAction, HandledCommand, action, command
from bot.community.notices import WHY
from bot.contract.commands import Answering as Answers
from bot.contract.commands import Audience, Menu
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.metrics import Metrics
from bot.signposts import belittling, blocking, listening, offer_wording, offering, reporting, wording
from bot.signposts.answering import Answering
from bot.signposts.auditing import audited
from bot.signposts.belittling import AnswerRemark
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines
from bot.signposts.helping import Helping, OfferHelp, OfferHelpTo
from bot.signposts.home import Home
from bot.signposts.listening import ListChannels, Listen, Listening
from bot.signposts.marking import AnyService, Marking
from bot.signposts.owning import UNREADABLE, Owning
from bot.signposts.owning import WHY as WHY_UNREADABLE
from bot.signposts.servicing import AddService, ListServices, OwnOne, Servicing, SetHours
from bot.signposts.support import GetSupport, Support
from bot.signposts.triggering import AddException, AddPhrase, ListPhrases, OnePhrase, TestText, Triggering
from bot.storage import Storage
from bot.texts import mark
from signposting import Directory, Engine

MODS = Audience.MODERATORS
REFRESHED_EVERY = timedelta(seconds=10)
LOOKED_EVERY = timedelta(hours=1)
NOTICE_USEFUL_FOR = timedelta(days=7)


OFFER = mark("Offer help to whoever wrote this")
OFFER_TO = mark("Offer help to somebody")
OFFER_SHORTLY = mark("Offer support")

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
    engines, directories = Engines(engine), Directories(directory)
    owning = Owning(storage, engines, directories)
    support, heard = Support(directories, engines), Listening(storage)
    answering, helping = Answering(engines, heard, support, metrics), Helping(support)
    triggering = Triggering(engines, owning)
    servicing, marking = Servicing(directories, owning), Marking(directories, owning)
    return Feature(
        "signposts",
        commands=(
            command("support", GetSupport, support.support, mark("See some options, privately")),
            command("offer-help", OfferHelp, helping.offer, OFFER, menu=Menu.MESSAGE, menu_label=OFFER_SHORTLY),
            command(
                "offer-help-to", OfferHelpTo, helping.offer_to, OFFER_TO, menu=Menu.MEMBER, menu_label=OFFER_SHORTLY
            ),
            command("stigma", AnswerRemark, belittling.stigma, mark("Find a calm reply to a belittling remark")),
            command("triggers listen", Listen, heard.listen, mark("Answer worrying words in a channel"), MODS),
            command("triggers stop", Listen, heard.stop, mark("Stop listening in a channel"), MODS),
            command("triggers channels", ListChannels, heard.list_all, mark("See where I listen"), MODS),
            *_triggers(triggering),
            *_services(servicing, marking),
        ),
        actions=(
            action("signposts.options", support.press),
            action("signposts.show", support.press),
            action("signposts.more", support.press),
            action("signposts.happens", support.press),
            action("signposts.private", support.press),
            action("signposts.free", support.press),
            action("signposts.rather", support.press),
            action("signposts.keep", support.press),
            action("signposts.why", support.why),
            action("signposts.off", support.off),
            action("signposts.on", support.on),
            *OFFERS,
            *_trigger_buttons(triggering),
            *_service_buttons(servicing),
            action("stigma.kinds", belittling.kinds),
            action("stigma.replies", belittling.replies),
        ),
        kinds=(
            _notice(heard, listening.NOTICE, wording.GONE),
            _notice(heard, listening.RENEWAL, wording.NOT_RENEWED),
            Kind(listening.STOPPED, heard.compose, WHY, NOTICE_USEFUL_FOR),
            Kind(UNREADABLE, owning.compose, WHY_UNREADABLE, NOTICE_USEFUL_FOR),
            Kind(reporting.REPORT, reporting.compose, offer_wording.WHY_REPORT, NOTICE_USEFUL_FOR, reporting.settled),
        ),
        jobs=(
            Job("listening", REFRESHED_EVERY, heard.refresh, everywhere=True),
            Job("own phrases and services", REFRESHED_EVERY, owning.refresh, everywhere=True),
            Job("tidy own", LOOKED_EVERY, owning.tidy),
            Job("renew notices", LOOKED_EVERY, heard.renew),
            Job("tidy reports", LOOKED_EVERY, partial(reporting.tidy, storage)),
        ),
        suggesters=(
            ("topics", support.suggest_topics),
            ("areas", support.suggest_areas),
            ("own phrases", triggering.suggest),
            ("own services", servicing.suggest),
            ("services", marking.suggest),
        ),
        hears=answering.hears,
        minds=answering.minds,
        answers_direct=answering.answers_direct,
        without_storage=helping.without_storage,
        withdrawn=heard.withdrawn,
        home=Home(support).section,
        audited=audited(owning, directories),
    )


def _triggers(triggering: Triggering) -> tuple[HandledCommand, ...]:
    return (
        command("triggers test", TestText, triggering.test, mark("See what a text is taken for, and why"), MODS),
        command("triggers add", AddPhrase, triggering.add, mark("Add a phrase of your own"), MODS),
        command("triggers except", AddException, triggering.leave_out, mark("Name words that don’t count"), MODS),
        command("triggers retire", OnePhrase, triggering.retire, mark("Take a phrase of your own out of use"), MODS),
        command("triggers list", ListPhrases, triggering.list_all, mark("See the phrases of your own"), MODS),
    )


def _trigger_buttons(triggering: Triggering) -> tuple[HandledAction, ...]:
    return (
        action("triggers.save", triggering.save, MODS),
        action("triggers.drop", triggering.drop, MODS),
        action("triggers.retire", triggering.press_retire, MODS),
        action("triggers.restore", triggering.restore, MODS),
        action("triggers.list", triggering.press_list, MODS),
    )


def _services(servicing: Servicing, marking: Marking) -> tuple[HandledCommand, ...]:
    return (
        command("services add", AddService, servicing.add, mark("Add a service near you"), MODS),
        command("services edit", OwnOne, servicing.edit, mark("See and change a service of your own"), MODS),
        command("services hours", SetHours, servicing.hours, mark("Say when a service of your own answers"), MODS),
        command("services remove", OwnOne, servicing.remove, mark("Remove a service of your own"), MODS),
        command("services hide", AnyService, marking.hide, mark("Leave a service out here"), MODS),
        command("services show", AnyService, marking.show, mark("Name a hidden service again"), MODS),
        command("services pin", AnyService, marking.pin, mark("Name a service first"), MODS),
        command("services unpin", AnyService, marking.unpin, mark("Name it in its usual place again"), MODS),
        command("services list", ListServices, servicing.list_all, mark("See what you changed in the directory"), MODS),
    )


def _service_buttons(servicing: Servicing) -> tuple[HandledAction, ...]:
    return (
        action("services.change", servicing.press_change, MODS, Answers.WITH_FORM),
        action("services.when", servicing.press_when, MODS, Answers.WITH_FORM),
        action("services.right", servicing.press_right, MODS),
        action("services.remove", servicing.press_remove, MODS),
        action("services.restore", servicing.restore, MODS),
        action("services.list", servicing.press_list, MODS),
    )


def _notice(heard: Listening, kind: str, gone: str) -> Kind:
    """The listening notice, the first or a later one; ``gone`` says what follows where it can't be posted."""
    return Kind(kind, heard.compose, wording.WHY_NOTICE, NOTICE_USEFUL_FOR, heard.settled, gone, pinned=True)
