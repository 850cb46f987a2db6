"""Verbs that change reports: one module a concept."""
