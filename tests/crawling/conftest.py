"""The fixture `scrapy` of the commands, here too."""
from tests.commands.conftest import scrapy

__all__ = ["scrapy"]
