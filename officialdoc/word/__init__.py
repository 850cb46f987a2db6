"""The .docx writer: `render_docx`."""

from officialdoc.word.writer import render_docx

__all__ = ["render_docx"]
