"""What things are: frozen dataclasses and rule tables, in plain Python."""
