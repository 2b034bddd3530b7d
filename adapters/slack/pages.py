"""The pages that somebody sees who installs the app: one thing each, said in a sentence or two."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from bot.texts import Translator, mark

AGAIN = mark("Start again")


@dataclass(frozen=True, slots=True)
class Page:
    """A heading, what there is to say, and whether the way can be begun again from here."""

    heading: str
    text: str
    begins_again: bool = False


INSTALLED = Page(
    mark("Brewmate is in {name}"),
    mark(
        "It says nothing by itself until you ask it to. In Slack, bring it into a channel with /invite @Brewmate and "
        "type /setup there. You can close this page."
    ),
)
NOT_INSTALLED = Page(
    mark("Nothing was installed"), mark("That’s fine. Nothing was changed in your workspace."), begins_again=True
)
START_AGAIN = Page(
    mark("Please start again"),
    mark(
        "This link was used before, is more than ten minutes old, or belongs to another browser. Nothing was installed."
    ),
    begins_again=True,
)
SLACK_SAYS_NO = Page(
    mark("Slack didn’t agree to that"),
    mark("Nothing was installed. It may work if you start again; whoever runs Brewmate can see why in its log."),
    begins_again=True,
)
LATER = Page(
    mark("That didn’t work just now"),
    mark("Nothing was installed. Please start again in a minute."),
    begins_again=True,
)


def drawn(page: Page, t: Translator, **values: str) -> str:
    """The page as HTML; the values are escaped."""
    heading = escape(t(page.heading, **values))
    again = f'<p><a href="/slack/install">{escape(t(AGAIN))}</a></p>' if page.begins_again else ""
    return (
        f'<!doctype html><html lang="{escape(t.locale)}"><head><meta charset="utf-8"><title>{heading}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/slack/style.css"></head>'
        f"<body><main><h1>{heading}</h1><p>{escape(t(page.text))}</p>{again}</main></body></html>"
    )


CSS: Final = """:root { color-scheme: light dark; --ground: #f7f2ea; --ink: #2b211b; --link: #7a3f14 }
@media (prefers-color-scheme: dark) { :root { --ground: #1d1815; --ink: #f1e9de; --link: #f0b27a } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.5 system-ui, sans-serif }
main { max-width: 34rem; padding: 1.5rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .75rem }
a { color: var(--link) }
"""
