"""What lies beside the pages of a folder and is no page of its own: one rule for folders on disk, ZIP and tar.

Hidden entries, the resource forks of macOS, the `<page>_files` folder that a browser saves beside `<page>.html`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
COMPANIONS = ("_files", ".files")
"""What browsers put behind a page's name to call the folder of pictures beside a complete page."""

NO_PAGES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg", ".ico", ".tif", ".tiff", ".css", ".scss", ".less", ".js", ".mjs", ".map",
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".m4a", ".mp4", ".m4v", ".webm", ".flv", ".swf",
)
"""Names that end so are pictures, style sheets, fonts, scripts and films."""

_MAX_FOLDERS = 100_000


def companions(names: Iterable[str]) -> set[str]:
    """The names that a folder of pictures would have beside the pages among `names`, which lie in one folder."""
    pages = (name.rpartition(".") for name in names if name.lower().endswith(PAGE_SUFFIXES))
    return {page + tail for page, _, _ in pages for tail in COMPANIONS}


def is_hidden(name: str) -> bool:
    """Whether a file name is one that a person does not see: it begins with a dot, or is `__MACOSX`."""
    return (name.startswith(".") and name not in (".", "..")) or name == "__MACOSX"


class Companions:
    """The companion folders of an archive whose members' paths `names` lists anew at each call; `names` is called only if a path needs it.

    Two walks, and only the folders that may be companions are held: an archive of a million pages costs no memory.
    """

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    def hold(self, path: str) -> bool:
        """Whether `path` lies in a folder of pictures beside a page."""
        folders = _possible(path)
        return bool(folders) and not self._found.isdisjoint(folders)

    @cached_property
    def _found(self) -> set[str]:
        possible: set[str] = set()
        for path in self._names():
            possible.update(_possible(path))
            if len(possible) > _MAX_FOLDERS:
                break
        found: set[str] = set()
        for path in self._names():
            if path.lower().endswith(PAGE_SUFFIXES):
                page = path.rpartition(".")[0]
                found.update(possible.intersection(page + tail for tail in COMPANIONS))
        return found


def _possible(path: str) -> list[str]:
    """The folders above `path` that are called like a companion."""
    if not any(tail + "/" in path for tail in COMPANIONS):
        return []
    parts = path.split("/")[:-1]
    if len(parts) > 64:  # no folder lies that deep; a hostile one shall not cost a quadratic walk
        return []
    return ["/".join(parts[:n + 1]) for n, part in enumerate(parts) if part.endswith(COMPANIONS)]
