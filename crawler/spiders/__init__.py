"""Spiders: listing -> article requests -> `crawler.parse`. Nothing is extracted here."""
