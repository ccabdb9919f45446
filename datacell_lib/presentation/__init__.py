"""What people look at: every function takes a released table."""
