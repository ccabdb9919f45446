"""The rules: what we hold and may use, what may go out."""
