"""What the page says by itself. The script gets these sentences with the state and fills in their ``{names}``."""

from __future__ import annotations

from bot.texts import Translator, mark

PAGE = {
    "title": mark("Brewmate playground"),
    "skip_link": mark("Skip to the messages"),
    "no_script": mark("This page needs JavaScript. Nothing it uses comes from anywhere but here."),
    "loading": mark("Putting the kettle on…"),
    "menu": mark("Channels and messages"),
    "close": mark("Close"),
    "side": mark("Places and the clock"),
    "you_are": mark("You are: {name}"),
    "choose_person": mark("Look as"),
    "look_as": mark("Look as {name}"),
    "moderator": mark("{name} (moderator)"),
    "channels": mark("Channels"),
    "groups": mark("Groups"),
    "direct": mark("Direct messages"),
    "bot": mark("Brewmate"),
    "app": mark("bot"),
    "takes_direct": mark("{name} takes direct messages"),
    "unread": mark("new: {count}"),
    "log": mark("Messages in {place}"),
    "log_keys": mark("The arrow keys go from message to message, Tab goes into one."),
    "only_you": mark("Only you can see this"),
    "privately": mark("{name}, only to you: {text}"),
    "says": mark("{name}: {text}"),
    "new_in": mark("New in {place}"),
    "edited": mark("edited"),
    "pinned": mark("pinned"),
    "sending": mark("Sending…"),
    "more": mark("More about {name}’s message"),
    "more_below": mark("New messages below"),
    "delete": mark("Delete"),
    "write": mark("Write in {place}, or type / for a command"),
    "write_direct": mark("Write to Brewmate, or type / for a command"),
    "write_short": mark("Write in {place}"),
    "write_short_direct": mark("Write to Brewmate"),
    "send": mark("Send"),
    "suggestions": mark("Suggestions"),
    "suggestions_count": mark("Suggestions: {count}. Arrow keys choose, Tab takes one over."),
    "required": mark("required"),
    "optional": mark("optional"),
    "opens_form": mark("Press Enter and I’ll ask for the rest."),
    "leave_empty": mark("Leave it open"),
    "choose": mark("Please choose"),
    "yes": mark("Yes"),
    "no": mark("No"),
    "form_send": mark("Send"),
    "form_cancel": mark("Cancel"),
    "clock": mark("The room’s clock"),
    "next_nudge": mark("Next nudge: {when}"),
    "no_nudge": mark("No nudge is scheduled."),
    "skip_nudge": mark("Next nudge"),
    "skip_hour": mark("+1 hour"),
    "skip_day": mark("+1 day"),
    "about_channel": mark("Everybody is here"),
    "about_few": mark("Only {names}"),
    "about_direct": mark("Just you and a bot"),
    "keys": mark("Keyboard shortcuts"),
    "key_parts": mark("From one part of the page to the next"),
    "key_places": mark("Previous or next channel"),
    "key_posts": mark("From message to message, once you are among them"),
    "key_into": mark("Into a message, to its buttons"),
    "key_back": mark("Back to where you write; close what is open"),
    "key_slash": mark("Begin a command, where you write"),
    "key_offers": mark("Choose a suggestion; Tab takes it"),
    "key_line": mark("A new line, where you write"),
    "key_help": mark("These shortcuts"),
    "show_me": mark("Show me"),
    "show_around": mark("Play three minutes"),
    "show_pause": mark("Pause"),
    "show_go_on": mark("Go on"),
    "show_next": mark("Next"),
    "show_end": mark("End"),
    "show_done": mark("Done"),
    "show_step": mark("{scene} of {scenes}"),
    "lost": mark("Connection lost, trying again…"),
    "back": mark("Connected again."),
    "not_done": mark("That didn’t get through. Please try again in a moment."),
    "not_sent": mark("That didn’t get through. Your words are still here; please try again in a moment."),
    "empty_channel": mark("Nothing here yet. Say hello, or wait for the next nudge."),
    "empty_group": mark("You’ve been brought together here. Somebody has to say the first hello."),
    "empty_direct": mark("This is between you and Brewmate. It’s a bot: nobody reads along."),
    "hint_title": mark("A room to try things in"),
    "hint_lead": mark("Everybody here is made up, and you can be any of them. Sit back and watch, or try things:"),
    "hint_press": mark("Press a button under the nudge."),
    "hint_help": mark("Type /help to see what there is."),
    "hint_words": mark("Write “I can’t cope any more” in #general."),
    "hint_switch": mark("Then switch who you are: nobody else sees the answer."),
    "hint_clock": mark("Press “Next nudge” beside the room’s clock, then a button under what arrives."),
    "hint_done": mark("Got it"),
}
"""Every sentence of the page by its key; the shell and the script name the keys."""

