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
    "you_are": mark("You are"),
    "moderator": mark("{name} (moderator)"),
    "channels": mark("Channels"),
    "groups": mark("Groups"),
    "direct": mark("Direct messages"),
    "bot": mark("Brewmate"),
    "app": mark("bot"),
    "takes_direct": mark("{name} takes direct messages"),
    "unread": mark("new: {count}"),
    "log": mark("Messages in {place}"),
    "only_you": mark("Only you can see this"),
    "edited": mark("edited"),
    "more_below": mark("New messages below"),
    "delete": mark("Delete"),
    "delete_label": mark("Delete this message of {name}"),
    "write": mark("Write in {place}, or type / for a command"),
    "write_direct": mark("Write to Brewmate, or type / for a command"),
    "send": mark("Send"),
    "suggestions": mark("Suggestions"),
    "suggestions_count": mark("Suggestions: {count}. Arrow keys choose, Tab takes one over."),
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
    "lost": mark("Connection lost, trying again…"),
    "not_sent": mark("That didn’t get through. Your words are still here; please try again in a moment."),
    "empty_channel": mark("Nothing here yet. Say hello, or wait for the next nudge."),
    "empty_group": mark("You’ve been brought together here. Somebody has to say the first hello."),
    "empty_direct": mark("This is between you and Brewmate. It’s a bot: nobody reads along."),
    "hint_title": mark("A room to try things in"),
    "hint_lead": mark("Everybody here is made up, and you can be any of them. Some things to try:"),
    "hint_press": mark("Press a button under the nudge."),
    "hint_help": mark("Type /help to see what there is."),
    "hint_words": mark("Write “I can’t cope any more” in #general."),
    "hint_switch": mark("Then switch who you are: nobody else sees the answer."),
    "hint_clock": mark("Press “Next nudge” beside the room’s clock, then a button under what arrives."),
    "hint_done": mark("Got it"),
}
"""Every sentence of the page by its key; the shell and the script name the keys."""

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
