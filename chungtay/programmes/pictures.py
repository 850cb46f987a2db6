"""Photographs, opened in a bounded child and written anew: what they carried beside the picture stays behind.

`python -m chungtay.programmes.pictures` is the child. It turns the picture as the camera meant it, shrinks it, and
writes a JPEG without place, time, maker, thumbnail or any other data.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from typing import Any

from chungtay.core.bounded import NotRead, answer_parent, ask_child

LONGEST_SIDE = 1280
JPEG_QUALITY = 72
# A telephone's largest; a small file can claim to be a picture of any size.
MOST_PIXELS = 120_000_000
READ_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: a JPEG of nothing but pixels."""

    content: bytes
    width: int
    height: int


def shrink_in_child(content: bytes) -> Picture:
    """`content` as a small JPEG, made in a bounded child. Raises `NotRead` for what is no picture, or `NoSeat`."""
    return _understood(ask_child("chungtay.programmes.pictures", {}, content))


def shrink_here(content: bytes) -> Picture:
    """The same in this process, without limits: for pictures of our own making. Raises `NotRead`."""
    return _understood(_shrink({}, content))


def _understood(answer: dict[str, Any]) -> Picture:
    if answer["outcome"] != "shrunk":
        raise NotRead(answer["code"])
    return Picture(base64.b64decode(answer["content"]), answer["width"], answer["height"])


def _shrink(_head: dict[str, Any], content: bytes) -> dict[str, Any]:
    from io import BytesIO

    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(content), formats=READ_FORMATS) as opened:
            # Lets the decoder of JPEG skip what would be thrown away: a picture of 50 megapixels in a quarter second.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turned = ImageOps.exif_transpose(opened).convert("RGB")
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            # A new picture: whatever the old one carried along is not handed to the writer.
            bare = Image.new("RGB", turned.size)
            bare.paste(turned)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
            SyntaxError):  # fmt: skip
        return {"outcome": "unreadable", "code": "not_a_picture"}
    written = BytesIO()
    bare.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    encoded = base64.b64encode(written.getvalue()).decode("ascii")
    return {"outcome": "shrunk", "content": encoded, "width": bare.width, "height": bare.height}


if __name__ == "__main__":
    sys.exit(answer_parent(_shrink))
