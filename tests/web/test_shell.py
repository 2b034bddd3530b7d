"""The page's own files: small, and from nowhere else."""

from __future__ import annotations

import re

from aiohttp import ClientSession

from adapters.web.playground.shell import FOLDER, SHELL
from adapters.web.playground.wording import PAGE
from tests.web.fakes import Browser

SHELL_TEXT = (FOLDER / SHELL).read_text("utf-8")
FILES = sorted(file for file in FOLDER.iterdir() if file.suffix in {".js", ".css", ".svg"})


async def test_the_page_comes_from_here_alone(browser: Browser, session: ClientSession) -> None:
    """The page names no other address, and has no script or style inside."""
    async with session.get(browser.base + "/") as answer:
        page = await answer.text()
    assert answer.content_type == "text/html"
    assert "//" not in page
    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/page/')


async def test_the_page_is_small(browser: Browser, session: ClientSession) -> None:
    """The page with everything it loads is less than 60 kB on the wire; 150 kB are the most that it may ever be."""
    size = 0
    for path in ["/", *(f"/page/{file.name}" for file in FILES)]:
        async with session.get(browser.base + path) as answer:
            assert answer.status == 200
            size += int(answer.headers["Content-Length"])
    assert size < 60_000


async def test_every_module_is_loaded_at_once(browser: Browser, session: ClientSession) -> None:
    """The shell names every module and style, so that none waits for another to be read."""
    async with session.get(browser.base + "/") as answer:
        page = await answer.text()
    missing = [file.name for file in FILES if f'="/page/{file.name}"' not in page]
    assert missing == []


async def test_every_sentence_that_a_script_says_is_there(browser: Browser) -> None:
    """Scripts and shell name only sentences that the page is given, and every one of them is used."""
    scripts = "".join(file.read_text() for file in FILES if file.suffix == ".js")
    named = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', scripts)) | set(re.findall(r"\$(\w+)", SHELL_TEXT))
    for kind in ("channel", "group", "direct"):
        named.add(f"empty_{kind}")
    named |= {"write_direct", "write_short_direct"}
    said = set(re.findall(r'\bsay\("(\w+)"', scripts))
    assert said <= PAGE.keys()
    assert PAGE.keys() <= named


async def test_a_file_that_is_known_is_not_sent_again(browser: Browser, session: ClientSession) -> None:
    """A browser that has the newest file gets a short answer."""
    async with session.get(browser.base + "/page/main.js") as answer:
        headers = {"If-None-Match": answer.headers["ETag"]}
    async with session.get(browser.base + "/page/main.js", headers=headers) as again:
        assert again.status == 304


async def test_whoever_takes_no_packed_file_gets_it_plain(browser: Browser, session: ClientSession) -> None:
    """Files are packed once, for those who say that they take it; both are the same."""
    path, plain = browser.base + "/page/main.js", {"Accept-Encoding": "identity"}
    async with session.get(path) as packed, session.get(path, headers=plain) as answer:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in answer.headers
        assert await packed.text() == await answer.text()
