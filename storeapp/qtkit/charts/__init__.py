"""Charts painted by us: they also fit into table cells, and need no chart library."""
