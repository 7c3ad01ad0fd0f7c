"""Themes: what buyers praise and complain about."""
