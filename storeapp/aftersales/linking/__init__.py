"""What a case is about: the orders and the review that are linked to it, also later."""
