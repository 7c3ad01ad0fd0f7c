"""Where files may come from, as the import page asks for it: the shop's channels, and the platforms there are."""

from storeapp.channels.queries import ChannelRow, channels
from storeapp.channels.rules import PLATFORMS, platform_title

__all__ = ["PLATFORMS", "ChannelRow", "channels", "platform_title"]
