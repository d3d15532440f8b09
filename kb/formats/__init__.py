"""How a case is written down: pure functions between text and domain."""
