"""Launcher of PostgreSQL, supervisor, command line, backup, checks: what runs around Django, never inside it.

Everything but `ops.check` runs on the plain standard library, because on a bare machine it has to make the
environment that holds the packages.
"""
