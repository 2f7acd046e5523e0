"""Saying something in the language of the page: the page's own words, and words that came from the service."""

from kernel_lib.words.spoken import VARIABLE, here, number, say, told

__all__ = ["VARIABLE", "here", "number", "say", "told"]
