"""A page as a person copies it: select all, copy, paste into a text file.

The rules are those of the HTML standard's `innerText`: blocks stand on lines of their own, `p` has a blank line round
it, `br` is a line break, the cells of a row are parted by a tab, inline markup leaves no trace, what is not shown is
left out. Two things follow the clipboard instead: `&nbsp;` becomes a space, and lines lose their outer spaces.
"""

import re
from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.etree import ParserError

Piece = str | int
"""Text, or the number of line breaks that must stand at this place at least."""

BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup pre section summary table"
    " caption ul"
)
UNSEEN_NAMES = (
    "area audio base basefont canvas datalist embed frame frameset head iframe img input link map meta noframes"
    " noscript object optgroup option param rp script select source style svg template textarea title track"
    " video"
)
BLOCKS, UNSEEN = frozenset(BLOCK_NAMES.split()), frozenset(UNSEEN_NAMES.split())
ROWS = "./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"
HIDDEN_STYLE = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f]+")
SPACES = re.compile(r" {2,}")
ROUND_BREAK = re.compile(r" *\n *")
NBSP = "\u00a0"


def dump_text(html: str) -> str:
    """The text of a page as a browser's select-all copies it; `""` for a page that shows no text."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except ParserError:  # lxml's word for a page without a single element or character
        return ""
    body = root.find(".//body")
    shown = _joined(_element(root if body is None else body)).replace(NBSP, " ")
    return "\n".join(line.strip(" ") for line in shown.split("\n")).strip("\n")


def _joined(pieces: Iterator[Piece]) -> str:
    """Pieces made one string: neighbouring demands for line breaks count once, the outermost not at all."""
    out: list[str] = []
    breaks = 0
    for piece in pieces:
        if isinstance(piece, int):
            breaks = max(breaks, piece)
        elif piece == " " and (breaks or not out):
            continue
        elif piece:
            if out:
                out.append("\n" * breaks)
            out.append(piece)
            breaks = 0
    return ROUND_BREAK.sub("\n", SPACES.sub(" ", "".join(out))).strip(" ")


def _element(node: lxml_html.HtmlElement) -> Iterator[Piece]:
    """What one element shows, its own line breaks included."""
    if not _shown(node):
        return
    if node.tag == "br":
        yield "\n"
        return
    breaks = 2 if node.tag == "p" else 1 if node.tag in BLOCKS else 0
    if breaks:
        yield breaks
    yield from _table(node) if node.tag == "table" else _content(node)
    if breaks:
        yield breaks


def _shown(node: lxml_html.HtmlElement) -> bool:
    """Whether a browser paints the element: a real one, of a kind that shows text, and not hidden by itself."""
    if not isinstance(node.tag, str) or node.tag in UNSEEN or node.get("hidden") is not None:
        return False
    return not HIDDEN_STYLE.search(node.get("style") or "")


def _content(node: lxml_html.HtmlElement) -> Iterator[Piece]:
    yield _text(node, node.text)
    for child in node:
        yield from _element(child)
        yield _text(node, child.tail)


def _text(parent: lxml_html.HtmlElement, text: str | None) -> str:
    """A text node with its white space folded, or kept where it stands in `pre`."""
    if not text:
        return ""
    if any(ancestor.tag == "pre" for ancestor in _line(parent)):
        return text.replace(" ", NBSP)
    return WHITE.sub(" ", text)


def _line(node: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    yield node
    yield from node.iterancestors()


def _table(table: lxml_html.HtmlElement) -> Iterator[Piece]:
    """Rows on lines, cells parted by a tab: a cell's own outer line breaks would tear the row apart."""
    for caption in table.iterchildren("caption"):
        yield from _element(caption)
    for row in table.xpath(ROWS):
        if not _shown(row):
            continue
        cells = [_joined(_content(cell)).strip("\n ") for cell in row.iterchildren("td", "th") if _shown(cell)]
        yield 1
        yield "\t".join(cells)
        yield 1


def main() -> None:
    """Prints the dump of the page on standard input."""
    import sys

    sys.stdout.write(dump_text(sys.stdin.read()) + "\n")


if __name__ == "__main__":
    main()
