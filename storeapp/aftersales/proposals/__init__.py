"""Cases that orders and reviews propose: nothing is opened until the owner says so."""
