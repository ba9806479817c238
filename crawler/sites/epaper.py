"""A newspaper page whose paper is not known: read by the build alone."""
from crawler.families.epaper import text_layout
from crawler.site import Site


class Epaper(Site):
    name = "epaper"
    layouts = (text_layout(),)
