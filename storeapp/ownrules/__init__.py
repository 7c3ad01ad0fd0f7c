"""The owner's rule book of messages: what they switched off, changed, added and looked at again, and its page."""
