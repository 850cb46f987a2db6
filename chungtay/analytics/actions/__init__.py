"""Verbs of this room: one module a concept."""
