"""Places outside the shop: forums, groups, blogs, newsletters, accounts and partners."""
