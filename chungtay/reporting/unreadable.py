"""Why a text could not be read, in sentences that say what to do. Each ends at the hand form, which needs no file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused


class TextUnreadable(InputRefused):
    """Base of all reasons; nothing of the file was kept."""

    code = "reporting.text_unreadable"
    message = _("This file could not be read; nothing of it was kept. Please type the figures into the form.")


class TextCorrupt(TextUnreadable):
    """Damaged, or written against its own format."""

    code = "reporting.text_corrupt"
    message = _(
        "This file is damaged, so it could not be read. Please open it in Word, save it again as .docx "
        "and bring it in once more, or type the figures into the form."
    )


class TextEmpty(TextUnreadable):
    """No bytes, or no words."""

    code = "reporting.text_empty"
    message = _("There is no text in this file. Please choose the right file, or type the figures into the form.")


class TextTooLarge(TextUnreadable):
    """Too many bytes, pages, cells or characters."""

    code = "reporting.text_too_large"
    message = _(
        "This file is too large to be read. Please remove pictures and other people's annexes from it, "
        "or paste the text of your own report."
    )


class TextTooLong(TextUnreadable):
    """Longer than any report."""

    code = "reporting.text_too_long"
    message = _(
        "This text is longer than a report can be (more than %(lines)s lines or %(characters)s characters). "
        "Please bring in the report of your own unit for this period alone."
    )


class TooManyFigures(TextUnreadable):
    """More figures than a person can look at."""

    code = "reporting.too_many_figures"
    message = _(
        "There are more than %(figures)s figures in this text, more than a person can check. "
        "Please bring in the report of your own unit without the annexes of others."
    )


class TextTooSlow(TextUnreadable):
    """Reading took more time or memory than is allowed."""

    code = "reporting.text_too_slow"
    message = _(
        "Reading this file took too long, so it was stopped and nothing of it was kept. "
        "Please paste the text of the report instead, or type the figures into the form."
    )


class FileBomb(TextUnreadable):
    """Unpacks to far more than its size."""

    code = "reporting.file_bomb"
    message = _(
        "This file unpacks to far more than its size, as harmful files do, so it was not opened. "
        "Please save the report again as .docx on a machine you trust."
    )


class FileOfOtherKind(TextUnreadable):
    """The content is not what the name says."""

    code = "reporting.file_of_other_kind"
    message = _(
        "The content of this file is not what its name says, so it was not opened. "
        "Please save the report as .docx, .pdf, .xlsx or .txt and bring that file in."
    )


class FileUnsupported(TextUnreadable):
    """A kind of file that is not read."""

    code = "reporting.file_unsupported"
    message = _(
        "This kind of file is not read here. Please save the report as .docx, .pdf, .xlsx or .txt, or paste its text."
    )


class OldWordFile(TextUnreadable):
    """A .doc of Word 97-2003."""

    code = "reporting.old_word_file"
    message = _(
        "This is an old Word file (.doc). Please open it in Word, choose File, Save as, Word document (.docx), "
        "and bring in the new file; or type the figures into the form."
    )


class PictureFile(TextUnreadable):
    """A picture."""

    code = "reporting.picture_file"
    message = _(
        "This is a picture: there is no text in it to read. "
        "Please bring in the Word file it was printed from, or type the figures into the form."
    )


class ScannedFile(TextUnreadable):
    """A PDF of page pictures."""

    code = "reporting.scanned_file"
    message = _(
        "This PDF is a scan: its pages are pictures without text. "
        "Please bring in the Word file that was signed, or type the figures into the form."
    )


class ScrambledFile(TextUnreadable):
    """A PDF whose text comes out in wrong signs."""

    code = "reporting.scrambled_file"
    message = _(
        "The text of this PDF comes out scrambled. "
        "Please bring in the Word file it was made from, or type the figures into the form."
    )


class OldEncoding(TextUnreadable):
    """Written in a font encoding from before Unicode."""

    code = "reporting.old_encoding"
    message = _(
        "This text is written in an old font encoding (%(encoding)s). Please convert it to Unicode first, "
        "for example with UniKey (Ctrl+Shift+F6), or type the figures into the form."
    )


class LockedFile(TextUnreadable):
    """Opens only with a password."""

    code = "reporting.locked_file"
    message = _(
        "This file is protected by a password. Please save a copy without the password and bring that in, "
        "or type the figures into the form."
    )


BY_CODE: dict[str, type[TextUnreadable]] = {
    "too_large": TextTooLarge,
    "too_long": TextTooLong,
    "too_many": TooManyFigures,
    "too_slow": TextTooSlow,
    "empty_file": TextEmpty,
    "not_this_kind": FileOfOtherKind,
    "corrupt": TextCorrupt,
    "zip_bomb": FileBomb,
    "old_word": OldWordFile,
    "picture": PictureFile,
    "scanned_pdf": ScannedFile,
    "scrambled_pdf": ScrambledFile,
    "legacy_encoding": OldEncoding,
    "encrypted": LockedFile,
    "unsupported": FileUnsupported,
}
_NAMED = {"too_long": ("lines", "characters"), "too_many": ("figures",), "legacy_encoding": ("encoding",)}


def refusal_for(code: str, params: dict[str, object]) -> TextUnreadable:
    """The refusal for a reader's code. Only params that the reader made up itself are named, never the file's words."""
    told = {name: params.get(name, "") for name in _NAMED.get(code, ())}
    return BY_CODE.get(code, TextUnreadable)(field="file", **told)
