"""Verbs of programmes, plans and activities."""
