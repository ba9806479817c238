"""The paths of archive members as text, whatever system wrote them."""
from __future__ import annotations


def member_path(name: bytes | str) -> str:
    """`name` as a path with `/` between its parts, without leading `/` or `./`; bytes where the archive does not say their charset.

    Chinese names come as UTF-8, or in GBK without a word: Windows' own ZIP folders and 好压 write so. Names are only names: `..` stays, for nothing is ever written.
    """
    text = name if isinstance(name, str) else _guessed(name)
    path = text.replace("\\", "/").replace("\0", "").lstrip("/")
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def _guessed(name: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            return name.decode(charset)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")
