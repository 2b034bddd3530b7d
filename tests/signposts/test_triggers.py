"""A community's own phrases and exceptions: shown first, then heard at once, by that community alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from adapters.room import Post
from bot.contract.events import MessageSeen, Privacy
from bot.contract.places import Channel, CommunityId, Member
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines
from bot.signposts.owning import Owning
from bot.signposts.tables import ListenedChannel, PhraseDraft, PhraseRow
from signposting import Kind, load_directory, load_engine
from tests.audit.hands import undo
from tests.stage import Stage
from tests.test_promises import dump

WELL = "we are all down the blue well again"
QUIET = "In case things are heavy just now"
CRISIS = "i want to kill myself"


async def types(stage: Stage, line: str, who: str = "Ana") -> Post:
    """A moderator types it; what they see."""
    await stage[who].says(line, "moderators")
    return stage[who].sees_privately("")


async def adds(stage: Stage, line: str) -> str:
    """A moderator types it and saves it; what was shown before."""
    shown = stage.text(await types(stage, line))
    await stage["Ana"].presses("Save it")
    stage["Ana"].sees_privately("Saved as #")
    return shown


async def refused(stage: Stage, line: str, field: str = "phrase") -> str:
    """What the form says at this field, once it has opened again."""
    await stage["Ana"].says(line, "moderators")
    form = stage["Ana"].form
    assert form is not None
    return form.form.errors[field]


async def answered(stage: Stage, who: str, words: str) -> str:
    """What somebody sees, privately, once they have written this; nothing where it isn't answered."""
    actor = stage.actor(who)
    before = len(stage.room.posts)
    await actor.says(words)
    return stage.text(stage.room.posts[-1]) if len(stage.room.posts) == before + 2 else ""


async def test_what_it_would_match_is_shown_before_it_is_saved(stage: Stage) -> None:
    """A moderator sees an example and what would follow; until it is saved nothing is heard."""
    shown = stage.text(await types(stage, "/triggers add down the [blue|deep] (old) well kind:soft topics:loneliness"))
    assert "would be taken for bleak words (Loneliness), wherever it stands in a message." in shown
    assert "For example: “down the blue well”." in shown
    assert "privately and quietly offered options, once a day at most" in shown
    assert await answered(stage, "Cal", WELL) == ""
    await stage["Ana"].presses("Save it")
    assert "Saved as #1. It counts from now on." in stage.text(stage["Ana"].sees_privately(""))
    assert QUIET in await answered(stage, "Cal", WELL)
    stage["Ben"].sees_nothing()


async def test_what_is_left_is_not_saved(stage: Stage) -> None:
    """Leaving it forgets the draft, and a later press on "Save it" says so."""
    card = await types(stage, "/triggers add down the blue well kind:crisis")
    await stage["Ana"].presses("Leave it", card)
    await stage["Ana"].presses("Save it", card)
    stage["Ana"].sees_privately("That isn’t waiting to be saved any more.")
    assert await answered(stage, "Cal", WELL) == ""


async def test_saving_twice_saves_once(stage: Stage) -> None:
    """A second press on the same card adds no second phrase."""
    card = await types(stage, "/triggers add down the blue well kind:soft")
    await stage["Ana"].presses("Save it", card)
    await stage["Ana"].presses("Save it", card)
    stage["Ana"].sees_privately("That isn’t waiting to be saved any more.")
    listed = stage.text(await types(stage, "/triggers list"))
    assert listed.count("down the blue well") == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("crisis", "That sounds really hard"),
        ("worried_other", "worried about somebody"),
        ("topic topics:money", QUIET),
    ],
)
async def test_each_kind_is_answered_in_its_way(stage: Stage, kind: str, said: str) -> None:
    """A phrase taken for danger gets the whole card, one for a worry how to ask, one for a topic a quiet offer."""
    await adds(stage, f"/triggers add down the blue well kind:{kind}")
    assert said in await answered(stage, "Cal", WELL)


async def test_an_exception_takes_back_what_would_be_heard(stage: Stage) -> None:
    """The community's name for something harmless is left in peace; the same words elsewhere still count."""
    assert await answered(stage, "Cal", "tonight we play i want to kill myself, the quiz") != ""
    shown = await adds(stage, "/triggers except play i want to kill myself")
    assert "Where it covers words that I would answer, I say nothing." in shown
    assert await answered(stage, "Lou", "tonight we play i want to kill myself, the quiz") == ""
    assert await answered(stage, "Lou", CRISIS) != ""


