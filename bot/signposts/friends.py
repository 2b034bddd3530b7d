"""Whether what somebody types after /support is about somebody else: “for a friend”, “me preocupa mi hermano”."""

from __future__ import annotations

import re
import unicodedata

from bot.texts import Translator, mark

FOR_A_FRIEND = mark("For a friend")
"""What completes the topic, in every language."""

WORD = re.compile(r"[^\W_]+")

PEOPLE = (
    "friend mate brother sister sibling mum mam mom dad mother father parent son daughter child partner husband wife "
    "boyfriend girlfriend cousin aunt uncle nan gran grandma grandad colleague coworker neighbour flatmate housemate "
    "roommate classmate student someone somebody"
)
WORRIED = r"(?:(?:im|i am|really|so|very) )*(?:worried about|concerned about|scared for)"
SOMEBODY = rf"(?:(?:a|my|our|the) )?(?:(?:best|close|old|good) )?(?:{'|'.join(PEOPLE.split())})"
ENGLISH = (
    rf"(?:{WORRIED}|for|help for|support for|helping|help|about|how (?:do|can) i help) {SOMEBODY}"
    rf"|(?:my|our) {SOMEBODY}"
    rf"|{WORRIED} {SOMEBODY} (?:in|at|from|who|because|and) .*"
)

GENTE = (
    "alguien amigo amiga amistad hermano hermana madre padre mama papa hijo hija pareja marido esposo esposa mujer "
    "novio novia primo prima tio tia abuelo abuela colega companero companera vecino vecina alumno alumna"
)
ALGUIEN = (
    r"(?:(?:un|una|mi|nuestro|nuestra) )?(?:(?:mejor|gran|buen|buena) )?"
    rf"(?:{'|'.join(GENTE.split())})(?: (?:mi[oa]|nuestr[oa]|cercan[oa]|de (?:piso|clase|trabajo)))?"
)
SPANISH = (
    r"(?:(?:(?:estoy|muy) )*(?:preocupad[oa] por|me preocupa|para|por|ayuda para|apoyo para|ayudar a|sobre|"
    rf"(?:como )?(?:ayudo|puedo ayudar|ayudar) a) ){ALGUIEN}"
)

ABOUT = tuple(map(re.compile, (ENGLISH, SPANISH)))
NAMED = tuple(map(re.compile, (SOMEBODY, ALGUIEN)))


def is_for_a_friend(said: str, t: Translator) -> bool:
    """Whether these words are about somebody else: “for my mum”. “My mum died” is about whoever writes."""
    plain = _plain(said)
    return plain == _plain(t(FOR_A_FRIEND)) or any(about.fullmatch(plain) for about in ABOUT)


def names_somebody(said: str) -> bool:
    """Whether these words are nothing but somebody: “my mum”. It may be a topic as well: a student, a carer."""
    return any(named.fullmatch(_plain(said)) for named in NAMED)


def _plain(text: str) -> str:
    """Small letters without accents, which phones and hurry leave out anyway."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'", ""))
    return " ".join(WORD.findall("".join(each for each in letters if not unicodedata.combining(each))))
