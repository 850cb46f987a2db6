"""Programmes, plans and activities: one concept a file."""
