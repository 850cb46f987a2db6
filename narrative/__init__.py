"""The reader of Vietnamese narrative reports: prose and tables to figures with their spans.

A pure library: no framework, no database, no clock, no network, and nothing of the rooms that use it.
"""

from narrative.facts import Alternative, Context, Discarded, Fact, Header, Reading
from narrative.reader import TextTooLong, read_text

__all__ = ["Alternative", "Context", "Discarded", "Fact", "Header", "Reading", "TextTooLong", "read_text"]
