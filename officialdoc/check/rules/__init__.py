"""All rules of layout. Importing this package fills the registry."""

from officialdoc.check.rules import annexes, body, foot, head, looks, page, tables, text, title

__all__ = ["annexes", "body", "foot", "head", "looks", "page", "tables", "text", "title"]
