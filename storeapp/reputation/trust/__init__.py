"""Trust: what buyers' trust rests on, month by month, beside that of competitors."""
