"""The running program: from start to close, one open shop at most."""
