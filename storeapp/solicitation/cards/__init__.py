"""Cards that lie in a parcel and ask for a review, with a code that leads to where it is written."""
