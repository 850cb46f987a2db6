"""What looks odd among accepted figures, as rules on values: pure, exact, without a query.

A rule says what it found in numbers; the sentence is made from them in `words`. Source: docs/rules/quality.md.
"""

# Raised when a rule changes: what was looked at under an older edition is looked at again.
EDITION = 1
