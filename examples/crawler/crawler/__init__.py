"""Fetches pages: so many at a time, each with a deadline and a few tries."""

from crawler.fetch import Fetcher, Page

__all__ = ["Fetcher", "Page"]
