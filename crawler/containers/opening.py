"""What a file is, by its content; and the pages in it, whatever it is."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from io import SEEK_END, BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from crawler.containers import jsonlines, mhtml, tars, zips
from crawler.containers.companions import NO_PAGES, Companions, is_hidden
from crawler.containers.record import Broken, Event, PassedOver, Record
from crawler.containers.streams import WARC, Budget, Damaged, Exhausted, Source, Unpacked
from crawler.containers.walk import Walk
from crawler.containers.warc import Warc

START = 4096
"""Bytes of a file that tell its form."""

MAX_DEPTH = 2
"""Containers in each other that are opened: a WARC in a ZIP is read, a ZIP in a ZIP in a ZIP is not."""

_MIN_BUDGET, _MAX_RATIO = 1_000_000_000, 300  # an honest page packs 3 to 30 times smaller
_MAX_MEMBERS = 1_000_000
_PACKED_FORMS = ("gzip", "bzip2", "xz")
_PACKED = {b"\x1f\x8b\x08": "gzip", b"\xfd7zXZ\x00": "xz"}
_BZIP2_BEGINS = (b"1AY&SY", b"\x17rE8P\x90")
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml")

Again = Callable[[Budget], Source]
"""Opens a file or member once more from its beginning, for a look ahead; what it unpacks is taken from the budget given."""


def form_of(start: bytes) -> str | None:
    """The form of a file that begins with `start` (4 KB do): `mhtml`, `warc`, `zip`, `tar`, `jsonl`, or `gzip`, `bzip2`, `xz` (of any of
    them, or of one page). None for a page, and for everything that is no container. The file's name counts for nothing."""
    for mark, form in _PACKED.items():
        if start.startswith(mark):
            return form
    if start.startswith(b"BZh") and start[4:10] in _BZIP2_BEGINS:
        return "bzip2"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.lstrip(b"\r\n").startswith(WARC):
        return "warc"
    if tars.looks_like_tar(start):
        return "tar"
    if jsonlines.looks_like_pages(start):
        return "jsonl"
    return "mhtml" if mhtml.looks_like_mhtml(start[:START]) else None


def holds_records(path: str | PathLike[str]) -> bool:
    """Whether the file at `path` is a container, as `form_of` says. Raises `OSError` where it cannot be read."""
    with Path(path).open("rb", buffering=0) as file:
        return form_of(file.read(START)) is not None


def records(path: str | PathLike[str], max_record: int) -> Iterator[Event]:
    """Every record of the file at `path`, in order; a file that is no container is one record with an empty name.

    Streams: one record of at most `max_record` bytes is held at a time. Nothing raises for the content's sake: what cannot be read is `Broken`, and reading goes
    on with the next record where there is one to be found. Raises `OSError` where the file itself cannot be read.
    """
    with Path(path).open("rb", buffering=0) as raw:
        file = cast(BinaryIO, raw)
        size = file.seek(0, SEEK_END)

        def again(budget: Budget) -> Source:
            file.seek(0)
            return Source(file, file=file, size=size)

        budget = Budget(max(_MIN_BUDGET, _MAX_RATIO * size))
        try:
            yield from _events(again(budget), Walk(max_record, budget, file), again)
        except Exhausted as bomb:
            yield Broken("", str(bomb), "too_large", position=file.tell())


def mhtml_page(body: bytes) -> Record | Broken:
    """The page in the MHTML file whose bytes are `body`; `Broken` where there is none, or it breaks off."""
    file = BytesIO(body)
    return mhtml.page(Source(file), Walk(len(body), Budget(_MIN_BUDGET), file))


def _events(source: Source, walk: Walk, again: Again | None) -> Iterator[Event]:
    """What the file or member that `source` holds gives; `again` opens it anew, where that is possible."""
    try:
        form = form_of(source.peek(START))
        if form is None:
            yield _page(source, walk)
        elif walk.depth >= MAX_DEPTH:
            yield Broken(walk.path, f"a container inside {MAX_DEPTH} others: unpack them, and give the files", position=walk.tell())
        else:
            yield from _of_form(form, source, walk.into(), again)
    except Damaged as damage:
        yield Broken(walk.path, str(damage), position=walk.tell())


def _of_form(form: str, source: Source, walk: Walk, again: Again | None) -> Iterator[Event]:
    match form:
        case "mhtml":
            yield mhtml.page(source, walk)
        case "warc":
            yield from Warc(source, None, walk).events()
        case "jsonl":
            yield from jsonlines.events(source, walk)
        case "zip":
            yield from _zip(source, walk)
        case "tar":
            yield from _tar(source, walk, again)
        case _:
            yield from _packed(form, source, walk, again)