async def test_ours_still_count_beside_it(stage: Stage) -> None:
    """Adding phrases takes nothing of ours away."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    assert "116 123" in await answered(stage, "Cal", CRISIS)


async def test_what_is_retired_counts_no_more_and_can_be_brought_back(stage: Stage) -> None:
    """Retiring and bringing back count at once, by number or by button."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    assert "#1 is retired" in stage.text(await types(stage, "/triggers retire 1"))
    assert await answered(stage, "Cal", WELL) == ""
    assert "no phrases of your own yet" in stage.text(await types(stage, "/triggers list"))
    await stage["Ana"].presses("Bring it back")
    stage["Ana"].sees_privately("#1 counts again.")
    assert QUIET in await answered(stage, "Cal", WELL)


async def test_an_undo_counts_at_once(stage: Stage) -> None:
    """Undone, a phrase is heard no more; and when that is undone, it is heard again."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    assert "Own phrase #1 retired: “down the blue well”, bleak words" in await undo(stage)
    assert await answered(stage, "Cal", WELL) == ""
    assert "Brought back" in await undo(stage)
    assert QUIET in await answered(stage, "Cal", WELL)


async def test_they_outlive_a_restart(stage: Stage) -> None:
    """Started again over the same database the community's phrases count from the first look on."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    stage.restart()
    await stage.running.clockwork.tick()
    assert QUIET in await answered(stage, "Cal", WELL)


async def test_another_process_hears_of_it(stage: Stage) -> None:
    """What a moderator changed in one process counts in another after its next look, and costs it no query before."""
    other = stage.running
    stage.restart()
    await adds(stage, "/triggers add down the blue well kind:soft")
    seen = message(stage, WELL)
    assert other.catalogue.hears(seen) is None
    await other.clockwork.tick()
    assert other.catalogue.hears(seen) is not None
    await types(stage, "/triggers retire 1")
    await other.clockwork.tick()
    assert other.catalogue.hears(seen) is None


async def test_what_is_rolled_back_counts_no_longer_than_a_look(stage: Stage) -> None:
    """Where the transaction fails in the end, the next look at the tables forgets what it had changed."""
    engines = Engines(load_engine())
    owning = Owning(stage.running.storage, engines, Directories(load_directory()))
    community = stage.room.community
    for is_first in (True, False):
        with suppress(RuntimeError):
            async with stage.running.storage.write() as session:
                session.add(PhraseRow(community=community, phrase="red barn", kind="soft", created_at=stage.clock()))
                await owning.phrases_changed(session, community)
                assert engines.of(community).judge("red barn").kind is Kind.SOFT
                raise RuntimeError
        await owning.refresh(stage.clock())
        assert engines.of(community).judge("red barn").kind is Kind.NONE
        if is_first:
            await adds(stage, "/triggers add down the blue well kind:soft")
            await owning.refresh(stage.clock())
    assert engines.of(community).judge(WELL).kind is Kind.SOFT


