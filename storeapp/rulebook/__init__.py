"""What platforms ask of a shop: formulas in code, and every number as a dated, sourced row."""
