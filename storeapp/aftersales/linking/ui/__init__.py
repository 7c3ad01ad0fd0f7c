"""The dialog in which an order or a review is looked for."""