async def test_other_communities_are_not_affected(stage: Stage) -> None:
    """Only the community that added a phrase is heard by it."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    elsewhere = Channel(CommunityId("room", "elsewhere"), "general")
    async with stage.running.storage.write() as session:
        row = (await session.scalars(select(ListenedChannel))).first()
        assert row is not None
        about = {"community": elsewhere.community, "asked_at": row.asked_at, "notice": row.notice}
        session.add(ListenedChannel(channel=elsewhere, **about))
    await stage.running.clockwork.tick()
    here = message(stage, WELL)
    there = replace(here, by=Member(elsewhere.community, "cal"), where=elsewhere)
    assert stage.running.catalogue.hears(here) is not None
    assert stage.running.catalogue.hears(there) is None
    assert stage.running.catalogue.hears(replace(there, text=CRISIS)) is not None


def message(stage: Stage, words: str) -> MessageSeen:
    """A plain message in the listened channel."""
    member = stage["Cal"].visitor.member
    where = stage.channel("general")
    return MessageSeen(id="m1", by=member, where=where, at=stage.clock(), text=words, answers=Privacy.EPHEMERAL)


async def test_a_community_that_leaves_takes_its_phrases_with_it(stage: Stage) -> None:
    """Once its rows are gone, its phrases are heard no more."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    async with stage.running.storage.write() as session:
        for table in ("own_phrases", "own_stamps"):
            await session.execute(PhraseRow.metadata.tables[table].delete())
    await stage.running.clockwork.tick()
    assert await answered(stage, "Cal", WELL) == ""
    assert await answered(stage, "Cal", CRISIS) != ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("(a+)+$", "A phrase is made of words and is no pattern, so “+” and “$” can’t stand in it."),
        (".*", "A phrase is made of words and is no pattern, so “.” and “*” can’t stand in it."),
        ("^we are", "A phrase is made of words and is no pattern, so “^” can’t stand in it."),
        ("[blue|deep well", "I can’t read that phrase: "),
        ("...", "I can’t read that phrase: "),
        ("<nothing> well", "I can’t read that phrase: there is no class of words named “nothing”."),
        ("я устал от всего", "so far I read words in Latin letters only"),
    ],
)
async def test_a_wrong_phrase_is_refused_with_the_reason(stage: Stage, typed: str, reason: str) -> None:
    """What can't be used comes back in its form with one sentence, and nothing is kept."""
    for command in (f'/triggers add "{typed}" kind:soft', f'/triggers except "{typed}"'):
        assert reason.replace("“nothing”", '"nothing"') in await refused(stage, command)
    async with stage.running.storage.read() as session:
        assert (await session.scalars(select(PhraseDraft))).all() == []


async def test_a_long_phrase_is_refused(stage: Stage) -> None:
    """A phrase has at most a hundred characters."""
    assert "longer than 100 characters" in await refused(stage, f"/triggers add {'well ' * 21} kind:soft")


async def test_topics_go_where_they_mean_something(stage: Stage) -> None:
    """A topic wants one that exists, and danger wants none."""
    assert "Which topic is it about?" in await refused(stage, "/triggers add blue well kind:topic", "topics")
    wrong = "/triggers add blue well kind:topic topics:teapots"
    assert "Which topic is it about?" in await refused(stage, wrong, "topics")
    assert "please leave them empty" in await refused(
        stage, "/triggers add blue well kind:crisis topics:money", "topics"
    )


@pytest.mark.parametrize(
    ("typed", "warned"), [("the", True), ("lol", True), ("it is what", True), ("blue well", False)]
)
async def test_what_would_fire_all_the_time_is_said(stage: Stage, typed: str, *, warned: bool) -> None:
    """A phrase of common words comes with a warning; it is the moderator's choice."""
    shown = stage.text(await types(stage, f"/triggers add {typed} kind:soft"))
    assert ("very many messages" in shown) is warned


async def test_what_is_heard_already_is_said(stage: Stage) -> None:
    """A phrase that ours cover comes with what it is taken for already."""
    shown = stage.text(await types(stage, "/triggers add want to kill myself kind:soft"))
    assert "I take those words for somebody in danger already." in shown


