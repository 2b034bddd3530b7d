"""Folding text to plain lower-case letters, remembering where each one came from."""

import unicodedata
from collections.abc import Sequence

CAP = 4000
"""The most characters that are judged, counted before folding and again after it."""

BREAK = "\n"
"""What ends a clause: newlines themselves, emoji, and whatever was blanked out."""

_APOSTROPHES = "’‘‛ʼ′´`ʹ＇"
_QUOTES = "“”„‟«»″＂"
_LOOKALIKES = str.maketrans(
    {
        look: letter
        for letter, looks in {
            "a": "аαɑᴀ", "b": "вьβ", "c": "сᴄ", "d": "ԁđ", "e": "еεᴇ", "g": "ɡ", "h": "һнħ", "i": "іιıɩɪ", "j": "ј",
            "k": "кκ", "l": "łʟ", "m": "мᴍ", "n": "пνηɴ", "o": "оοøᴏ", "p": "рρ", "q": "ԛ", "r": "гʀ", "s": "ѕ",
            "t": "тτŧ", "u": "υиᴜ", "w": "ԝωᴡ", "x": "хχ", "y": "уγʏ",
        }.items()
        for look in looks
    }
)  # fmt: skip


UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"} | dict.fromkeys("–—…", " ")
)
"""Letters and marks of our languages that Unicode does not take apart."""


def fold(text: str) -> tuple[str, Sequence[int]]:
    """The folded text and, for each of its characters, the index in the text given; at most CAP characters each way.

    Lower case; compatibility forms, accents, invisible marks and look-alike letters resolved (NFKD and our table).
    """
    text = text[:CAP]
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [_FOLDED[character] for character in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and "" not in pieces:
        return folded, range(len(text))
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return folded[:CAP], offsets[:CAP]


class _Folded(dict[str, str]):
    """What each character is folded to, worked out when it is first met; forgotten when it grows too big."""

    def __missing__(self, character: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        plain = self[character] = _plain(character)
        return plain


_MOST_KNOWN = 4096
_FOLDED = _Folded()


def _plain(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    if character in "–—―…":
        return ";"
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(part for part in decomposed if unicodedata.category(part) not in ("Mn", "Me", "Cf", "Cc", "Cs"))
    if not kept:
        return BREAK if character == BREAK else " " if character in "\t\r\v\f" else ""
    if unicodedata.category(kept[0]) in ("So", "Sk"):
        return BREAK
    return kept.translate(_LOOKALIKES)
