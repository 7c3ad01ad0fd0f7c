"""The sheet in which an article is brought out, and what came out shown again."""
