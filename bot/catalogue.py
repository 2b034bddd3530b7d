"""The table of contents: every feature's commands, actions, delivery kinds and clock jobs, checked for sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random

from bot.audit import feature as audit
from bot.brews import feature as brews
from bot.brews.rounds import NudgeRounds
from bot.community import explaining, mydata, notices, preferring, suggesting
from bot.community.context import Bare, Context
from bot.community.features import Feature, HandledAction, HandledCommand, MessageHandler, Suggester
from bot.community.holding import Holdings
from bot.contract.commands import MAX_FIELDS, Command
from bot.contract.events import DirectMessageSeen, Event, MessageSeen
from bot.contract.messages import Block, Heading, Message, Tone
from bot.contract.places import Channel
from bot.contract.ports import Platform
from bot.contract.replies import Replies
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.metrics import Metrics
from bot.moderation import feature as moderation
from bot.nudges import feature as nudges
from bot.nudges.library import Library
from bot.nudges.materialise import Means
from bot.signposts import blocking
from bot.signposts import feature as signposts
from bot.storage import Storage
from signposting import Directory, Engine

HOME = ("signposts", "moderation", "brews", "preferring", "my data", "nudges", "explaining")
"""In which order the features' sections stand on the bot's own page; support comes first."""


class CatalogueError(Exception):
    """Features contradict each other; only a programmer can mend it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All features together. ``checked`` builds one or says what does not fit."""

    features: tuple[Feature, ...]
    commands: Mapping[str, HandledCommand]
    actions: Mapping[str, HandledAction]
    kinds: Mapping[str, Kind]
    suggesters: Mapping[str, Suggester]

    @property
    def declarations(self) -> tuple[Command, ...]:
        """What adapters draw commands from."""
        return tuple(each.declared for each in self.commands.values())

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What the clockwork looks at."""
        return tuple(job for feature in self.features for job in feature.jobs)

    def errands(self, platforms: Mapping[str, Platform]) -> tuple[Job, ...]:
        """What the clockwork asks these platforms."""
        errands = (errand for feature in self.features for errand in feature.errands)
        return tuple(Job(each.name, each.every, partial(each.run, platforms)) for each in errands)

    @property
    def holdings(self) -> Holdings:
        """What all features together hold about a member."""
        return Holdings(self.features)

    async def home(self, context: Context) -> Message:
        """The bot's own page, as whoever opened it finds it."""
        sections = {feature.name: feature.home for feature in self.features if feature.home}
        title = context.t("Hello from Brewmate")
        blocks: list[Block] = [Heading(title)]
        for name in sorted(sections, key=lambda each: HOME.index(each) if each in HOME else len(HOME)):
            blocks += await sections[name](context)
        return Message(title, tuple(blocks), Tone.WARM)

    def hears(self, event: MessageSeen) -> MessageHandler | None:
        """The handler that wants to answer this plain message, if any. In memory, without a transaction."""
        for feature in self.features:
            if feature.hears is not None and (handler := feature.hears(event)) is not None:
                return handler
        return None

    def minds(self, where: Channel, text: str) -> bool:
        """Whether some feature would hear words there, or listens only to whole events."""
        return any(feature.minds is None or feature.minds(where, text) for feature in self.features if feature.hears)

    def without_storage(self, event: Event, bare: Bare) -> Replies:
        """The answers to what must be answered even when the database can't be used; mostly none."""
        answering = (feature.without_storage(event, bare) for feature in self.features if feature.without_storage)
        return next((replies for replies in answering if replies), ())

    async def beside(self, context: Context) -> Replies:
        """What whoever acted is told besides the answer."""
        found: Replies = ()
        for feature in self.features:
            if feature.beside is not None:
                found += await feature.beside(context)
        return found

    def answers_direct(self, event: DirectMessageSeen) -> MessageHandler:
        """The handler for what is written to the bot itself; there always is one."""
        answering = (feature.answers_direct for feature in self.features if feature.answers_direct)
        return next(answering)(event)


def whole(
    storage: Storage, library: Library, directory: Directory, engine: Engine, draw: Random, metrics: Metrics
) -> Catalogue:
    """Everything Brewmate does, over what it was given."""
    means = Means(library, draw, NudgeRounds())
    features: tuple[Feature, ...] = (
        nudges.feature(storage, means),
        brews.feature(storage, blocking.among),
        signposts.feature(storage, directory, engine, metrics),
        moderation.feature(storage, means),
        preferring.feature(),
        suggesting.feature(),
    )
    features += (audit.feature(storage, (each for feature in features for each in feature.audited)),)
    features += (notices.feature({kind.name: kind.gone for feature in features for kind in feature.kinds}),)
    features += (mydata.feature(features),)
    declared = tuple(each.declared for feature in features for each in feature.commands)
    explanations = {kind.name: kind.explanation for feature in features for kind in feature.kinds}
    return checked((*features, explaining.feature(declared, explanations)))


def checked(features: Iterable[Feature]) -> Catalogue:
    """The catalogue of these features; CatalogueError names everything that does not fit."""
    features = tuple(features)
    commands = [each for feature in features for each in feature.commands]
    actions = [each for feature in features for each in feature.actions]
    kinds = [each for feature in features for each in feature.kinds]
    suggesters = [each for feature in features for each in feature.suggesters]
    problems = [
        *_twice("command", [each.declared.path for each in commands]),
        *_twice("action", [each.declared.name for each in actions]),
        *_twice("delivery kind", [each.name for each in kinds]),
        *_twice("suggester", [name for name, _ in suggesters]),
        *_two_audiences(commands),
        *_too_many_fields(commands),
        *_unknown_suggesters(commands, {name for name, _ in suggesters}),
        *([] if any(each.answers_direct for each in features) else ["nothing answers direct messages"]),
    ]
    if problems:
        raise CatalogueError("; ".join(problems))
    return Catalogue(
        features,
        {each.declared.path: each for each in commands},
        {each.declared.name: each for each in actions},
        {each.name: each for each in kinds},
        dict(suggesters),
    )


def _twice(what: str, names: list[str]) -> list[str]:
    return [f"the {what} “{name}” is declared twice" for name, count in Counter(names).items() if count > 1]


def _two_audiences(commands: list[HandledCommand]) -> list[str]:
    audiences: dict[str, set[str]] = {}
    for each in commands:
        audiences.setdefault(each.declared.top, set()).add(each.declared.audience.value)
    return [f"/{top} has more than one audience" for top, found in audiences.items() if len(found) > 1]


def _too_many_fields(commands: list[HandledCommand]) -> list[str]:
    counted = [(each.declared.path, sum(not o.hidden for o in each.declared.options)) for each in commands]
    return [f"/{path} has {count} fields; a form shows {MAX_FIELDS}" for path, count in counted if count > MAX_FIELDS]


def _unknown_suggesters(commands: list[HandledCommand], known: set[str]) -> list[str]:
    named = {o.suggester for each in commands for o in each.declared.options if o.suggester}
    return [f"no suggester is called “{name}”" for name in sorted(named - known)]
