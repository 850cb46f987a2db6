"""Between which bounds the quotient of two indicators usually lies, open to the rooms that compare units."""

from chungtay.reporting.plausibility import BANDS, MESSAGES, Band

BAND_SENTENCES = {code: MESSAGES[code] for code in (*(band.code for band in BANDS), "part_above_whole")}

__all__ = ["BANDS", "BAND_SENTENCES", "Band"]
