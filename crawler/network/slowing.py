"""Whether requests are slowed: those to a mirror on this machine are not, unless the user asks for it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.network.mirrors import Mirrors

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_PROJECT = SETTINGS_PRIORITIES["project"]


class Slowing:
    """What the settings say of it. A DOWNLOAD_DELAY or AUTOTHROTTLE_ENABLED that was set with more weight than this project's own (`-s`, a spider) holds for a
    mirror on this machine too: `local_delay` and `throttles_local` are what holds there. `DOWNLOAD_DELAY=0` and `AUTOTHROTTLE_ENABLED=False` switch all off."""

    def __init__(self, settings: BaseSettings) -> None:
        self._mirrors = Mirrors(settings.get("MIRRORS"))
        delay, is_throttled = settings.getfloat("DOWNLOAD_DELAY"), settings.getbool("AUTOTHROTTLE_ENABLED")
        self.is_on = delay > 0 or is_throttled
        self.local_delay = delay if (settings.getpriority("DOWNLOAD_DELAY") or 0) > _PROJECT else 0.0
        self.throttles_local = is_throttled and (settings.getpriority("AUTOTHROTTLE_ENABLED") or 0) > _PROJECT

    def is_local(self, url: str) -> bool:
        """Whether `url` is fetched from a mirror on this machine."""
        return self._mirrors.is_local(url)

    def holds_for(self, url: str) -> bool:
        """Whether the requests for `url` are slowed."""
        return self.is_on and (not self.is_local(url) or self.local_delay > 0 or self.throttles_local)
