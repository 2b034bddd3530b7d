"""/setup: everything is chosen on a private card, and nothing is so before "Start"."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime, timedelta

import pytest

from bot.contract.events import Surveyed
from bot.contract.messages import Choices, Message
from bot.contract.permissions import Permission
from bot.contract.plain import buttons
from bot.contract.replies import Replies, Say, Survey
from bot.moderation import store as setups
from bot.moderation.tables import SetupChoice, SetupDraft
from tests.moderation.walking import choose, labels, set_up, walk
from tests.nudges.hands import press, subject_of
from tests.stage import Stage
from tests.test_promises import dump

TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)


async def introductions(stage: Stage) -> int:
    """How often the bot has said hello, anywhere."""
    await stage.running.clockwork.tick()
    return sum("Hello from Brewmate" in stage.text(post) for post in stage.room.posts if post.key)


async def test_the_card_says_what_is_missing(bare_stage: Stage) -> None:
    """Before anything is chosen the card says so of each part, and offers no “Start”."""
    ana = bare_stage["Ana"]
    await ana.says("/setup", "moderators")
    card = ana.sees_privately("Setting up")
    said = bare_stage.text(card)
    assert "Channel: not chosen yet" in said
    assert "First nudge: not chosen yet" in said
    assert "Under-18s: not answered yet; brews stay off until it is" in said
    assert "Before I can start I need a channel and a time for the first nudge." in said
    assert labels(card.content) == ["Place and time", "First nudge", "Listening", "Moderators", "Under-18s"]


async def test_nothing_is_so_before_start(bare_stage: Stage) -> None:
    """However much is chosen, nothing is posted, scheduled, heard or saved outside the draft."""
    ana = bare_stage["Ana"]
    await walk(bare_stage, words="A canary says hello")
    await choose(ana, "Listening", first="general")
    await choose(ana, "Moderators", first="ben")
    await choose(ana, "Under-18s", answer="no")
    await bare_stage.until(TEN + timedelta(hours=1))
    assert [post for post in bare_stage.room.posts if post.key] == []
    rows = (await dump(bare_stage.running.storage)).splitlines()
    draft = {"communities", "seen_events", "setup_drafts", "setup_choices", "alembic_version", "queue_shape"}
    assert {row.split()[0] for row in rows} <= draft
    await bare_stage["Ben"].says("/nudges list")
    bare_stage["Ben"].sees_privately("Only moderators")


async def test_the_draft_survives_a_restart(bare_stage: Stage) -> None:
    """What was chosen before a restart stands on the card after it, and the old card's buttons work."""
    await walk(bare_stage)
    bare_stage.restart()
    ana = bare_stage["Ana"]
    await choose(ana, "Listening", first="general")
    card = bare_stage.text(ana.sees_privately("Setting up"))
    assert "Every Monday at 10:00" in card
    assert "Listening: #general" in card


async def test_start_makes_all_of_it_so(bare_stage: Stage) -> None:
    """After "Start" the bot introduces itself, listens, nudges, tells the moderators and obeys those chosen."""
    ana, ben = bare_stage["Ana"], bare_stage["Ben"]
    await walk(bare_stage, words="Who has the kettle on?", weather="yes")
    await choose(ana, "Listening", first="general")
    await choose(ana, "Moderators", role="helpers", first="ben")
    await choose(ana, "Under-18s", answer="yes")
    await ana.presses("Start")
    card = bare_stage.text(ana.sees_privately("We’ve started."))
    assert "Moderators: those whom the platform names, @Helpers and Ben" in card
    assert "Under-18s: They may be here" in card
    assert "#1 Every Monday at 10:00, in #tea-room: next on Monday 22 March 2027 at 10:00" in card
    nudge = bare_stage.text(await bare_stage.next_nudge())
    assert "Who has the kettle on?" in nudge
    assert "How’s your weather today?" in nudge
    assert "Brewmate listens here" in bare_stage.text(bare_stage.posts("general")[0])
    for chosen in (ben, bare_stage["Cal"]):
        await chosen.says("/nudges list")
        chosen.sees_privately("Schedules here")
    async with bare_stage.running.storage.read() as session:
        assert await setups.draft(session, bare_stage.room.community) is None
        assert await setups.heard(session, bare_stage.room.community) == ()


