"""What people do: one class per desk, one public method per use case."""
