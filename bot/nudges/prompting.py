"""What moderators do with prompts: add their own, look through all, change, retire and bring back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.community.context import Context, again
from bot.contract.commands import Ask, option, written
from bot.contract.events import ButtonPressed
from bot.contract.messages import (
    Block,
    Button,
    ButtonStyle,
    Choices,
    Heading,
    Message,
    Note,
    Paragraph,
    Picture,
    say,
    text,
)
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store
from bot.nudges.library import Library, Mood, Prompt
from bot.nudges.placeholders import check, fill
from bot.nudges.prompts import OWN, by_key, candidates, from_row, own_row
from bot.nudges.tables import PromptRow
from bot.texts import mark

MOST_PROMPTS = 500
LONGEST = 600
PAGE = 10

PICTURE = mark("an https address, if you like")
ALT = mark("for those who can’t see it")
TEXT = mark("What should I ask? You can use {weekday}, {month}, {season}, {community} and {channel}.")


@dataclass(frozen=True, slots=True)
class AddPrompt(Ask):
    """A prompt of the community's own."""

    text: str = option(mark("Prompt"), hint=TEXT, most=LONGEST, long=True)
    mood: Mood = option(mark("Mood"), default=Mood.GENTLE)
    picture: str | None = option(mark("Picture"), hint=mark("an https address, if you like"), most=500, default=None)
    alt: str | None = option(
        mark("What the picture shows"), hint=mark("for those who can’t see it"), most=300, default=None
    )


