"""Reports worth sending."""
