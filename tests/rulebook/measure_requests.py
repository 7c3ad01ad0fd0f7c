"""How many bad requests for reviews the checks catch and how many good ones they disturb.

`python -m tests.rulebook.measure_requests FILE ... [-v]`: rows as in tests/rulebook/measure.py. A request counts as
caught when any rule about its words has something to say; an own shop in no known country, so that platforms and laws
add nothing.
"""

from __future__ import annotations

import sys
from typing import Any

from storeapp.rulebook.messages.engine import check
from storeapp.rulebook.messages.facts import DraftFacts
from tests.rulebook.measure import rows, table

ABOUT_WORDS = frozenset({"LINT-POSITIVE", "LINT-HAPPY", "LINT-DIVERT", "LINT-REVISE", "LINT-PRESSURE", "LINT-REWARD"})
OF_KIND = {
    "praise": {"LINT-POSITIVE"},
    "happy": {"LINT-HAPPY"},
    "divert": {"LINT-DIVERT"},
    "reward": {"LINT-REWARD", "SHOPIFY-OWN", "CT-REVIEW"},
    "revise": {"LINT-REVISE"},
    "pressure": {"LINT-PRESSURE"},
}


def told(row: dict[str, Any]) -> set[str]:
    """The rules about words that have something to say of a request."""
    facts = DraftFacts(job="request", platform="own", language=row["lang"])
    found = {one.rule for one in check(row["text"], facts) if one.severity != "FINE"}
    return found & (ABOUT_WORDS | {"SHOPIFY-OWN", "CT-REVIEW"})


def main(arguments: list[str]) -> None:
    """Print the table, and with -v what was judged wrongly."""
    found = [(row, told(row)) for row in rows(one for one in arguments if not one.startswith("-"))]
    lines = table(found)
    right = [bool(said & OF_KIND[row["kind"]]) for row, said in found if row["bad"]]
    lines.append(f"named by the rule of its kind: {sum(right)} of {len(right)}")
    if "-v" in arguments:
        for row, said in found:
            if bool(said) != row["bad"]:
                verdict = "MISSED" if row["bad"] else "FALSE "
                lines.append(f"{verdict} {row['lang']} {row['kind']} {sorted(said)}: {row['text']}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
