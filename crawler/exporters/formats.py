"""Scrapy's CSV and XML exporters, for items with nested values and with nulls. Named in the setting FEED_EXPORTERS."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from scrapy.exporters import CsvItemExporter, XmlItemExporter
from scrapy.item import Field

# Everything outside the Char production of XML 1.0: a parser refuses the whole file for one of them.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ArticleCsvExporter(CsvItemExporter):
    """CSV with lists and objects as JSON text, null as an empty cell, and one header line even when it appends."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        options.setdefault("include_headers_line", not (file.seekable() and file.tell()))
        super().__init__(file, **options)

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict) else value


class ArticleXmlExporter(XmlItemExporter):
    """XML without the characters that XML forbids, and with null as an empty element (Scrapy writes `None`)."""

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        return _xml(value)


def _xml(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return NOT_XML.sub("", value)
    if isinstance(value, dict):
        return {key: _xml(inner) for key, inner in value.items()}
    return [_xml(inner) for inner in value] if isinstance(value, list | tuple) else value
