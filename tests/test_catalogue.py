"""The table of contents is checked before anything starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.catalogue import Catalogue, CatalogueError, checked
from bot.community.context import Context
from bot.community.features import Feature, MessageHandler, action, command
from bot.contract.commands import Ask, Audience, Menu, option
from bot.contract.events import ButtonPressed, DirectMessageSeen, MessageSeen
from bot.contract.places import CommunityId, Member
from bot.contract.ports import Suggestion
from bot.contract.reading import Unreadable, read
from bot.contract.replies import Replies
from bot.delivery.clockwork import Job
from bot.delivery.kinds import Kind
from bot.delivery.ledger import Claimed, Skip
from bot.storage import Session
from bot.texts import translator
from tests.stage import Stage

ANA = Member(CommunityId("room", "fernhill"), "ana")
AT = datetime(2027, 3, 22, tzinfo=UTC)
MODS = Audience.MODERATORS


@dataclass(frozen=True, slots=True)
class Plain(Ask):
    """Nothing to fill in."""


@dataclass(frozen=True, slots=True)
class Full(Ask):
    """As many fields as a form shows, and one that travels with it."""

    a: str = option("A", suggester="words")
    b: str = option("B")
    c: str = option("C")
    d: str = option("D")
    e: str = option("E")
    hidden: int = option("Hidden", hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class TooFull(Ask):
    """One field too many."""

    a: str = option("A")
    b: str = option("B")
    c: str = option("C")
    d: str = option("D")
    e: str = option("E")
    f: str = option("F", default="")


async def run(ask: Ask, context: Context) -> Replies:
    return ()


async def press(event: ButtonPressed, context: Context) -> Replies:
    return ()


async def answer(context: Context) -> Replies:
    return ()


async def other_answer(context: Context) -> Replies:
    return ()


async def suggest(typed: str, context: Context) -> tuple[Suggestion, ...]:
    return ()


async def compose(session: Session, claimed: Claimed, now: datetime) -> Skip:
    return Skip("")


async def tick(now: datetime) -> None:
    """Nothing to do."""


DIRECT = Feature("direct", answers_direct=lambda _: answer)
"""There always is one that answers direct messages."""


def problem(*features: Feature) -> str:
    """What does not fit about these features, together with one that answers direct messages."""
    with pytest.raises(CatalogueError) as caught:
        checked([DIRECT, *features])
    return str(caught.value)


def test_everything_is_found_by_its_name() -> None:
    """Commands by path, actions and kinds by name, suggesters by name, and jobs in their order."""
    feature = Feature(
        "notes",
        commands=(command("notes add", Full, run, "Add"), command("notes list", Plain, run, "List")),
        actions=(action("notes.add", press),),
        kinds=(Kind("notes.due", compose, "why"),),
        jobs=(Job("a", timedelta(hours=1), tick), Job("b", timedelta(hours=1), tick)),
        suggesters=(("words", suggest),),
    )
    found = checked([DIRECT, feature])
    assert (set(found.commands), set(found.actions)) == ({"notes add", "notes list"}, {"notes.add"})
    assert (set(found.kinds), set(found.suggesters)) == ({"notes.due"}, {"words"})
    assert [job.name for job in found.jobs] == ["a", "b"]
    assert [each.path for each in found.declarations] == ["notes add", "notes list"]


def test_a_command_declared_twice_is_refused() -> None:
    """Two features can't both answer one command."""
    twice = (
        Feature("a", commands=(command("a", Plain, run, "A"),)),
        Feature("b", commands=(command("a", Plain, run, "B"),)),
    )
    assert problem(*twice) == "the command “a” is declared twice"


def test_an_action_declared_twice_is_refused() -> None:
    """A button has one handler."""
    assert problem(Feature("a", actions=(action("a", press), action("a", press)))) == "the action “a” is declared twice"


def test_a_delivery_kind_declared_twice_is_refused() -> None:
    """A delivery is composed in one way."""
    kinds = (Kind("a", compose, "why"), Kind("a", compose, "why"))
    assert problem(Feature("a", kinds=kinds)) == "the delivery kind “a” is declared twice"