async def test_the_introduction_is_three_sentences(bare_stage: Stage) -> None:
    """It says what it is, that nobody has to join in and how to be left alone; buttons give options and a reason."""
    await set_up(bare_stage)
    hello = bare_stage["Ben"].sees("Hello from Brewmate")
    said = bare_stage.text(hello).removeprefix("Hello from Brewmate\n")
    assert said.count(".") == 3
    assert "I’m a bot, nobody has to join in" in said
    assert "/preferences lets you say so" in said
    assert hello.receipt.channel == bare_stage.channel("tea-room")
    await bare_stage["Ben"].presses("Options, privately", hello)
    bare_stage["Ben"].sees_privately("Here are some options.")
    await bare_stage["Ben"].presses("Why am I seeing this?", hello)
    bare_stage["Ben"].sees_privately("this is how I said hello")


async def test_hello_comes_before_the_listening_notice(bare_stage: Stage) -> None:
    """In a channel that is both nudged and listened in, the introduction stands first."""
    await walk(bare_stage)
    await choose(bare_stage["Ana"], "Listening", first="tea-room")
    await bare_stage["Ana"].presses("Start")
    for _ in range(3):
        await bare_stage.running.clockwork.tick()
    said = [bare_stage.text(post).splitlines()[0] for post in bare_stage.posts("tea-room")]
    assert said == ["Hello from Brewmate", "Brewmate listens here"]


# --- permissions --------------------------------------------------------------------------------------


async def test_a_needed_permission_holds_start_back(bare_stage: Stage) -> None:
    """What is missing is named with its channel and where to click; once it is there, "Start" is."""
    stage, ana = bare_stage, bare_stage["Ana"]
    stage.room.allow(stage.channel("tea-room"), Permission.POST, allowed=False)
    await walk(stage)
    await ana.presses("Check again")
    card = ana.sees_privately("Setting up")
    assert (
        "#tea-room: I’m not allowed to post in it, so nothing can be posted there yet. "
        "In the channel’s settings, under Permissions, choose Brewmate." in stage.text(card)
    )
    assert "Start" not in labels(card.content)
    stage.room.allow(stage.channel("tea-room"), Permission.POST, allowed=True)
    await ana.presses("Check again")
    assert "not allowed" not in stage.text(ana.sees_privately("Setting up"))
    await ana.presses("Start")
    ana.sees_privately("We’ve started.")


async def test_what_is_allowed_is_asked_again_at_start(bare_stage: Stage) -> None:
    """A permission lost between the card and "Start" holds it back, and nothing is saved."""
    stage, ana = bare_stage, bare_stage["Ana"]
    await walk(stage)
    stage.room.allow(stage.channel("moderators"), Permission.SEE, allowed=False)
    await ana.presses("Start")
    said = stage.text(ana.sees_privately("That isn’t started yet"))
    assert "#moderators: I’m not allowed to see the channel" in said
    assert await introductions(stage) == 0
    assert "schedules" not in await dump(stage.running.storage)


@pytest.mark.parametrize(
    ("permission", "lost"),
    [
        (Permission.PIN, "a notice there isn’t pinned"),
        (Permission.HISTORY, "I ask a moderator to look whether a post arrived"),
        (Permission.GROUPS, "aren’t brought together in a conversation of their own"),
    ],
)
async def test_a_missed_permission_is_a_warning(bare_stage: Stage, permission: Permission, lost: str) -> None:
    """A permission that isn't needed is named with what is lost, and "Start" starts."""
    stage, ana = bare_stage, bare_stage["Ana"]
    stage.room.allow(stage.channel("tea-room"), permission, allowed=False)
    assert lost in await walk(stage)
    await ana.presses("Start")
    assert lost in stage.text(ana.sees_privately("We’ve started."))


