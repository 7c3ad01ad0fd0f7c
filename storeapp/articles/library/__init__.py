"""Pictures, texts and links to videos for articles: whose they are, what was agreed, and where each was used."""
