"""What is looked for in articles: claims, promotion, how they read, and what an earlier one says already."""
