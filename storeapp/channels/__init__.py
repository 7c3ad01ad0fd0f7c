"""The places of sale."""
