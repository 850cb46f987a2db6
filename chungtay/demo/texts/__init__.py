"""Reports in words: phrases as data, and the pure code that makes reports of them. No database, no clock."""
