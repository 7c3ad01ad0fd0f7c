"""What an article is held against: claims and their evidence, law and labels, usefulness, reading, repetition."""
