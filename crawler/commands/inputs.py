"""The files that the arguments of a command mean: files as named, folders with all that is below them."""
from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from crawler.containers.companions import companions, is_hidden
from crawler.exporters.feed import real


class Inputs:
    """Paths in the order in which they are read; `passed_over` counts what was left out of the folders.

    `links` are links that lead to a folder that is read already, each with the name under which it is read. A path that is missing or cannot be listed is among them: reading it says why. Names in a folder are sorted. Passed
    over are hidden entries, the `<page>_files` folder beside `<page>.html`, the run's own output files (`own`), and a
    path named twice; a folder passed over counts as one. Links to files are followed. Links to folders come after the
    real folders of their PATH, and each folder is read once, under the first name met: a loop of links ends. OSError
    for an output file that no path can lead to.
    """

    def __init__(self, arguments: Iterable[str], own: Collection[str] = ()) -> None:
        self.paths: list[str] = []
        self.passed_over = 0
        self.links: list[tuple[str, str]] = []
        self._own = {real(Path(path)) for path in own}
        self._own_names = {path.name for path in self._own}
        self._named: set[Path] = set()
        self._folders: dict[tuple[int, int], str] = {}
        for argument in arguments:
            if is_folder(Path(argument)):
                self._add_tree(argument)
            else:
                self._add(argument)

    def _add(self, path: str) -> None:
        name = Path(path).absolute()
        if name in self._named or (name.name in self._own_names and self._is_own(name)):
            self.passed_over += 1
            return
        self._named.add(name)
        self.paths.append(path)

    def _is_own(self, path: Path) -> bool:
        try:
            return real(path) in self._own
        except OSError:  # a link to itself: reading it says why
            return False

    def _add_tree(self, root: str) -> None:
        linked = deque([root])
        while linked:
            top = linked.popleft()
            by_link = Path(top).is_symlink()
            unread = [self._entries(top, by_link)]
            while unread:
                entry = next(unread[-1], None)
                if entry is None:
                    unread.pop()
                elif not is_folder(entry):
                    self._add(entry.path)
                elif entry.is_symlink():
                    linked.append(entry.path)
                else:
                    unread.append(self._entries(entry.path, by_link))

    def _entries(self, folder: str, by_link: bool) -> Iterator[os.DirEntry[str]]:
        try:
            status = Path(folder).stat()
            first = self._folders.get((status.st_dev, status.st_ino))
            if first is not None:
                self._meet_again(folder, first, by_link)
                return iter(())
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            self._add(folder)
            return iter(())
        self._folders[status.st_dev, status.st_ino] = folder
        kept = _without_companions([entry for entry in entries if not is_hidden(entry.name)])
        self.passed_over += len(entries) - len(kept)
        return iter(kept)

    def _meet_again(self, folder: str, first: str, by_link: bool) -> None:
        if by_link and Path(folder).absolute() != Path(first).absolute():
            self.links.append((folder, first))
        else:
            self.passed_over += 1


def _without_companions(entries: list[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
    beside_pages = companions(entry.name for entry in entries)
    return [entry for entry in entries if entry.name not in beside_pages or not is_folder(entry)]


def is_folder(path: Path | os.DirEntry[str]) -> bool:
    """Is it a folder, or a link to one? False where that cannot be told: reading it says why."""
    try:
        return path.is_dir()
    except OSError:  # a link to itself, a closed folder above it, a name that is too long
        return False
