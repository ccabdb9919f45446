"""One module per publisher: what is peculiar to its files."""
