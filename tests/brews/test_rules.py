"""Who is brought together with whom: never across age bands, never with whom they mustn't be, not too soon."""

from __future__ import annotations

from datetime import timedelta

from bot.brews import apart, store
from bot.brews.wishes import store as wishes
from bot.community import store as communities
from bot.community.ages import store as bands
from bot.contract.messages import Message
from tests.brews.test_crashes import introduced
from tests.stage import Stage

UP = "I’m up for a brew"
ROUND, DAY = timedelta(hours=6), timedelta(days=1)


async def answers(stage: Stage, answer: str | None, **named: tuple[str, ...]) -> None:
    """The moderators' answer about under-18s, and roles that are age bands, each with who has it."""
    async with stage.running.storage.write() as session:
        community = await communities.community(session, stage.room.community)
        assert community is not None
        community.under_18s = answer
        for name, people in named.items():
            role = stage.room.add_role(name, *(stage[each].visitor.member for each in people))
            await bands.name_age_band(session, role)


async def round_of(stage: Stage, *names: str) -> None:
    """A nudge comes, these say yes, and the round is over."""
    nudge = await stage.next_nudge()
    for name in names:
        await stage[name].presses(UP, nudge)
    await stage.later(ROUND)


def together(stage: Stage) -> set[frozenset[str]]:
    """Who was introduced to whom."""
    return {
        frozenset(stage.room.people[each].name for each in stage.room.places[post.receipt.channel].members or ())
        for post in stage.room.posts
        if post.key and isinstance(post.content, Message) and post.content.summary == "Time for a brew?"
    }


async def test_nobody_is_brought_together_before_the_question_is_answered(stage: Stage) -> None:
    """Until a moderator has said whether under-18s may be here, a yes is counted and nothing follows."""
    await answers(stage, None)
    await round_of(stage, "Ben", "Dee")
    stage["Ben"].fresh()
    await stage["Ben"].says("/brew now")
    stage["Ben"].sees_privately("moderators have one question to answer first")
    await stage["Ben"].says("/brew with @dee")
    stage["Ben"].sees_privately("moderators have one question to answer first")
    assert not introduced(stage)


async def test_pairs_stay_within_an_age_band(stage: Stage) -> None:
    """Where under-18s may be, people are introduced only to those with the same age band's role."""
    await answers(stage, "unsure", young=("Ben", "Cal"), grown=("Dee", "Esi"))
    await round_of(stage, "Ben", "Cal", "Dee", "Esi")
    assert together(stage) == {frozenset({"Ben", "Cal"}), frozenset({"Dee", "Esi"})}


async def test_without_a_band_nobody_is_matched(stage: Stage) -> None:
    """Who has no band, or two, hears how that can be mended, and isn't in the round."""
    await answers(stage, "yes", young=("Ben", "Cal"), grown=("Cal",))
    nudge = await stage.next_nudge()
    for name in ("Cal", "Dee"):
        await stage[name].presses(UP, nudge)
        stage[name].sees_privately("only within their age band")


async def test_a_band_that_changed_meanwhile_counts_as_it_is(stage: Stage) -> None:
    """The platform is asked when the round closes: who lost the role since isn't matched."""
    await answers(stage, "yes", young=("Ben", "Cal", "Dee"))
    nudge = await stage.next_nudge()
    for name in ("Ben", "Cal", "Dee"):
        await stage[name].presses(UP, nudge)
    stage["Dee"].visitor.person.roles = frozenset()
    await stage.later(ROUND)
    assert together(stage) == {frozenset({"Ben", "Cal"})}


async def test_an_ask_never_crosses_a_band(stage: Stage) -> None:
    """/brew with somebody of another band sends nothing."""
    await answers(stage, "yes", young=("Ben",), grown=("Dee",))
    await stage["Ben"].says("/brew with @dee")
    await stage["Ben"].presses("Ask")
    stage["Ben"].sees_privately("I can’t introduce you two here.")
    stage["Dee"].fresh()
    await stage.later(timedelta(minutes=5))
    stage["Dee"].sees_nothing()


async def test_an_offer_never_crosses_a_band(stage: Stage) -> None:
    """“Send in my name” follows the same rule."""
    await answers(stage, "yes", young=("Ben",), grown=("Dee",))
    await stage["Ben"].says("/offer-help-to @dee")
    await stage["Ben"].presses("Send in my name")
    stage["Ben"].sees_privately("only within one age band")


async def test_names_are_shown_only_within_a_band(stage: Stage) -> None:
    """“Fancy a chat?” follows the same rule where a nudge opens no round."""
    await answers(stage, "yes", young=("Ben", "Cal"), grown=("Dee",))
    await stage["Ana"].says("/nudges show 1", "moderators")
    await stage["Ana"].presses("Don’t bring people together")
    nudge = await stage.next_nudge()
    for name in ("Ben", "Dee", "Cal"):
        await stage[name].presses(UP, nudge)
        await stage[name].presses("Yes, show my name")
    said = stage.text(stage["Cal"].sees_privately("Also up for a brew"))
    assert "Ben" in said
    assert "Dee" not in said