async def test_a_channel_that_is_gone_holds_start_back(bare_stage: Stage) -> None:
    """A chosen channel that was deleted meanwhile is one that the bot can't see."""
    await walk(bare_stage)
    bare_stage.room.remove_channel(bare_stage.channel("tea-room"))
    await bare_stage["Ana"].presses("Start")
    said = bare_stage.text(bare_stage["Ana"].sees_privately("That isn’t started yet"))
    assert "I’m not allowed to see the channel" in said
    assert await introductions(bare_stage) == 0


async def test_notices_that_everybody_reads_are_remarked_on(bare_stage: Stage) -> None:
    """A notices channel that is open to all is allowed, and said; one of the moderators' own isn't remarked on."""
    ana = bare_stage["Ana"]
    assert "Everybody can read" not in await walk(bare_stage)
    await choose(ana, "Place and time", notices="general")
    card = ana.sees_privately("Everybody can read #general")
    assert "Start" in labels(card.content)


# --- at once, and again -------------------------------------------------------------------------------


async def test_start_twice_starts_once(bare_stage: Stage) -> None:
    """A second press of the same "Start" hears that it is done."""
    await walk(bare_stage)
    ana = bare_stage["Ana"]
    card = bare_stage.room.posts[-1]
    await ana.presses("Start", card)
    ana.sees_privately("We’ve started.")
    await ana.presses("Start", card)
    ana.sees_privately("That’s done already")
    assert await introductions(bare_stage) == 1
    await bare_stage.until(TEN)
    assert len(bare_stage.nudges()) == 1


async def test_two_moderators_start_at_once(bare_stage: Stage) -> None:
    """When two surveys come back at the same moment, one of them starts and the other hears so."""
    await walk(bare_stage, words="Kettle’s on.")
    stamp = subject_of(bare_stage.room.posts[-1].content, "Start")
    answers = await gather(*(surveyed(bare_stage, who, stamp) for who in ("Ana", "Gwen", "Ana", "Gwen")))
    said = [stage_text for replies in answers for stage_text in texts(replies)]
    assert sum("We’ve started." in each for each in said) == 1
    assert sum("That’s done already" in each for each in said) == 3
    assert await introductions(bare_stage) == 1
    rows = [row.split()[0] for row in (await dump(bare_stage.running.storage)).splitlines()]
    assert rows.count("schedules") == rows.count("prompts") == 1


async def test_nobody_starts_what_they_have_not_seen(bare_stage: Stage) -> None:
    """Under a card that somebody else has changed since, “Start” shows how it stands, and starts nothing."""
    stage, ana, gwen = bare_stage, bare_stage["Ana"], bare_stage["Gwen"]
    await walk(stage)
    card = stage.room.posts[-1]
    await gwen.says("/setup", "moderators")
    await choose(gwen, "First nudge", when="every friday 15:00")
    await ana.presses("Start", card)
    said = stage.text(ana.sees_privately("Something here changed since that card was drawn."))
    assert "Every Friday at 15:00" in said
    assert await introductions(stage) == 0
    await ana.presses("Start")
    ana.sees_privately("We’ve started.")


async def test_two_parts_at_once_are_no_conflict(bare_stage: Stage) -> None:
    """One moderator's place and another's first nudge, opened at the same time, are both kept."""
    ana, gwen = bare_stage["Ana"], bare_stage["Gwen"]
    await ana.says("/setup", "moderators")
    await gwen.says("/setup", "moderators")
    await ana.presses("Place and time")
    await gwen.presses("First nudge")
    await ana.fills_in(channel="tea-room")
    await gwen.fills_in(when="every monday 10:00")
    assert gwen.form is None
    card = bare_stage.text(gwen.sees_privately("Setting up"))
    assert "Channel: #tea-room" in card
    assert "Every Monday at 10:00" in card


