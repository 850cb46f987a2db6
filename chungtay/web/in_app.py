"""Browsers inside chat programs: addresses are opened there first, and they keep no files and open no windows."""

from __future__ import annotations

# What their user agents say, and how people call the program.
_SIGNS = (
    ("Zalo", "Zalo"),
    ("FBAN/", "Facebook"),
    ("FBAV/", "Facebook"),
    ("FB_IAB/", "Facebook"),
    ("Viber", "Viber"),
    (" Line/", "LINE"),
    ("Instagram", "Instagram"),
    ("BytedanceWebview", "TikTok"),
    ("MicroMessenger", "WeChat"),
    # Android marks every view of the web inside a program so.
    ("; wv)", ""),
)


def program_of(user_agent: str) -> str | None:
    """The name of the program in which a page is shown, "" for one that is not known; None in a browser of its own."""
    return next((program for sign, program in _SIGNS if sign in user_agent), None)
