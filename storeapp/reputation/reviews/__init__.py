"""Reviews: the rows themselves, how an import meets them, and the list of them."""
