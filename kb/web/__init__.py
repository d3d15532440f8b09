"""How browsers and programs ask: one module per first path segment; see the table in `app.py`."""
