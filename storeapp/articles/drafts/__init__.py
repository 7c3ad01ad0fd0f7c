"""Articles being written: their texts, briefs and versions."""
