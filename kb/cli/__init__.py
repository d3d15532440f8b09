"""How operators ask: one module per command; `__main__` puts them together."""
