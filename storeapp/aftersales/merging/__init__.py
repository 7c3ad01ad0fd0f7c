"""Cases that are one, and cases that are two: merged and split without losing whose row is whose."""
