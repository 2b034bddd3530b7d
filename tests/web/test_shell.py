"""The page's own files: small, and from nowhere else."""

from __future__ import annotations

from aiohttp import ClientSession

from tests.web.fakes import Browser


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
    """The page with everything it loads is less than 60 kB on the wire."""
    files = ["main", "room", "dom", "wire", "sidebar", "transcript", "composer", "completing", "forms", "clock"]
    size = 0
    for path in ["/", "/page/page.css", "/page/icon.svg", *(f"/page/{name}.js" for name in files)]:
        async with session.get(browser.base + path) as answer:
            assert answer.status == 200
            size += int(answer.headers["Content-Length"])
    assert size < 60_000


async def test_a_file_that_is_known_is_not_sent_again(browser: Browser, session: ClientSession) -> None:
    """A browser that has the newest file gets a short answer."""
    async with session.get(browser.base + "/page/main.js") as answer:
        headers = {"If-None-Match": answer.headers["ETag"]}
    async with session.get(browser.base + "/page/main.js", headers=headers) as again:
        assert again.status == 304
