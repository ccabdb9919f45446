"""What comes in: files become checked, tidy tables keyed by area code."""
