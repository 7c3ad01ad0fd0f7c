"""Qt building blocks that know no room."""
