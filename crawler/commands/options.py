"""The command-line arguments that commands on saved pages share."""
from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError

import crawler
from crawler.article import NotAnArticle
from crawler.commands.reading import Options

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def paths(args: Sequence[str], wanted: str = "the PATH of a saved page or of a folder of them") -> list[str]:
    """The paths that Scrapy's option parser left over. UsageError for an unknown option, or for none (says `wanted`)."""
    found, options_end = [], False
    for argument in args:
        if argument == "--" and not options_end:
            options_end = True
        elif argument.startswith("-") and not options_end:
            raise UsageError(f"no such option: {argument} (a path that starts with - goes after --)")
        else:
            found.append(argument)
    if not found:
        raise UsageError(f"give {wanted}")
    return found


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that reads saved pages."""
    parser.add_argument("--site", metavar="NAME", help="read as pages of this site, whatever they look like")
    parser.add_argument("--url", metavar="URL", help="the address that the page was saved from")
    parser.add_argument("--url-from", choices=["name"], metavar="name",
                        help="name: a page without address has the one that its file name is made of "
                             "(news.bjx.com.cn_html_20260915_1512829.shtml.html), where that is beyond doubt")


def reading_options(settings: BaseSettings, opts: argparse.Namespace, *, audit: bool) -> Options:
    """`Options` from the command line. UsageError for an unknown site or for a URL that is none."""
    if opts.url and not (urlsplit(opts.url).scheme in ("http", "https") and urlsplit(opts.url).netloc):
        raise UsageError(f"--url {opts.url} is no address: it starts with http:// or https:// and a host")
    try:
        with suppress(NotAnArticle):  # the name is known, and nothing was given to read
            crawler.parse(b"", site=opts.site)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return Options(settings.getint("MAX_INPUT"), opts.url, opts.site, audit, opts.url_from == "name")


def positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
