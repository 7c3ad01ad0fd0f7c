"""Storeapp: win buyers' trust and keep it, offline, in one file on the owner's own PC."""

__version__ = "0.1.0"
