"""Questions about reports: one module a concept. Each list starts from what the hat may see."""
