"""The shop's own articles as a small website: plain files that any host takes and that open from a folder too."""
