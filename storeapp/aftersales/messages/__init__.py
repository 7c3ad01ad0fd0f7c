"""Messages on cases: their templates, and the rules they are held against."""
