"""The ledger of what was sent to whom, when, why and through what."""
