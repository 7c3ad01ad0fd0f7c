"""What proves what the shop says: attached files, links to records, and what buyers agreed to."""