async def test_the_second_gets_the_form_back(bare_stage: Stage) -> None:
    """Where two moderators fill in the same form, the second is told what it says now and loses nothing they typed."""
    ana, gwen = bare_stage["Ana"], bare_stage["Gwen"]
    await ana.says("/setup", "moderators")
    await gwen.says("/setup", "moderators")
    await ana.presses("Place and time")
    await gwen.presses("Place and time")
    await ana.fills_in(channel="tea-room", zone="Europe/Paris")
    await gwen.fills_in(channel="general", zone="Europe/Dublin")
    assert gwen.form is not None
    assert "it now says: Europe/Paris" in gwen.form.form.errors["zone"]
    assert gwen.form.form.errors["channel"].startswith("Somebody else chose another meanwhile.")
    assert set(gwen.form.form.errors) == {"channel", "zone"}
    assert gwen.form.form.filled["zone"] == "Europe/Dublin"
    await gwen.fills_in()
    assert "Europe/Dublin" in bare_stage.text(gwen.sees_privately("Channel: #general"))


async def test_never_mind_forgets_the_choices(bare_stage: Stage) -> None:
    """The draft can be dropped; the next /setup begins anew."""
    await walk(bare_stage)
    ana = bare_stage["Ana"]
    await ana.presses("Never mind")
    ana.sees_privately("those choices are forgotten")
    await ana.says("/setup", "moderators")
    ana.sees_privately("Channel: not chosen yet")


async def test_a_draft_is_kept_for_a_week(bare_stage: Stage) -> None:
    """Seven days after the last change the draft and all that hangs on it are deleted; a day before they aren't."""
    await walk(bare_stage)
    await choose(bare_stage["Ana"], "Moderators", first="ben")
    await bare_stage.later(timedelta(days=6, hours=23))
    assert "setup_drafts" in await dump(bare_stage.running.storage)
    await bare_stage.later(timedelta(hours=3))
    kept = await dump(bare_stage.running.storage)
    assert SetupDraft.__tablename__ not in kept
    assert SetupChoice.__tablename__ not in kept


async def test_a_form_sent_after_start_asks_for_start_again(bare_stage: Stage) -> None:
    """A form of /setup that was open while somebody started changes nothing at once: it becomes a draft."""
    stage, ana, gwen = bare_stage, bare_stage["Ana"], bare_stage["Gwen"]
    await walk(stage)
    await gwen.says("/setup", "moderators")
    await gwen.presses("Listening")
    await ana.presses("Start")
    await gwen.fills_in(first="general")
    gwen.sees_privately("Listening: #general")
    await stage.running.clockwork.tick()
    assert stage.posts("general") == []


# --- the first nudge ----------------------------------------------------------------------------------


async def test_the_preview_is_what_members_will_see(bare_stage: Stage) -> None:
    """Block for block the preview is the nudge that comes, but for what its buttons do."""
    stage, ana = bare_stage, bare_stage["Ana"]
    await walk(stage, words="It is {weekday} in {channel}. Kettle on?", weather="yes")
    await choose(ana, "Under-18s", answer="no")
    await ana.presses("Show me the first nudge")
    ana.sees_privately("its buttons do nothing here")
    preview = stage.room.posts[-1]
    assert preview.seen_by == frozenset({ana.visitor.member})
    await ana.presses("up for a brew", preview)
    ana.sees_privately("This is only a preview")
    await ana.presses("Start")
    nudge = await stage.next_nudge()
    assert shown(preview.content) == shown(nudge.content)
    assert stage.text(nudge).startswith("It is Monday in #tea-room. Kettle on?")


async def test_buttons_of_a_preview_are_told_apart(bare_stage: Stage) -> None:
    """No two buttons of one preview are the same to a platform, which would refuse the message."""
    await walk(bare_stage, weather="yes")
    await bare_stage["Ana"].presses("Show me the first nudge")
    preview = bare_stage.room.posts[-1].content
    assert isinstance(preview, Message)
    told = [(each.action, each.subject, each.choice) for each in buttons(preview)]
    assert len(set(told)) == len(told) == 7


async def test_the_chosen_prompt_comes_first_and_once(bare_stage: Stage) -> None:
    """The first nudge carries the prompt of the library that was chosen; after it the rotation goes on."""
    key = (await prompts(bare_stage))[5]
    await set_up(bare_stage, prompt=key)
    for _ in range(5):
        await bare_stage.next_nudge()
    rows = [row for row in (await dump(bare_stage.running.storage)).splitlines() if row.startswith("nudges (")]
    carried = [key in row for row in rows]
    assert carried.count(True) == 1
    assert carried[0] is True


