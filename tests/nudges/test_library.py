"""The shipped prompts are warm, safe and varied, and the choice between them does not repeat itself."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from babel.messages.extract import extract
from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.library import LIBRARY, WINDOW, LibraryError, Mood, Prompt, choose, read
from bot.nudges.placeholders import check

PROMPTS = read().prompts
LONGEST = 280
FORBIDDEN = {
    "a method, or an idiom made of one": (
        r"suicid\w*|self.?harm\w*|kill\w*|di(e|es|ed|ying)|dead\w*|death|hang(ed|ing)?|rope|jump\w*|overdos\w*|pills?"
        r"|cut(ting)?|bridge|drown\w*|end it all|commit\w*|harm\w*|hurt\w*|blades?|lethal|starv\w*"
    ),
    "a clinical word": (
        r"depress\w*|anxi\w*|disorders?|diagnos\w*|symptoms?|therap\w*|bipolar|psych\w*|trauma\w*|addict\w*|ocd|adhd"
        r"|mental\w*|illness\w*|ill|patients?|suffer\w*|condition|treatment|triggers?|panic\w*|crisis"
    ),
    "a figure": (
        r"\d+|%|per ?cent|one in (two|three|four|five|six|ten)|half of (us|people)|a (quarter|third) of|statistics?"
    ),
    "cheer up": (
        r"cheer up|chin up|bright side|silver lining|positiv\w*|good vibes?|everything happens|could be worse"
        r"|at least you|snap out|man up|you’ve got this|you can do it|choose (joy|happiness)|just (smile|relax|breathe)"
        r"|grateful for|blessed|this too shall|stay strong|keep calm|always look|look forward|no worries"
    ),
    "an order": (
        r"you (should|must|need to|have to|ought to|’d better)|make sure|don’t forget|remember to|be sure to|try to"
        r"|have you tried|why not just|take time to|reach out|speak up|open up"
    ),
    "a promise nobody can keep": (
        r"always here|we’re here for you|never alone|not alone|guarantee\w*|promise\w*|confidential\w*|safe space"
        r"|will get better|it gets better|everything will be|will help|cures?|fix you"
    ),
    "a life taken for granted": (
        r"your (mum|mam|dad|parents?|family|children|kids|husband|wife|partner|boss|job|office|desk|garden|car)"
        r"|colleagues?|at work|after work|loved ones|guys|ladies|gents|lads|girls"
        r"|wine|beer|pint|pub|drinks|diet|calories"
    ),
}
ORDERS = (
    "Ask|Be|Breathe|Call|Come|Drink|Get|Give|Go|Join|Keep|Let|Make"
    "|Name|Post|Put|Reach|Share|Stop|Take|Talk|Tell|Try|Write"
)


def offenders(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> list[tuple[str, str]]:
    """The prompts that hold such words, and the words."""
    found = ((prompt.key, re.search(pattern, prompt.text, flags)) for prompt in PROMPTS)
    return [(key, match[0]) for key, match in found if match]


class TestEveryPrompt:
    """What holds of each shipped sentence."""

    @pytest.mark.parametrize("what", FORBIDDEN)
    def test_is_safe_messaging(self, what: str) -> None:
        """No prompt holds words that guidance on safe messaging, or plain tact, would leave out."""
        assert offenders(rf"(?<!\w)({FORBIDDEN[what]})(?!\w)", re.IGNORECASE) == []

    def test_never_shouts(self) -> None:
        """No prompt has an exclamation mark or a word in capitals; what touches pain is never chirpy."""
        assert offenders(r"!|\b[A-Z]{2,}\b") == []

    def test_gives_no_orders(self) -> None:
        """No sentence of a prompt begins with an imperative; all are invitations."""
        assert offenders(rf"(^|[.?:;] |\n)({ORDERS})\b") == []

    def test_is_plain_text(self) -> None:
        """No prompt holds markup, a mention or a link: each platform would draw them in its own way."""
        assert offenders(r"[@#*_`<>|~\[\]\\]|https?:|www\.") == []

    def test_is_brief(self) -> None:
        """A prompt is read at a glance."""
        assert [prompt.key for prompt in PROMPTS if not 40 <= len(prompt.text) <= LONGEST] == []

    def test_can_be_posted(self) -> None:
        """Every placeholder is known and nothing about a text would be refused from a moderator."""
        assert [prompt.key for prompt in PROMPTS if check(prompt.text)] == []

    def test_is_typeset(self) -> None:
        """Quotes and apostrophes are typographic, no space is doubled, and a text ends as sentences do."""
        assert offenders(r"['\"]|\s\s|^\s|[^.?”]$|[^.]”$") == []

    def test_fits_the_ledger(self) -> None:
        """A key fits its column, and can't be mistaken for that of a community's own prompt."""
        assert [prompt.key for prompt in PROMPTS if not re.fullmatch(r"(?=.{1,80}$)[a-z]+(-[a-z]+)*", prompt.key)] == []


class TestTheLibrary:
    """What holds of the prompts together."""

    def test_is_large_enough(self) -> None:
        """There are prompts for about a year of weeks, and enough of every mood for a rotation of its own."""
        moods = Counter(prompt.mood for prompt in PROMPTS)
        assert len(PROMPTS) >= 48
        assert min(moods[mood] for mood in Mood) > WINDOW
        assert moods[Mood.BREW_MONDAY] >= 8
        assert moods[Mood.MYTH_AND_REPLY] >= 8

    @pytest.mark.parametrize("month", range(1, 13))
    @pytest.mark.parametrize("mood", [*Mood, None])
    def test_serves_every_month(self, mood: Mood | None, month: int) -> None:
        """In no month does a mood run short of prompts."""
        assert sum(prompt.suits(month, mood) for prompt in PROMPTS) > WINDOW

    def test_says_nothing_twice(self) -> None:
        """Keys and texts are unique, and no two prompts begin alike."""
        for part in ("key", "text"):
            assert Counter(getattr(prompt, part) for prompt in PROMPTS).most_common(1)[0][1] == 1
        openings = Counter(" ".join(prompt.text.removeprefix("Myth: ").split()[:4]) for prompt in PROMPTS)
        assert [opening for opening, times in openings.items() if times > 1] == []

    def test_replies_at_greater_length_than_the_myth(self) -> None:
        """A myth is one short sentence without details, and the reply to it always takes up more room."""
        for prompt in PROMPTS:
            if prompt.mood is Mood.MYTH_AND_REPLY:
                parts = re.fullmatch(r"Myth: ([^\n.]+\.)\nReply: ([^\n]+)", prompt.text)
                assert parts, prompt.key
                assert len(parts[1]) < len(parts[2])

    def test_keeps_myths_to_their_mood(self) -> None:
        """No other mood repeats a myth."""
        assert {prompt.mood for prompt in PROMPTS if "Myth:" in prompt.text} == {Mood.MYTH_AND_REPLY}

    def test_keeps_mondays_to_their_mood(self) -> None:
        """What names a Monday is not sent on a Wednesday by a schedule that asked for no mood."""
        assert {prompt.mood for prompt in PROMPTS if "Monday" in prompt.text} == {Mood.BREW_MONDAY}

    def test_keeps_months_to_themselves(self) -> None:
        """A prompt that names a month is sent in that month only."""
        for month, name in enumerate(calendar.month_name[1:], start=1):
            assert all(prompt.only_in == {month} for prompt in PROMPTS if re.search(rf"\b{name}\b", prompt.text))

    def test_is_found_by_its_keys(self) -> None:
        """Every prompt is found by its key, and no other key finds one."""
        library = read()
        assert [library.get(prompt.key) for prompt in PROMPTS] == list(PROMPTS)
        assert library.get("own:1") is None

    def test_is_found_by_babel(self) -> None:
        """Translators get every text of the library, with its line, its mood and its key."""
        with LIBRARY.open("rb") as file:
            found = list(extract("bot.texts.extraction:extract_toml", file))
        lines = LIBRARY.read_text("utf-8").splitlines()
        assert [text for _, text, _, _ in found] == [prompt.text for prompt in PROMPTS]
        assert [about for _, _, (about,), _ in found] == [f"{each.mood.value}, {each.key}" for each in PROMPTS]
        assert all(lines[line - 1].startswith("text = ") for line, _, _, _ in found)


class TestReading:
    """A bad library stops the start and says where."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("prompts = []", "prompts: "),
            ("", "prompts: Field required"),
            ("[[prompts]\n", "(at line 1, column 10)"),
            ('[[prompts]]\nkey = "A b"\nmood = "gentle"\ntext = "x"', "prompts[0].key: "),
            ('[[prompts]]\nkey = "a"\nmood = "gentel"\ntext = "x"', "prompts[0].mood: "),
            ('[[prompts]]\nkey = "a"\nmood = "gentle"\ntext = "{chanel}"', "Did you mean {channel}?"),
            ('[[prompts]]\nkey = "a"\nmood = "gentle"\ntext = ""', "A prompt needs some words."),
            ('[[prompts]]\nkey = "a"\nmood = "gentle"\ntxt = "x"', "prompts[0].txt: "),
            (
                '[[prompts]]\nkey = "a"\nmood = "gentle"\ntext = "x"\nonly_in = ["june", "Juli"]',
                "prompts[0].only_in[1]: ",
            ),
            (2 * '[[prompts]]\nkey = "a"\nmood = "gentle"\ntext = "x"\n', "more than one prompt with the key a"),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path: Path, text: str, said: str) -> None:
        """The file, the prompt and the field that can't be used are named."""
        file = tmp_path / "library.toml"
        file.write_text(text, "utf-8")
        with pytest.raises(LibraryError) as caught:
            read(file)
        assert str(caught.value).startswith(f"{file}: ")
        assert said in str(caught.value)

    def test_says_that_there_is_no_file(self, tmp_path: Path) -> None:
        """A missing library is told like any other fault."""
        with pytest.raises(LibraryError, match="No such file"):
            read(tmp_path / "gone.toml")


