"""What every room may use: errors, outcomes, progress, time, money, words, settings and paths. No Qt, no SQL."""