def test_a_suggester_declared_twice_is_refused() -> None:
    """No feature's suggestions silently replace another's."""
    assert problem(Feature("a", suggesters=(("a", suggest), ("a", suggest)))) == "the suggester “a” is declared twice"


def test_a_command_of_two_audiences_is_refused() -> None:
    """Platforms hide a whole top-level command, so all under it is for the same people."""
    two = (command("a list", Plain, run, "A"), command("a add", Plain, run, "B", MODS))
    assert problem(Feature("a", commands=two)) == "/a has more than one audience"


def test_a_form_of_six_fields_is_refused() -> None:
    """A form shows five fields at most."""
    assert problem(Feature("a", commands=(command("a", TooFull, run, "A"),))) == "/a has 6 fields; a form shows 5"


def test_a_hidden_field_takes_no_room_in_a_form() -> None:
    """Five fields and a hidden one fit."""
    feature = Feature("a", commands=(command("a", Full, run, "A"),), suggesters=(("words", suggest),))
    assert isinstance(checked([DIRECT, feature]), Catalogue)


def test_an_unknown_suggester_is_refused() -> None:
    """Every option's suggester exists."""
    assert problem(Feature("a", commands=(command("a", Full, run, "A"),))) == "no suggester is called “words”"


def test_somebody_has_to_answer_direct_messages() -> None:
    """Whoever writes to the bot is always answered, so a catalogue without that is none."""
    with pytest.raises(CatalogueError, match="nothing answers direct messages"):
        checked([Feature("a")])


def test_every_problem_is_told_at_once() -> None:
    """A programmer sees everything that does not fit."""
    found = problem(Feature("a", commands=(command("a", TooFull, run, "A"), command("a", Full, run, "A"))))
    assert found.split("; ") == [
        "the command “a” is declared twice",
        "/a has 6 fields",
        "a form shows 5",
        "no suggester is called “words”",
    ]


def test_the_first_feature_that_hears_answers() -> None:
    """A plain message has one answer, from the first that wants it."""

    def hears(word: str, handler: MessageHandler) -> Feature:
        return Feature(word, hears=lambda event: handler if word in event.text else None)

    found = checked([DIRECT, hears("tea", answer), hears("a", other_answer)])
    heard = [found.hears(MessageSeen(id="1", by=ANA, where=None, at=AT, text=text)) for text in ("tea", "cake", "no")]
    assert heard == [answer, other_answer, None]


def test_the_first_feature_that_answers_direct_messages_does() -> None:
    """A word to the bot has one answer."""
    found = checked([DIRECT, Feature("other", answers_direct=lambda _: other_answer)])
    assert found.answers_direct(DirectMessageSeen(id="1", by=ANA, where=None, at=AT, text="hello")) is answer


def test_a_command_may_stand_in_a_menu() -> None:
    """What the menu of a message or member shows is declared with the command."""
    assert command("a", Plain, run, "A", menu=Menu.MEMBER).declared.menu is Menu.MEMBER


async def test_the_whole_catalogue_fits(stage: Stage) -> None:
    """Every feature together makes a catalogue, in which every delivery kind explains itself."""
    kinds = stage.running.catalogue.kinds.values()
    assert [kind.name for kind in kinds if not kind.explanation.strip()] == []


async def test_every_command_can_be_begun_with_nothing(stage: Stage) -> None:
    """Each declared command reads nothing at all as an ask or as a form to fill in."""
    t, here = translator("en-GB"), ANA.community
    found = {
        each.path: read(each, {}, community=here, t=t, knows=lambda _: True)
        for each in stage.running.catalogue.declarations
    }
    wrong = [path for path, ask in found.items() if isinstance(ask, Unreadable) and not ask.errors]
    assert wrong == []


async def test_every_command_describes_itself(stage: Stage) -> None:
    """Each command has a summary and each visible option a label."""
    declared = stage.running.catalogue.declarations
    assert [each.path for each in declared if not each.summary] == []
    assert [each.path for each in declared for o in each.options if not o.label] == []
