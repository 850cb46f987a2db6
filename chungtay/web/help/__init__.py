"""Help: a card of ninety seconds for each role, and one sheet of paper that says how a report is sent."""
