"""What buyers say, and where the shop stands."""