@dataclass(frozen=True, slots=True)
class EditPrompt(Ask):
    """A change to one of the community's own prompts. Typed, it keeps what it doesn't mention, as EditSchedule does."""

    key: str = option(mark("Prompt"), hint=mark("which one"), suggester="prompts")
    text: str | None = option(mark("Text"), hint=TEXT, most=LONGEST, long=True, default=None)
    mood: Mood | None = option(mark("Mood"), default=None)
    picture: str | None = option(mark("Picture"), hint=PICTURE, most=500, default=None)
    alt: str | None = option(mark("What the picture shows"), hint=ALT, most=300, default=None)
    version: int = option(mark("Version"), hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class OnePrompt(Ask):
    """A prompt by its key."""

    key: str = option(mark("Prompt"), hint=mark("which one"), suggester="prompts")


@dataclass(frozen=True, slots=True)
class ListPrompts(Ask):
    """Prompts, all or of one mood."""

    mood: Mood | None = option(mark("Mood"), default=None)
    page: int = option(mark("Page"), default=1)


class Prompting:
    """The handlers; they know the library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def add(self, ask: AddPrompt, context: Context) -> Replies:
        """A new prompt, in the rotation from now on."""
        errors = _wrong(ask, context)
        if errors:
            return (again("prompts add", ask, **errors),)
        if await store.count_own_prompts(context.session, context.id) >= MOST_PROMPTS:
            sentence = mark("That would be more than {count} prompts of your own. Please retire one first.")
            return (Say(text(context.t(sentence, count=MOST_PROMPTS))),)
        row = PromptRow(community=context.id, created_at=context.now, version=1)
        _write(row, ask)
        await store.add(context.session, row)
        return (Say(_shown(from_row(row), context, context.t("Added. It joins the rotation."))),)

    async def edit(self, ask: EditPrompt, context: Context) -> Replies:
        """Change a prompt, unless somebody else changed it while the form was open."""
        row = await own_row(context.session, context.id, ask.key)
        if row is None:
            return _not_own(context)
        wanted = _changed(row, ask)
        errors = _wrong(wanted, context)
        if errors:
            return (again("prompts edit", ask, **errors),)
        if ask.version and ask.version != row.version:
            sentence = mark(
                "Somebody else changed this prompt meanwhile; it now says: {now} Send again to replace that."
            )
            form = again("prompts edit", ask, text=context.t(sentence, now=row.text))
            return (Form(form.command, {**form.filled, "version": written(row.version)}, form.errors),)
        _write(row, wanted)
        row.version += 1
        return (Say(_shown(from_row(row), context, context.t("Saved."))),)

    async def list_all(self, ask: ListPrompts, context: Context) -> Replies:
        """A page of prompts, the community's own first."""
        wanted = [each for each in await self._candidates(context) if ask.mood in {None, each.mood}]
        return (Say(_page(wanted, ask.mood, max(ask.page, 1), context)),)

    async def press_list(self, event: ButtonPressed, context: Context) -> Replies:
        """Another page, by button: the subject is the mood, the choice the page."""
        mood = Mood(event.subject) if event.subject in {each.value for each in Mood} else None
        page = int(event.choice) if event.choice.isdecimal() else 1
        return await self.list_all(ListPrompts(mood, page), context)

    async def show(self, ask: OnePrompt, context: Context) -> Replies:
        """One prompt as members will see it."""
        prompt = await by_key(context.session, context.id, self._library, ask.key)
        if prompt is None:
            return _missing(context)
        in_use = prompt in await self._candidates(context)
        return (Say(_shown(prompt, context, in_use=in_use)),)

    async def retire(self, ask: OnePrompt, context: Context) -> Replies:
        """Leave a prompt out of the rotation, be it the community's own or the library's."""
        return await self._retire(ask.key, context)

    async def press_retire(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button."""
        return await self._retire(event.subject, context)

    async def restore(self, event: ButtonPressed, context: Context) -> Replies:
        """Put it back into the rotation."""
        row = await own_row(context.session, context.id, event.subject)
        if row is not None:
            row.retired_at = None
        await store.restore_key(context.session, context.id, event.subject)
        return (Say(text(context.t("It’s back in the rotation."))),)

    async def press_edit(self, event: ButtonPressed, context: Context) -> Replies:
        """The form with the prompt as it is."""
        row = await own_row(context.session, context.id, event.subject)
        if row is None:
            return _not_own(context)
        filled = {"key": event.subject, "text": row.text, "mood": row.mood, "version": written(row.version)}
        picture = {"picture": row.picture, "alt": row.alt or ""} if row.picture else {}
        return (Form("prompts edit", filled | picture),)

    async def suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Prompts whose text holds what was typed."""
        found = (
            each for each in await self._candidates(context) if typed.casefold() in f"{each.key} {each.text}".casefold()
        )
        return tuple(Suggestion(_short(each.text), each.key) for each in found)

    async def _retire(self, key: str, context: Context) -> Replies:
        row = await own_row(context.session, context.id, key)
        if row is not None:
            row.retired_at, row.version = context.now, row.version + 1
        elif self._library.get(key) is not None:
            await store.retire_key(context.session, context.id, key)
        else:
            return _missing(context)
        back = Button(context.t("Bring it back"), "prompts.restore", key)
        return (Say(text(context.t("Retired. It won’t be posted any more."), back)),)

    async def _candidates(self, context: Context) -> tuple[Prompt, ...]:
        return await candidates(context.session, context.id, self._library)


def _changed(row: PromptRow, ask: EditPrompt) -> AddPrompt:
    """The prompt as it is to be: what a form left empty is cleared, what a typed command left out is kept."""
    kept = ask.version == 0
    return AddPrompt(
        ask.text or row.text,
        ask.mood or Mood(row.mood),
        ask.picture or (row.picture if kept else None),
        ask.alt or (row.alt if kept else None),
    )


def _wrong(ask: AddPrompt, context: Context) -> dict[str, str]:
    """What is wrong, by field."""
    t = context.t
    errors: dict[str, str] = {}
    problems = check(ask.text)
    if problems:
        errors["text"] = " ".join(problem.said(t) for problem in problems)
    if ask.picture and not _is_https(ask.picture):
        errors["picture"] = t("Please give an address that begins with https://.")
    if ask.picture and not ask.alt:
        errors["alt"] = t("Please say what the picture shows, for those who can’t see it.")
    return errors


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(each.isspace() for each in address)


def _write(row: PromptRow, ask: AddPrompt) -> None:
    row.text, row.mood = ask.text, ask.mood.value
    row.picture, row.alt = ask.picture, ask.alt if ask.picture else None


def _page(prompts: list[Prompt], mood: Mood | None, page: int, context: Context) -> Message:
    t = context.t
    pages = max(1, -(-len(prompts) // PAGE))
    page = min(page, pages)
    title = t("Prompts, page {page} of {pages}", page=t.number(page), pages=t.number(pages))
    blocks: list[Block] = [Heading(title)]
    for each in prompts[(page - 1) * PAGE : page * PAGE]:
        blocks.append(say(_sentence(each, context)))
        blocks.append(Note((f"{each.key} · {t(each.mood.label)}",)))
    subject = mood.value if mood else ""
    earlier = [Button(t("Earlier"), "prompts.list", subject, str(page - 1))] if page > 1 else []
    later = [Button(t("More"), "prompts.list", subject, str(page + 1))] if page < pages else []
    note = Note((t("Type /prompts show with a key to change or retire one."),))
    turning = [Choices((*earlier, *later))] if earlier or later else []
    return Message(title, (*blocks, note, *turning))


def _shown(prompt: Prompt, context: Context, opening: str = "", *, in_use: bool = True) -> Message:
    """As members will see it, with what can be done to it."""
    t = context.t
    today = context.now.astimezone(context.community.clock_zone).date()
    where = context.event.where or t("this channel")
    community = context.community.name or t("this community")
    spans = fill(_sentence(prompt, context), community=community, channel=where, day=today, t=t)
    picture = [Picture(prompt.picture, prompt.alt or "")] if prompt.picture else []
    change = [Button(t("Change"), "prompts.edit", prompt.key)] if prompt.key.startswith(OWN) else []
    retire = Button(t("Retire"), "prompts.retire", prompt.key, style=ButtonStyle.DANGER)
    if not in_use:
        retire = Button(t("Bring it back"), "prompts.restore", prompt.key, style=ButtonStyle.PRIMARY)
    first = [say(opening)] if opening else []
    note = Note((t("{key} · {mood}. This is how it will look.", key=prompt.key, mood=t(prompt.mood.label)),))
    return Message(t("A prompt"), (*first, Paragraph(spans), *picture, note, Choices((*change, retire))))


def _sentence(prompt: Prompt, context: Context) -> str:
    return prompt.text if prompt.key.startswith(OWN) else context.t(prompt.text)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f"{sentence[:79].rsplit(' ', 1)[0]}…"  # noqa: PLR2004  # a list's width


def _missing(context: Context) -> Replies:
    return (Say(text(context.t("There is no such prompt here. /prompts list shows those there are."))),)


def _not_own(context: Context) -> Replies:
    sentence = mark("Only your own prompts can be changed. You can retire this one and add your own instead.")
    return (Say(text(context.t(sentence))),)
