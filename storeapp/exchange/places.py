"""What the import page asks other rooms for: the shop's channels, the platforms there are, and an order's states."""

from storeapp.channels.queries import ChannelRow, channels
from storeapp.channels.rules import PLATFORMS, meant, platform_title
from storeapp.orders.rules import STATUSES, status_title

__all__ = ["PLATFORMS", "STATUSES", "ChannelRow", "channels", "meant", "platform_title", "status_title"]
