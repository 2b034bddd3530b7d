"""The lexicon as people read it."""

import tomllib

from signposting.lexicon_reading import FOLDER, load_lexicons
from signposting.rulebook import load_rulebooks

BOOKS = load_rulebooks()


def test_every_phrase_of_every_rule_is_there() -> None:
    """For each language the rulebook holds as many phrases, rules, marks and exclusions as are judged by."""
    for book, lexicon in zip(BOOKS, load_lexicons(), strict=True):
        judged = [meaning for meaning, _ in (*lexicon.rules, *lexicon.marks, *lexicon.exclusions)]
        read = [each.meaning for each in book.entries for _ in each.phrases]
        assert sorted(map(repr, read)) == sorted(map(repr, judged))


def test_each_entry_has_its_own_meaning() -> None:
    """Two rules of one name in two files keep what each file says of them."""
    for book in BOOKS:
        folder = FOLDER / book.language
        written = [
            table["name"]
            for path in sorted(folder.glob("*.toml"))
            for key in ("rule", "mark", "exclusion")
            for table in tomllib.loads(path.read_text("utf-8")).get(key, [])
        ]
        assert [each.meaning.name for each in book.entries] == written


def test_what_stands_for_several_words_is_told() -> None:
    """Classes and expressions come with their words, so that a phrase can be read without the files."""
    english = next(book for book in BOOKS if book.language == "en")
    assert "nobody" in english.words
    assert english.expressions
    assert all(english.expressions.values())
