"""Lets a real Chromium save kept pages, as a person would: what `tests/saved` holds comes from here.

    python tests/browser.py bjx/new bjx/old              # these kept pages (folders of tests/pages)
    python tests/browser.py --forms mhtml,source all     # every kept HTML page with a URL

Needs `pip install playwright` and a Chromium (`apt-get install chromium`; another one is named by `--chromium PATH`). Nothing is
fetched: each page is served from its file under its own URL, its pictures are a grey PNG, its scripts and styles are empty.

Written for the case `bjx/new`, into tests/saved (or `--output FOLDER`):

- `bjx--new.mhtml`: what “Webpage, Single File” saves (DevTools' `Page.captureSnapshot`), byte for byte.
- `bjx--new.source.html`: the document that the tab `view-source:…` shows, as its DOM.
- `bjx--new.complete.html`: what “Webpage, Complete” saves. No headless browser does that, so only the document is the browser's (its DOM after
  loading); the comment `saved from url`, the charset's `meta`, the line ends and the links into `bjx--new_files/` are set here as Chromium sets them.

Two more were made once, by browsers led by hand over the same pages, and lie there as they came: `*.singlefile.html` by single-file-cli 2.0 with the same
Chromium; `*.firefox-source.html` and `*.firefox-reader.html` are the DOM of the tabs `view-source:…` and `about:reader?url=…` of Firefox 153 ESR.
"""
from __future__ import annotations

import argparse
import base64
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cases import HERE, Case, articles

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync")
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
META = re.compile(r"(?<!<head>)<meta\b[^>]{0,200}charset=[^>]{0,100}>", re.I)  # the page's own, which the browser replaces
LINK = re.compile(r"""(<(?:img|script|link|iframe)\b[^>]{0,2000}?\b(?:src|href)=")(?!data:|#)([^">]{1,2000}?)([^"/>]{1,200})(")""")


def main() -> None:
    """Reads the arguments, and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", metavar="site/case", help="kept pages, or `all`")
    parser.add_argument("--forms", default="mhtml", help="of mhtml, source, complete; with commas (default: mhtml)")
    parser.add_argument("--output", type=Path, default=HERE / "saved")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    arguments.output.mkdir(exist_ok=True)
    forms = [SAVERS[form] for form in arguments.forms.split(",")]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=list(FLAGS))
        for case in chosen(arguments.names):
            context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            context.route("**/*", partial(serve, case))
            stem = arguments.output / case.name.replace("/", "--")
            for save in forms:
                file = save(context, case, stem)
                print(f"{file.name}: {file.stat().st_size:,} bytes")
            context.close()
        browser.close()


def chosen(names: list[str]) -> Iterator[Case]:
    """The kept HTML pages called `names`, or all of them, that have a URL and hold an article (a challenge never ends loading)."""
    for case in articles():
        if (case.name in names or names == ["all"]) and case.file.suffix == ".html" and case.known.get("url"):
            yield case


def serve(case: Case, route: Route) -> None:
    """Answers a request as the web would: the page under its own URL, a grey picture, an empty script or style."""
    kind = route.request.resource_type
    if kind == "document" and route.request.url.removeprefix("view-source:") == case.known["url"].partition("#")[0]:
        route.fulfill(body=case.body, content_type="text/html")  # its charset is for its <meta> to say
    elif kind == "image":
        route.fulfill(body=PIXEL, content_type="image/png")
    elif kind in ("script", "stylesheet"):
        route.fulfill(body="", content_type="text/javascript" if kind == "script" else "text/css")
    else:
        route.abort()


def opened(context: BrowserContext, url: str) -> Page:
    """A tab that has loaded `url`."""
    page = context.new_page()
    page.goto(url, wait_until="load")
    return page


def save_mhtml(context: BrowserContext, case: Case, stem: Path) -> Path:
    page = opened(context, case.known["url"])
    found = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
    file = Path(f"{stem}.mhtml")
    file.write_bytes(found["data"].encode("utf-8"))
    page.close()
    return file


def save_source(context: BrowserContext, case: Case, stem: Path) -> Path:
    page = opened(context, f"view-source:{case.known['url']}")
    file = Path(f"{stem}.source.html")
    file.write_text(page.content(), encoding="utf-8")
    page.close()
    return file


def save_complete(context: BrowserContext, case: Case, stem: Path) -> Path:
    page, url = opened(context, case.known["url"]), case.known["url"]
    charset = page.evaluate("document.characterSet")
    document = LINK.sub(lambda link: f"{link[1]}./{stem.name}_files/{link[3]}{link[4]}", page.content())
    document = document.replace("<html", f"\n<!-- saved from url=({len(url):04}){url} -->\n<html", 1)
    document = document.replace("<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">', 1)
    file = Path(f"{stem}.complete.html")
    file.write_bytes(META.sub("", document).replace("\n", "\r\n").encode(charset, "xmlcharrefreplace"))
    page.close()
    return file


SAVERS = {"mhtml": save_mhtml, "source": save_source, "complete": save_complete}

if __name__ == "__main__":
    main()
