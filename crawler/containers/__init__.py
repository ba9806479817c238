"""Files that hold pages: MHTML, WARC, ZIP, tar, gzip, bzip2, xz, JSON lines. Read as a stream, whatever is wrong with them.

    for event in records("crawl.warc.gz", max_record=20_000_000):
        ...  # a Record, a Broken, or a PassedOver
"""
from crawler.containers.opening import START, form_of, holds_records, mhtml_page, records
from crawler.containers.record import Broken, Event, PassedOver, Record, placed

__all__ = ["START", "Broken", "Event", "PassedOver", "Record", "form_of", "holds_records", "mhtml_page", "placed", "records"]
