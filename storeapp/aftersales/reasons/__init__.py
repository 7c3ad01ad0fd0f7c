"""The reasons of cases as the owner has them: the house's list with their own names, points and additions."""
