"""After-sales: every complaint a case, with what was promised and by when."""
