"""The small drawings of the interface: 24 by 24, drawn with one stroke width, in the colour of the text."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Each drawing is a list of SVG path data. They are written here and nowhere else, so a page needs no further request.
PATHS: dict[str, str] = {
    "today": "M5 4.5h14v15H5z M5 9h14 M9 2.5v4 M15 2.5v4 M9 14l2.2 2.2L15.5 12",
    "report": "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
    "send": "M12 16V4 M7 9l5-5 5 5 M4 15v5h16v-5",
    "review": "M4 12.5l5 5L20 6.5",
    "activity": "M5 4.5h14v15H5z M5 9h14 M9 2.5v4 M15 2.5v4 M12 11.5v6 M9 14.5h6",
    "board": "M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h6v6h-6z",
    "sum": "M18 5H6l7 7-7 7h12",
    "plan": "M5 3.5h14v17H5z M8.5 8l1 1 2-2 M13.5 8H16 M8.5 13l1 1 2-2 M13.5 13H16 M8.5 17.5H16",
    "figures": "M4 20h16 M7 20v-7 M12 20V6 M17 20v-10",
    "compare": "M4 20h16 M4 20V4 M7.5 15l3.5-4 3.5 2.5L20 7",
    "pedigree": "M12 4v5 M12 9H6v4 M12 9h6v4 M12 9v4 M4 13h4v5H4z M10 13h4v5h-4z M16 13h4v5h-4z M10 2.5h4v3h-4z",
    "document": "M6 3h8l4 4v14H6z M14 3v4h4 M9 17c2-3 3 1 5-2",
    "seal": "M12 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z M9 12l-1.5 9L12 18.5 16.5 21 15 12",
    "map": "M9 4L3.5 6.5v13.5L9 17.5l6 2.5 5.5-2.5V4L15 6.5z M9 4v13.5 M15 6.5V20",
    "people": "M9 11a3.2 3.2 0 1 0 0-6.4a3.2 3.2 0 0 0 0 6.4z M3 19.5c.4-3.6 2.8-5.5 6-5.5s5.6 1.9 6 5.5 "
    "M16 5.2a3 3 0 0 1 0 5.6 M17.5 14.3c2 .7 3.2 2.5 3.5 5.2",
    "hat": "M12 11.5a3.75 3.75 0 1 0 0-7.5a3.75 3.75 0 0 0 0 7.5z M4.5 20.5c.5-4.2 3.4-6.5 7.5-6.5s7 2.3 7.5 6.5",
    "public": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M3 12h18 M12 3c-5 5.5-5 12.5 0 18 M12 3c5 5.5 5 12.5 0 18",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z M15.5 15.5L20.5 20.5",
    "check-form": "M8 4H5v17h14V4h-3 M8 2.5h8v4H8z M8.5 14l2.5 2.5 4.5-5",
    "more": "M4 7h16 M4 12h16 M4 17h16",
    "info": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 11v6 M12 7v.5",
    "done": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M8 12.5l3 3 5.5-6.5",
    "due": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 7v5.5l3.5 2",
    "wrong": "M12 3.5L22 20.5H2z M12 10v5 M12 17.5v.5",
    "copy": "M8 8h12v12H8z M16 8V4H4v12h4",
    "print": "M7 9V3h10v6 M7 17H4V9h16v8h-3 M7 14h10v7H7z",
    "download": "M12 4v12 M7 11l5 5 5-5 M4 15v5h16v-5",
    "back": "M14.5 5l-7 7 7 7",
    "next": "M9.5 5l7 7-7 7",
    "leave": "M10 4H4v16h6 M9 12h12 M16.5 7.5L21 12l-4.5 4.5",
    "key": "M8 10a4 4 0 1 0 0 8a4 4 0 1 0 0-8z M11 11.5L20 3 M16.5 6.2l3 3 M14 8.6l2 2",
    "empty": "M4 13l3-8h10l3 8v6H4z M4 13h5l1.2 2.5h3.6L15 13h5",
    "lock": "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "edit": "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z M13.5 7l3.5 3.5",
    "joined": "M9.5 14.5l5-5 M8 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 16 M16 13l2.5-2.5a3.5 3.5 0 0 0-5-5L11 8",
}


def icon(name: str, *, large: bool = False) -> SafeString:
    """The drawing `name` as inline SVG, hidden from screen readers: the words beside it carry the meaning.

    An unknown name is a KeyError: a page with a hole would go unnoticed.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        " icon--large" if large else "",
        mark_safe(PATHS[name]),  # constants of this module
    )
