"""The words of a request: its template filled for one order, the owner's own, and the rules it is held against."""
