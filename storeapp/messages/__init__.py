"""What the shop writes to people: templates and their limits, a draft held against its rules, the pane to write in."""
