"""Where things stand in the form as .xlsx. Plain names and numbers: the child that reads files uses them too."""

from __future__ import annotations

TEMPLATE = "chung-tay/phieu-so-lieu/1"
# The sheet that nobody sees, which says of which report the file is.
MARKS_TITLE = "_phieu"
# The letters of the columns, by what they hold; A names the cell of the form and is never typed.
CODE, LABEL, UNIT = 1, 2, 3
VALUE, QUALIFIER, HIGH, JOINT, LED_ELSEWHERE, CUMULATIVE, KEYS = 4, 5, 6, 7, 8, 9, 10
BEFORE, LAST_YEAR = 11, 12
LAST_COLUMN = LAST_YEAR
ENTRY_COLUMNS = (VALUE, QUALIFIER, HIGH, JOINT, LED_ELSEWHERE, CUMULATIVE, KEYS)
# The fields of the hand form that the columns stand for.
LETTER_OF = {VALUE: "v", QUALIFIER: "q", HIGH: "h", JOINT: "j", LED_ELSEWHERE: "e", CUMULATIVE: "c", KEYS: "k"}
# Lines above the rows: whose report it is, then two cells to fill in, then the heads.
CERTAINTY_LINE, NO_JOINT_LINE, HEAD_LINE = 4, 5, 7
FIRST_LINE = HEAD_LINE + 1
STATED_COLUMN = VALUE
# More rows than any form has; a file of more is no form.
MAX_LINES = 20_000