def _page(source: Source, walk: Walk) -> Event:
    body = source.read(walk.max_record + 1)
    if len(body) > walk.max_record:
        return Broken(walk.path, f"over {walk.max_record:,} bytes", "too_large", position=walk.tell())
    return Record(body, walk.path, position=walk.tell())


def _packed(method: str, source: Source, walk: Walk, again: Again | None) -> Iterator[Event]:
    """A packed container counts as one, not as two; a packed file in a packed file as two."""
    unpacked = Unpacked(method, source, walk.budget)
    inside = Source(unpacked)
    form = form_of(inside.peek(START))
    if inside.fault and not inside.peek(1) and unpacked.recover():
        yield Broken(walk.path, str(inside.fault), position=walk.tell())
        form, inside = "warc", Source(unpacked)

    def anew(budget: Budget) -> Source:
        assert again is not None
        return Source(Unpacked(method, again(budget), budget))

    if form == "warc":
        yield from Warc(inside, unpacked, walk).events()
    elif form is None:
        yield _page(inside, walk)
    elif form in _PACKED_FORMS:
        yield from _events(inside, walk, anew if again else None)
    else:
        yield from _of_form(form, inside, walk, anew if again else None)


def _zip(source: Source, walk: Walk) -> Iterator[Event]:
    file, size = source.file, source.size
    if file is None:  # in another container: it has to be read from its end, so it is held whole
        body = source.read(walk.max_record + 1)
        if len(body) > walk.max_record:
            yield Broken(walk.path, f"a ZIP archive of over {walk.max_record:,} bytes inside a container", "too_large", position=walk.tell())
            return
        file, size = BytesIO(body), len(body)
    archive = zips.archive(file)
    members = archive.infolist()
    if any(zips.path(member) in _DOCUMENTS for member in members[:2]):
        yield Broken(walk.path, "a document, an e-book or a program, no archive of pages", "binary", position=walk.tell())
        return
    if len(members) > _MAX_MEMBERS:
        raise Damaged(f"{len(members):,} members, over {_MAX_MEMBERS:,}: none is read")
    if sum(member.compress_size for member in members) > size:
        raise Damaged("its members overlap: it was made to fill a disk")
    if min((member.header_offset for member in members), default=archive.start_dir) > 0:
        yield Broken(walk.path, "what its directory lists is not all: the ZIP archive is cut off or damaged", position=walk.tell())
    companions = Companions(lambda: map(zips.path, members))
    for number, member in enumerate(members, 1):
        path = zips.path(member)
        place = walk.at(path or f"member {number}")
        if path.endswith("/"):
            continue
        if _is_no_page(path, companions):
            yield PassedOver(place.path, walk.tell())
        else:
            yield from _zip_member(archive, member, place)


def _zip_member(archive: ZipFile, member: ZipInfo, walk: Walk) -> Iterator[Event]:
    def again(budget: Budget) -> Source:
        return Source(zips.content(archive, member, budget))

    try:
        yield from _events(again(walk.budget), walk, again)
    except zips.Locked as locked:
        yield Broken(walk.path, str(locked), "unreadable", position=walk.tell())
    except Damaged as damage:
        yield Broken(walk.path, str(damage), position=walk.tell())


def _tar(source: Source, walk: Walk, again: Again | None) -> Iterator[Event]:
    def paths() -> Iterator[str]:
        if again is None:  # a tar in a tar: there is no way back in it
            return
        here = walk.file.tell()
        try:
            yield from _while_sound(tars.path(member) for member in tars.Archive(again(Budget(walk.budget.total))).members() if member)
        finally:
            walk.file.seek(here)

    companions = Companions(paths)
    archive = tars.Archive(source)
    for number, member in enumerate(archive.members(), 1):
        if member is None:
            yield Broken(walk.path, "bytes that are no header stand where one should", position=walk.tell())
        elif not member.isdir():
            path = tars.path(member)
            place = walk.at(path or f"member {number}")
            content = None if _is_no_page(path, companions) else archive.content(member, walk.budget)
            yield from _events(Source(content), place, None) if content else [PassedOver(place.path, walk.tell())]


def _while_sound(paths: Iterator[str]) -> Iterator[str]:
    try:
        yield from paths
    except (Damaged, Exhausted):
        return


def _is_no_page(path: str, companions: Companions) -> bool:
    return path.lower().endswith(NO_PAGES) or any(map(is_hidden, path.split("/"))) or companions.hold(path)
