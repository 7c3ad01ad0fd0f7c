"""Makes the sample shop."""

from storeapp.sample.service.building import build

__all__ = ["build"]