async def test_a_not_with_list_keeps_two_apart_and_tells_nobody(stage: Stage) -> None:
    """Who doesn't want to meet somebody never does, and both hear what everybody hears for whom there was nobody."""
    await stage["Ben"].says("/brew not-with @dee")
    stage["Ben"].sees_privately("nobody is told")
    await round_of(stage, "Ben", "Dee")
    for name in ("Ben", "Dee"):
        stage[name].sees("There wasn’t anybody I could introduce you to this time.")
    assert not introduced(stage)
    async with stage.running.storage.read() as session:
        assert await apart.how_many(session, stage["Ben"].visitor.member) == 1


async def test_who_blocked_offers_of_somebody_is_not_brought_together_with_them(stage: Stage) -> None:
    """“Not from this person” counts for brews, too."""
    await stage["Dee"].says("/offer-help-to @ben")
    await stage["Dee"].presses("Send in my name")
    await stage["Dee"].presses("Send it")
    await stage["Ben"].presses("Not from this person")
    await round_of(stage, "Ben", "Dee")
    assert not introduced(stage)


async def test_newcomers_wait_as_long_as_the_moderators_chose(stage: Stage) -> None:
    """Who joined a moment ago is told from when on brews are for them, too."""
    await stage["Ana"].says("/brews settings newcomers:3", "moderators")
    await stage["Ben"].says("/brew now")
    stage["Ben"].sees_privately("brews begin a little while after somebody joins")
    await stage.later(3 * DAY)
    await stage["Ben"].says("/brew now")
    stage["Ben"].sees_privately("You’re on the list")


async def test_switched_off_is_off_at_once(stage: Stage) -> None:
    """Moderators switch brews off and on, and it holds for everything."""
    await stage["Ana"].says("/brews settings on:no", "moderators")
    await stage["Ben"].says("/brew now")
    stage["Ben"].sees_privately("Brews are switched off here")
    await stage["Ana"].says("/brews open", "moderators")
    stage["Ana"].sees_privately("switches them on")


async def test_the_same_person_is_asked_once_a_day(stage: Stage) -> None:
    """A second ask on the same day is not passed on, and three people a day are enough."""
    ben = stage["Ben"]
    for name, said in (("dee", "Asked"), ("dee", "once a day"), ("esi", "Asked"), ("finn", "Asked"), ("isla", "three")):
        await ben.says(f"/brew with @{name}")
        await ben.presses("Ask")
        ben.sees_privately(said)


async def test_who_is_silent_for_three_rounds_is_paused_kindly(stage: Stage) -> None:
    """In every round, and three follow-ups in a row unanswered: told once, out, and back with one press."""
    await stage["Ana"].says("/nudges remove 2", "moderators")
    await stage["Ana"].presses("Yes, remove it")
    ben, dee = stage["Ben"], stage["Dee"]
    nudge = await stage.next_nudge()
    await ben.presses(UP, nudge)
    await ben.presses("Every round until I pause")
    for _ in range(3):
        await dee.presses(UP, stage.nudges()[-1])
        await stage.later(3 * DAY)
        await stage.next_nudge()
    ben.sees("I’ve stopped putting you into every round")
    await ben.presses("Put me back in")
    ben.sees_privately("You’re in every round until you pause that")
    async with stage.running.storage.read() as session:
        chosen = await wishes.brewer(session, ben.visitor.member)
    assert chosen is not None
    assert (chosen.paused_at, chosen.unanswered) == (None, 0)


async def test_an_answer_ends_the_count(stage: Stage) -> None:
    """Who answers a follow-up, whatever they say, is heard of."""
    ben = stage["Ben"]
    await ben.presses(UP, await stage.next_nudge())
    await ben.presses("Every round until I pause")
    await stage["Dee"].presses(UP, stage.nudges()[-1])
    await stage.later(3 * DAY)
    await ben.presses("Not yet")
    async with stage.running.storage.read() as session:
        chosen = await wishes.brewer(session, ben.visitor.member)
        rounds = await store.latest_rounds(session, stage.room.community, 5)
    assert chosen is not None
    assert chosen.unanswered == 0
    assert sum(each.not_yet for each in rounds) == 1


async def test_a_second_answer_counts_for_nothing(stage: Stage) -> None:
    """Each is counted once, however often they press, and what they said is in no row of theirs."""
    await round_of(stage, "Ben", "Dee")
    await stage.later(3 * DAY)
    for _ in range(2):
        await stage["Ben"].presses("Not yet")
    await stage["Ben"].presses("Yes, we did")
    async with stage.running.storage.read() as session:
        (counted,) = [each for each in await store.latest_rounds(session, stage.room.community, 5) if each.joined == 2]
    assert (counted.met, counted.not_yet, counted.not_met) == (0, 1, 0)
