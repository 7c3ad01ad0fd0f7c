"""To confirm: the order a review is about, and two reviews that may be one."""
