"""To whom the shop sells."""
