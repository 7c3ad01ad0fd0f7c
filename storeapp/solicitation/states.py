"""The states an order is in with its review request, and what is asked in which step."""

TOO_EARLY, READY, HELD, ASKED, REMINDED = "too_early", "ready", "held", "asked", "reminded"
REVIEWED, PHOTO_ASKED, NO_ANSWER, OPTED_OUT = "reviewed", "photo_asked", "no_answer", "opted_out"
WINDOW_CLOSED, NOT_ASKED = "window_closed", "not_asked"
STATES = (
    READY, HELD, TOO_EARLY, ASKED, REMINDED, REVIEWED, PHOTO_ASKED, NO_ANSWER, OPTED_OUT, WINDOW_CLOSED, NOT_ASKED
)  # fmt: skip
FIRST, REMINDER, PHOTO = "first", "reminder", "photo"
STEPS = (FIRST, REMINDER, PHOTO)
ANSWER_DAYS = 30  # after the last message, until nobody expects an answer any more
