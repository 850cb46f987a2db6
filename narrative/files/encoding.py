"""Text bytes to text, and the font encodings from before Unicode (TCVN3, VNI) that look like text and are none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrative.files.source import LegacyEncoding, NotThisKind

_VIETNAMESE = re.compile(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_LETTERS = re.compile(r"[^\W\d_]")
# Signs that TCVN3 uses for Vietnamese letters and that hardly stand inside a word otherwise.
_TCVN3 = re.compile(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËª«¬®­¡¢£¤¥¦§\u00ad±²³´]|[µ¸¶·¹¨»¾¼½©ª«¬®\u00ad](?=[A-Za-z])")
# VNI writes a letter and its marks as two: "aø", "eâ", "oâ", "uû"; in Unicode Vietnamese no such pairs exist.
_VNI = re.compile(r"[aeoAEO][âêôåäãáàûïéèúùüëöÂÊÔÅÄÃÁÀÛÏøØùÙõÕ]|[uiyUIY][øùûõïØÙÛÕÏ]|[ñÑ][aeiouyAEIOUYöô]")
_LEAST_LETTERS = 40
_LEGACY_SHARE = 0.03
_VIETNAMESE_SHARE = 0.01


def decode_text(content: bytes) -> str:
    """Text of a .txt file: UTF-8 or UTF-16 with its mark. Raises NotThisKind for binary, LegacyEncoding else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotThisKind(expected=".txt", found="binary") from error
    if b"\x00" in content:
        raise NotThisKind(expected=".txt", found="binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LegacyEncoding(encoding=legacy_encoding(content.decode("latin-1")) or "unknown") from error


def legacy_encoding(text: str) -> str:
    """ "TCVN3" or "VNI" where the letters of `text` are those of such a font, else an empty string."""
    letters = len(_LETTERS.findall(text))
    if letters < _LEAST_LETTERS or len(_VIETNAMESE.findall(text)) / letters > _VIETNAMESE_SHARE:
        return ""
    tcvn3, vni = len(_TCVN3.findall(text)) / letters, len(_VNI.findall(text)) / letters
    if max(tcvn3, vni) < _LEGACY_SHARE:
        return ""
    return "TCVN3" if tcvn3 >= vni else "VNI"


def legacy_font(names: Iterable[str]) -> str:
    """ "TCVN3" for a .Vn font, "VNI" for a VNI- font among `names`, else an empty string."""
    for name in names:
        if name.lower().startswith(".vn"):
            return "TCVN3"
        if name.upper().startswith("VNI-"):
            return "VNI"
    return ""
