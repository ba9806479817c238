"""Feeds of articles: what Scrapy's own exporters need beside them."""
