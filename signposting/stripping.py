"""Blanking what somebody shows rather than says: code, quoted lines, links, mentions, file names."""

import re

from signposting.folding import BREAK

# Each pattern is ours and linear: bounded, or of a class that excludes its own end.
_SHOWN = re.compile(
    r"```.*?(?:```|\Z)"
    r"|`[^`\n]{1,400}`"
    r"|^[ \t]{0,3}(?:>|&gt;)[^\n]*"
    r"|<[@#!:a-z][^<>\n]{0,300}>"
    r"|\b(?:https?://|www\.)\S+"
    r"|(?<!\S)\S{0,80}[\w-]\.(?:py|js|ts|csv|json|md|txt|log|sql|toml|ya?ml|html?|pdf|docx?|xlsx?|png|jpe?g|gif|mp[34])\b"
    r"|\b(?:feat(?:ure)?|(?:bug|hot)?fix|chore|docs?|refactor|release)/[\w.-]+"
    r"|\b[a-z0-9]{2,}(?:_[a-z0-9]{2,})+\b"
    r"|:[a-z0-9_+-]{2,40}:",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_SIGNS = re.compile(r"[`<>&/_:]|\.[a-z]|www", re.IGNORECASE)


def strip(text: str) -> str:
    """The text with everything shown rather than said blanked out; as long as before, so offsets still hold."""
    if not _SIGNS.search(text):
        return text
    return _SHOWN.sub(lambda found: BREAK * len(found[0]), text)