def prompts(*names: str, mood: Mood = Mood.GENTLE) -> list[Prompt]:
    """A few prompts by their keys."""
    return [Prompt(name, mood, "words") for name in names]


def dice(seed: int) -> Random:
    """Chance that can be repeated."""
    return Random(seed)  # nothing secret hangs on a prompt


def keys(candidates: list[Prompt], times: int, *, mood: Mood | None = None, seed: int = 1) -> list[str]:
    """What a schedule would send that many times in March."""
    draw, sent = dice(seed), list[str]()
    for _ in range(times):
        sent.append(choose(candidates, recent=sent, month=3, mood=mood, draw=draw).key)
    return sent


class TestChoosing:
    """Which prompt comes next."""

    @pytest.mark.parametrize("mood", [*Mood, None])
    def test_never_repeats_the_last_few(self, mood: Mood | None) -> None:
        """In two years of weeks no prompt comes back within the window."""
        sent = keys(list(PROMPTS), 104, mood=mood)
        assert all(key not in sent[max(0, when - WINDOW) : when] for when, key in enumerate(sent))

    def test_uses_all_before_any_again(self) -> None:
        """Whatever has never been sent comes first."""
        assert sorted(keys(prompts(*"abcdefghij"), 10)) == list("abcdefghij")

    def test_then_prefers_what_was_sent_longest_ago(self) -> None:
        """Once all were sent, the next comes from the third that waited longest."""
        names = list("abcdefghijklmnopqr")
        chosen = {choose(prompts(*names), recent=names, month=3, mood=None, draw=dice(seed)).key for seed in range(50)}
        assert chosen == set("abcd")  # twelve are not resting; a third of them

    def test_two_take_turns(self) -> None:
        """With two prompts none comes twice running."""
        sent = keys(prompts("a", "b"), 9)
        assert all(one != other for one, other in pairwise(sent))

    def test_one_alone_repeats(self) -> None:
        """A single prompt is better than silence."""
        assert keys(prompts("a"), 3) == ["a", "a", "a"]

    def test_none_at_all_is_an_error(self) -> None:
        """There is no prompt to make up."""
        with pytest.raises(ValueError, match="no prompt"):
            choose([], recent=[], month=3, mood=None, draw=dice(1))

    def test_is_the_same_for_the_same_draw(self) -> None:
        """The order in which a database hands over the candidates changes nothing."""
        assert keys(prompts(*"abcdef"), 20) == keys(prompts(*"fedcba"), 20)
        assert keys(prompts(*"abcdef"), 20) != keys(prompts(*"abcdef"), 20, seed=2)

    @pytest.mark.parametrize("mood", list(Mood))
    def test_keeps_to_the_mood(self, mood: Mood) -> None:
        """A schedule with a mood gets prompts of that mood only."""
        chosen = [choose(PROMPTS, recent=[], month=3, mood=mood, draw=dice(seed)) for seed in range(20)]
        assert {prompt.mood for prompt in chosen} == {mood}

    def test_keeps_brew_monday_for_those_who_ask(self) -> None:
        """Without a mood, Brew Monday's prompts stay in the cupboard."""
        chosen = [choose(PROMPTS, recent=[], month=3, mood=None, draw=dice(seed)) for seed in range(200)]
        assert Mood.BREW_MONDAY not in {prompt.mood for prompt in chosen}

    def test_keeps_to_the_month(self) -> None:
        """A prompt of January is sent in January only."""
        january = Prompt("january", Mood.GENTLE, "words", only_in=frozenset({1}))
        candidates = [january, *prompts("any")]
        sent = {month: choose(candidates, recent=["any"], month=month, mood=None, draw=dice(1)).key for month in (1, 2)}
        assert sent == {1: "january", 2: "any"}

    def test_another_mood_serves_where_there_is_none(self) -> None:
        """A mood with nothing left falls back on the others, and these on whatever there is."""
        gentle, monday = prompts("g"), prompts("m", mood=Mood.BREW_MONDAY)
        assert choose(gentle + monday, recent=[], month=3, mood=Mood.PLAYFUL, draw=dice(1)).key == "g"
        assert choose(monday, recent=[], month=3, mood=Mood.PLAYFUL, draw=dice(1)).key == "m"

    @given(
        st.lists(st.sampled_from("abcdefghij"), unique=True, min_size=1),
        st.lists(st.sampled_from("abcdefghijxyz"), max_size=40),
        st.integers(),
    )
    def test_always_finds_one(self, names: list[str], recent: list[str], seed: int) -> None:
        """Whatever was sent before, a candidate is chosen, and not the last one while there is another."""
        chosen = choose(prompts(*names), recent=recent, month=3, mood=None, draw=dice(seed)).key
        assert chosen in names
        assert len(names) == 1 or [chosen] != recent[-1:]
