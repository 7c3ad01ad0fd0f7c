"""Pasted conversations: split into messages, looked at, and kept once however often they are pasted."""