async def test_a_skipped_time_keeps_the_chosen_prompt(bare_stage: Stage) -> None:
    """Where the first time is left out, the chosen prompt waits for the one that is posted."""
    await set_up(bare_stage, words="Kettle’s on.")
    await bare_stage["Ana"].says("/nudges skip 1", "moderators")
    await bare_stage.until(TEN + timedelta(hours=1))
    assert bare_stage.nudges() == []
    assert "Kettle’s on." in bare_stage.text(await bare_stage.next_nudge())


async def test_a_prompt_that_was_retired_meanwhile_is_not_posted(bare_stage: Stage) -> None:
    """Where a moderator retires the chosen prompt before its time, another one comes."""
    await set_up(bare_stage, words="Kettle’s on.")
    await bare_stage["Ana"].says("/prompts retire own:1", "moderators")
    assert "Kettle’s on." not in bare_stage.text(await bare_stage.next_nudge())


async def test_without_a_prompt_one_is_drawn_that_can_be_shown(bare_stage: Stage) -> None:
    """Where none is chosen, the card and the preview show the very prompt that the first nudge carries."""
    card = await walk(bare_stage)
    said = next(line for line in card.splitlines() if line.startswith("It says: ")).removeprefix("It says: ")
    await bare_stage["Ana"].presses("Start")
    nudge = " ".join(bare_stage.text(await bare_stage.next_nudge()).split())
    assert nudge.startswith(said.removesuffix("…"))


async def test_markup_and_everyone_stay_text(bare_stage: Stage) -> None:
    """Own words with @everyone and markup are shown and posted as the letters that were typed."""
    words = "@everyone *hello* <b>there</b> <!channel>"
    await walk(bare_stage, words=words)
    await bare_stage["Ana"].presses("Show me the first nudge")
    bare_stage["Ana"].sees_privately(words)
    await bare_stage["Ana"].presses("Start")
    assert words in bare_stage.text(await bare_stage.next_nudge())


async def test_new_words_replace_a_chosen_prompt(bare_stage: Stage) -> None:
    """Words typed into a form that shows a prompt mean the words; two new ones at once are asked about."""
    stage, ana = bare_stage, bare_stage["Ana"]
    key, other = (await prompts(stage))[:2]
    await walk(stage, prompt=key)
    await choose(ana, "First nudge", words="Kettle’s on.")
    ana.sees_privately("It says: Kettle’s on.")
    await choose(ana, "First nudge", words="Tea?", prompt=other)
    assert ana.form is not None
    assert set(ana.form.form.errors) == {"words"}


