"""Coupons that buyers get with a request, for any honest review, where law and platform allow it."""