async def test_the_same_phrase_is_added_once(stage: Stage) -> None:
    """A second time the first one's number is named."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    again = stage.text(await types(stage, "/triggers add Down the blue-well. kind:soft"))
    assert "You have that phrase already: it is #1" in again


async def test_there_is_a_cap(stage: Stage) -> None:
    """Two hundred phrases are enough; the next one is refused in a sentence."""
    async with stage.running.storage.write() as session:
        about = {"community": stage.room.community, "kind": "soft", "topics": "", "created_at": stage.clock()}
        session.add_all(PhraseRow(phrase=f"blue well {number}", **about) for number in range(200))
    sentence = stage.text(await types(stage, "/triggers add down the blue well kind:soft"))
    assert "more than 200 phrases of your own" in sentence


async def test_a_long_list_has_pages(stage: Stage) -> None:
    """The buttons turn them."""
    async with stage.running.storage.write() as session:
        about = {"community": stage.room.community, "kind": "soft", "topics": "money", "created_at": stage.clock()}
        session.add_all(PhraseRow(phrase=f"blue well {number}", **about) for number in range(20))
    first = stage.text(await types(stage, "/triggers list"))
    assert "page 1 of 2" in first
    assert "#1 “blue well 0”: bleak words (Money and debt)" in first
    await stage["Ana"].presses("More")
    assert "#20 “blue well 19”" in stage.text(stage["Ana"].sees_privately("page 2 of 2"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (CRISIS, "That is taken for somebody in danger (soon), about Thoughts of suicide, because the rule “"),
        ("good morning all", "No rule fits that, so nothing is said."),
        ("so " + WELL, "about Loneliness, because the rule “your own #1” fits “down the blue well”."),
        ("the wishing well", "No rule fits that, so nothing is said."),
        ("we play i want to kill myself", "but an exception of your own covers it, so nothing is said."),
    ],
)
async def test_a_text_is_explained(stage: Stage, typed: str, said: str) -> None:
    """Verdict, urgency, topics, the rule and the words that decided, in one sentence, for the moderator alone."""
    await adds(stage, "/triggers add down the blue well kind:soft topics:loneliness")
    await adds(stage, "/triggers except play i want to kill myself")
    assert said in stage.text(await types(stage, f"/triggers test {typed}"))
    stage["Gwen"].sees_nothing()


async def test_a_tried_text_is_kept_nowhere(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """After a try no row and no log line holds the text, nobody is answered, and no change is listed."""
    await types(stage, "/triggers test i want to kill myself xylophonist")
    assert "xylophonist" not in await dump(stage.running.storage)
    assert "xylophonist" not in "".join(capfd.readouterr())
    assert "Nothing has been changed yet" in stage.text(await types(stage, "/audit"))


async def test_only_moderators_may(stage: Stage) -> None:
    """A member who types it is told so, and nothing changes."""
    for line in ("/triggers test hello", "/triggers add blue well kind:soft", "/triggers list"):
        await stage["Ben"].says(line)
        stage["Ben"].sees_privately("Only moderators can use that here.")


@pytest.mark.parametrize("spoilt", [{"kind": "puzzled"}, {"phrase": "<uphill> the green hill"}])
async def test_one_that_can_t_be_read_any_more_leaves_the_others(stage: Stage, spoilt: dict[str, str]) -> None:
    """After an upgrade that no longer knows a kind or a word, the rest counts, and the moderators are told once."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    await adds(stage, "/triggers add up the green hill kind:soft")
    async with stage.running.storage.write() as session:
        await session.execute(update(PhraseRow).where(PhraseRow.id == 2).values(**spoilt))
    stage.restart()
    for _ in range(3):
        await stage.later(timedelta(minutes=1))
        await stage.running.clockwork.tick()
    assert QUIET in await answered(stage, "Cal", WELL)
    assert await answered(stage, "Lou", "up the green hill") == ""
    told = [stage.text(post) for post in stage.posts("moderators") if "own phrases any more" in stage.text(post)]
    assert len(told) == 1
    assert f"#2, “{spoilt.get('phrase', 'up the green hill')}”" in told[0]
    assert "I can’t read this one any more" in stage.text(await types(stage, "/triggers list"))


async def test_drafts_and_retired_ones_go_in_time(stage: Stage) -> None:
    """A draft is kept for a day, a retired phrase for 180 days, and one in use for good."""
    await adds(stage, "/triggers add down the blue well kind:soft")
    await adds(stage, "/triggers add up the green hill kind:soft")
    await types(stage, "/triggers retire 2")
    await types(stage, "/triggers add in the red barn kind:soft")
    tidy = next(job for job in stage.running.catalogue.jobs if job.name == "tidy own")
    for days, left in ((0, (2, 1)), (1, (2, 0)), (180, (1, 0))):
        await tidy.run(stage.clock() + timedelta(days=days))
        async with stage.running.storage.read() as session:
            rows = (await session.scalars(select(PhraseRow))).all(), (await session.scalars(select(PhraseDraft))).all()
        assert tuple(map(len, rows)) == left


def test_without_a_database_ours_count() -> None:
    """An unknown community is judged by our own phrases."""
    engines = Engines(load_engine())
    assert engines.of(None) is engines.ours
    assert engines.of(CommunityId("room", "elsewhere")) is engines.ours