# --- what can't be ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "field", "value", "said"),
    [
        ("Place and time", "zone", "Europe/Londno", "Did you mean Europe/London"),
        ("Place and time", "zone", "Middle Earth", "I don’t know a zone called “Middle Earth”"),
        ("Place and time", "area", "Narnia", "I don’t know a place called “Narnia”"),
        ("Place and time", "language", "Klingonish", "I don’t know a language called “Klingonish”"),
        ("Place and time", "channel", "nowhere", "I don’t know a channel called “nowhere” here"),
        ("First nudge", "when", "", "Please say when"),
        ("First nudge", "when", "every mondey 10:00", "Did you mean Monday"),
        ("First nudge", "when", "31st of february", "No day in the next eight years fits that"),
        ("First nudge", "when", "daily until 1 january 2020", "is over before it comes round even once"),
        ("First nudge", "prompt", "no-such-prompt", "There is no prompt with this key in use"),
        ("First nudge", "prompt", "own:99999999999999", "There is no prompt with this key in use"),
        ("First nudge", "words", "{wekday}", "Did you mean {weekday}?"),
        ("First nudge", "words", "x" * 601, "longer than 600 characters"),
        ("First nudge", "words", "hel\u202elo", "hidden characters"),
        ("Listening", "second", "general", "That one is named twice."),
        ("Moderators", "first", "nobody", "I don’t know anybody called “nobody” here"),
        ("Moderators", "role", "nobles", "I don’t know a role called “nobles” here"),
        ("Under-18s", "answer", "perhaps", "It can be"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    bare_stage: Stage, button: str, field: str, value: str, said: str
) -> None:
    """Each field says what is wrong with what was typed, keeps it, and nothing is chosen."""
    ana = bare_stage["Ana"]
    await ana.says("/setup", "moderators")
    others = {"Listening": {"first": "general"}, "First nudge": {"when": "daily 10:00"}}.get(button, {})
    await choose(ana, button, **(others | {field: value}))
    assert ana.form is not None
    assert said in ana.form.form.errors[field]
    assert set(ana.form.form.errors) == {field}
    assert ana.form.form.filled.get(field, "") == value
    assert "setup_drafts" not in await dump(bare_stage.running.storage)


async def test_a_city_is_enough_for_a_zone(bare_stage: Stage) -> None:
    """A zone is understood by its city, a place and a language by their names."""
    ana = bare_stage["Ana"]
    await ana.says("/setup", "moderators")
    await choose(ana, "Place and time", channel="general", zone="new york", area="wales", language="Welsh")
    card = bare_stage.text(ana.sees_privately("Setting up"))
    assert "Zone: America/New_York, 04:00 now" in card
    assert "Area: Wales" in card
    assert "Language: Welsh" in card


# --- where it is set up already -----------------------------------------------------------------------


async def test_setup_starts_from_what_the_community_has(stage: Stage) -> None:
    """Where all runs already the card shows it; what isn't touched isn't changed, and no second hello comes."""
    ana = stage["Ana"]
    await ana.says("/setup", "moderators")
    card = stage.text(ana.sees_privately("Setting up"))
    assert "Channel: #tea-room" in card
    assert "Every Monday at 10:00" in card
    assert "Listening: #general and #tea-room" in card
    before = kept(await dump(stage.running.storage))
    await choose(ana, "Under-18s", answer="yes")
    await ana.presses("Start")
    ana.sees_privately("Done. What you changed holds from now on.")
    after = kept(await dump(stage.running.storage))
    assert {row.split()[0] for row in before ^ after} == {"communities"}
    assert await introductions(stage) == 0


async def test_a_running_schedule_is_changed_and_not_doubled(stage: Stage) -> None:
    """A new time for the first nudge changes the first schedule; today's, which has come, never comes again."""
    await stage.next_nudge()
    ana = stage["Ana"]
    await ana.says("/setup", "moderators")
    await choose(ana, "First nudge", when="every monday 15:00")
    await ana.presses("Start")
    ana.sees_privately("#1 Every Monday at 15:00")
    await stage.until(datetime(2027, 3, 22, 23, 0, tzinfo=UTC))
    assert len(stage.nudges()) == 1


async def test_a_schedule_changed_elsewhere_is_shown_before_start(stage: Stage) -> None:
    """Where /nudges changed what a card is about, "Start" shows it once more instead of overwriting unseen."""
    ana, gwen = stage["Ana"], stage["Gwen"]
    await ana.says("/setup", "moderators")
    await choose(ana, "First nudge", when="every monday 15:00")
    await gwen.says("/nudges edit 1 when:every monday 11:00", "moderators")
    await gwen.presses("Save it")
    await ana.presses("Start")
    ana.sees_privately("Something here changed since that card was drawn.")


async def test_start_without_a_change_changes_nothing(stage: Stage) -> None:
    """Under an untouched card of a running community “Start” says how things stand."""
    await stage["Ana"].says("/setup", "moderators")
    before = kept(await dump(stage.running.storage))
    await stage["Ana"].presses("Start")
    stage["Ana"].sees_privately("That’s done already")
    assert kept(await dump(stage.running.storage)) == before


async def test_somebody_chosen_who_leaves_is_removed(bare_stage: Stage) -> None:
    """Whoever leaves is no moderator any more, neither chosen nor in a draft."""
    ana = bare_stage["Ana"]
    await walk(bare_stage)
    await choose(ana, "Moderators", first="ben", second="dee")
    await bare_stage["Ben"].visitor.leaves()
    await ana.presses("Check again")
    ana.sees_privately("Moderators: those whom the platform names and Dee")
    await ana.presses("Start")
    await bare_stage["Dee"].visitor.leaves()
    rows = await dump(bare_stage.running.storage)
    assert "@/ben" not in rows
    assert "@/dee" not in rows
    assert "\nchosen_moderators" not in rows


async def test_members_can_press_none_of_it(bare_stage: Stage) -> None:
    """Every command and every button of a setup is refused to somebody who doesn't moderate, and says nothing more."""
    await walk(bare_stage)
    stamp = subject_of(bare_stage.room.posts[-1].content, "Start")
    feature = next(each for each in bare_stage.running.catalogue.features if each.name == "moderation")
    for each in feature.actions:
        replies = await press(bare_stage, "Ben", each.declared.name, stamp, "place")
        assert ["Only moderators can use that here." in text for text in texts(replies)] == [True]
    replies = await surveyed(bare_stage, "Ben", stamp)
    assert ["Only moderators" in text for text in texts(replies)] == [True]
    for handled in feature.commands:
        await bare_stage["Ben"].says(f"/{handled.declared.path}")
        bare_stage["Ben"].sees_privately("moderators")
        assert bare_stage["Ben"].form is None
    assert await introductions(bare_stage) == 0


@pytest.mark.parametrize("choice", ["", "nonsense", "place "])
async def test_a_button_for_no_part_shows_the_card(bare_stage: Stage, choice: str) -> None:
    """A made-up part opens no form."""
    (reply,) = await press(bare_stage, "Ana", "setup.form", "", choice)
    assert "Setting up" in texts((reply,))[0]


@pytest.mark.parametrize("how", ["a channel is missing", "the card is an older one"])
async def test_what_the_platform_said_of_something_else_starts_nothing(bare_stage: Stage, how: str) -> None:
    """The answer is about every channel of the card that was pressed, or the card is shown as it stands now."""
    await walk(bare_stage)
    stamp = subject_of(bare_stage.room.posts[-1].content, "Start")
    if how == "a channel is missing":
        replies = await surveyed(bare_stage, "Ana", stamp, about=("tea-room",))
    else:
        replies = await surveyed(bare_stage, "Ana", "stale")
    assert not any(isinstance(reply, Survey) for reply in replies)
    (card,) = replies
    assert isinstance(card, Say)
    assert "Something here changed" in str(card.message)
    assert await introductions(bare_stage) == 0


# --- hands --------------------------------------------------------------------------------------------


async def surveyed(stage: Stage, who: str, stamp: str, about: tuple[str, ...] = ("tea-room", "moderators")) -> Replies:
    """The platform's answer to the survey of a "Start", as if it came just now; what the core says."""
    person = stage[who].visitor.person
    event = Surveyed(
        id=stage.room.new_id("e"),
        by=person.member,
        where=stage.channel("moderators"),
        at=stage.clock(),
        is_moderator=person.is_moderator,
        action="setup.start",
        subject=stamp,
        lacks={stage.channel(name): () for name in about},
    )
    return await stage.running.core.handle(event)


def texts(replies: Replies) -> list[str]:
    """What is said, by its summary."""
    return [reply.message.summary for reply in replies if hasattr(reply, "message")]


def shown(content: Message | str) -> list[object]:
    """The blocks of a message with its buttons' labels and looks, but not what they do."""
    assert isinstance(content, Message)
    return [
        [(each.label, each.style) for each in block.buttons] if isinstance(block, Choices) else block
        for block in content.blocks
    ]


async def prompts(stage: Stage) -> list[str]:
    """Keys of the library."""
    core, member = stage.running.core, stage["Ana"].visitor.member
    return [each.value for each in await core.suggest("prompts", "", member, None)]


def kept(rows: str) -> set[str]:
    """Everything but what merely tells that something took effect."""
    passing = ("seen_events", "changes", "setup_", "audit")
    return {row for row in rows.splitlines() if not row.startswith(passing)}
