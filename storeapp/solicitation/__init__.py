"""Asking every buyer for a review, at the right time and within the rules, with the reason wherever nobody is asked.

Pure: `rules.judge` says where one order stands; `plans` what the owner wants, `delivery` when a parcel came, `timing`
the buyer's own hours, `limits` what law and platform allow, `results` what came of it, `wording` all of it in words.

Reads (`queries`): `counts`, `queue`, `order_request`, `plans_of`, `funnel`, `rates`, `comparison`, `proof`.
Verbs (`service`): `refresh` first, on opening, after an import or an undo, and once a day; `mark_sent`, `not_arrived`,
`hold`, `release`, `opt_out`, `edit_plan`, `switch_plan`, `reset_plan`, `add_plan`. All but `refresh` can be taken back.
The topic of their news is "requests".
"""
