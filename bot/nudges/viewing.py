"""How moderators see prompts: a page of them, or one as members will."""

from __future__ import annotations

from bot.community.context import Context
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
)
from bot.nudges.library import Mood, Prompt
from bot.nudges.placeholders import fill
from bot.nudges.prompts import OWN

PAGE = 10


def page(prompts: list[Prompt], mood: Mood | None, number: int, context: Context) -> Message:
    """So many of them at once, with their keys and buttons to turn the page."""
    t = context.t
    pages = max(1, -(-len(prompts) // PAGE))
    number = min(number, pages)
    title = t("Prompts, page {page} of {pages}", page=t.number(number), pages=t.number(pages))
    blocks: list[Block] = [Heading(title)]
    for each in prompts[(number - 1) * PAGE : number * PAGE]:
        blocks.append(say(_sentence(each, context)))
        blocks.append(Note((f"{each.key} · {t(each.mood.label)}",)))
    subject = mood.value if mood else ""
    earlier = [Button(t("Earlier"), "prompts.list", subject, str(number - 1))] if number > 1 else []
    later = [Button(t("More"), "prompts.list", subject, str(number + 1))] if number < pages else []
    note = Note((t("Type /prompts show with a key to change or retire one."),))
    turning = [Choices((*earlier, *later))] if earlier or later else []
    return Message(title, (*blocks, note, *turning))


def shown(prompt: Prompt, context: Context, opening: str = "", *, in_use: bool = True) -> Message:
    """As members will see it, with what can be done to it."""
    t = context.t
    today = context.now.astimezone(context.community.clock_zone).date()
    where = context.event.where or t("this channel")
    community = context.community.name or t("this community")
    spans = fill(_sentence(prompt, context), community=community, channel=where, day=today, t=t)
    picture = [Picture(prompt.picture, prompt.alt or "")] if prompt.picture else []
    change = [Button(t("Change"), "prompts.edit", prompt.key)] if prompt.key.startswith(OWN) else []
    if in_use:
        turn = Button(t("Retire"), "prompts.retire", prompt.key, style=ButtonStyle.DANGER)
    else:
        turn = Button(t("Bring it back"), "prompts.restore", prompt.key, style=ButtonStyle.PRIMARY)
    first = [say(opening)] if opening else []
    note = Note((t("{key} · {mood}. This is how it will look.", key=prompt.key, mood=t(prompt.mood.label)),))
    return Message(t("A prompt"), (*first, Paragraph(spans), *picture, note, Choices((*change, turn))))


def short(sentence: str) -> str:
    """Its beginning, cut between two words."""
    return sentence if len(sentence) <= 80 else f"{sentence[:79].rsplit(' ', 1)[0]}…"  # noqa: PLR2004  # a list's width


def _sentence(prompt: Prompt, context: Context) -> str:
    return prompt.text if prompt.key.startswith(OWN) else context.t(prompt.text)
