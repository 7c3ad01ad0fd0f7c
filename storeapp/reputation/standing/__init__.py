"""Standing: each channel's place on its platform's ladders and what the next level takes."""
