"""Questions about programmes, plans and activities."""
