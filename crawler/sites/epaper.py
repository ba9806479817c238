"""A paper that is no known site: read by the build alone, on any host. Ids of two papers may be equal, so the address makes the id."""
from crawler.families.epaper import LAYOUTS, PRINTED, Founder, copied, is_founder, named_paper
from crawler.page import Page
from crawler.site import TextLayout


class Epaper(Founder):
    name, any_host = "epaper", True
    layouts = (*LAYOUTS, copied(), PRINTED)

    def knows(self, page: Page) -> bool:
        """Whether a page is of Founder's build, or a printed page saved as text."""
        return is_founder(page) if page.form == "html" else super().knows(page)

    def text_layout(self, page: Page) -> TextLayout | None:
        """A text that is only said to be a newspaper's is a printed page."""
        return PRINTED if page.form == "text" else None

    def paper(self, page: Page) -> str | None:
        """The paper's name, as the page gives it."""
        return named_paper(page)

    def _dated(self, number: str | None, url: str) -> None:
        """No id: the number is another paper's as well."""
