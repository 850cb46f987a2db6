"""Pages of programmes, plans and activities."""
