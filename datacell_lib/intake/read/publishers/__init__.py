"""One module per publisher: what is peculiar to its files.

Here belongs what a catalogue entry can't say of a layout.
What is true of every file does not: that is `read`.
Look first at `nhs_digital`.
"""