SHOW_WELCOME = mark(
    "This is a small community, and for three minutes you can sit back. The people are made up; all that Brewmate "
    "says and does is real."
)
SHOW_NUDGE = mark(
    "A little later. Brewmate has asked how people are, as it does every week by itself. Nobody has to answer."
)
SHOW_ANSWERS = mark("Some people answer with a press. Everybody sees how many there are, and nobody sees who.")
SHOW_PRIVATE = mark("{viewer} answers, too. The violet panel is for {viewer} alone; others have no such panel.")
SHOW_EYES = mark("Now you’re {stormy}, whose day isn’t a good one.")
SHOW_STORMY = mark("{stormy} says it’s stormy, and gets a quiet answer: a chat, or some options. Nobody else can tell.")
SHOW_TALLY = mark(
    "{viewer} again. From ten answers on the tally says more, with small numbers put together, so that nobody’s "
    "weather can be worked out."
)
SHOW_BUSY = mark("Big words aren’t always a cry for help. Brewmate leaves {busy}’s biscuits alone.")
SHOW_LOW = mark("Now you’re {low}, who is having a hard time. Brewmate answers gently, and only {low} sees it.")
SHOW_QUIET = mark(
    "Now you’re {low}, who is having a hard time. Brewmate keeps quiet: it doesn’t listen here, or {low} has had an "
    "answer today, or would rather have none."
)
SHOW_OPTIONS = mark("{low} has a look at the options: people to talk to, and when. What comes next is up to {low}.")
SHOW_NO_OPTIONS = mark("Options are always there, with /support. Whether and when is up to {low}.")
SHOW_OTHERS = mark(
    "And this is what {viewer} sees: {low}’s words, as everybody does, and nothing else. No moderator was told."
)
SHOW_FRIEND = mark("What helps most comes from people. {friend} offers a brew, and Brewmate keeps out of it.")
SHOW_END = mark("That’s the room. It’s yours now: press, write, be anybody.")
NO_SHOW = mark("That needs a weather check-in on a schedule, and ten people to answer it; this room hasn’t both.")

NOBODY = mark("There is nobody of that name here.")
NO_PLACE = mark("You can’t write there: it isn’t a place of yours.")
NO_POST = mark("That message isn’t there any more.")
NO_BUTTON = mark("That button isn’t there any more.")
NO_FORM = mark("That form has been sent or closed already.")
NO_COMMAND = mark("There is no such command for you.")
NO_OPTION = mark("That command has no such option.")
NO_CLOCK = mark("This room’s clock can’t be moved.")
NO_NUDGE = mark("No nudge is scheduled, so there is nothing to skip to.")
NO_SUCH_SKIP = mark("The clock can skip to the next nudge, by an hour or by a day.")
NOT_YOURS = mark("Only a moderator can delete that.")
NOTHING_SAID = mark("There is nothing in that message yet.")
TOO_LONG = mark("That is longer than {most} characters; please shorten it.")
TOO_MUCH = mark("That is too much at once; please send less.")
UNREADABLE = mark("I couldn’t read that. Please load the page again.")
WENT_WRONG = mark("Sorry, something went wrong on my side. Please try again.")


def sentences(t: Translator) -> dict[str, str]:
    """Every sentence of the page in one language, gaps unfilled."""
    return {key: t(sentence) for key, sentence in PAGE.items()}
