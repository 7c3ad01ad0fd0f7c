"""What is looked for in articles: claims, promotion, what makes them easy to read, and what an earlier one says already."""
