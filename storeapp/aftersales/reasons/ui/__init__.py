"""The window of the reasons of cases."""
