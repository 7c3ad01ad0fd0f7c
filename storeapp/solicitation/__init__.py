"""Asking every buyer for a review, at the right time and within the rules, with the reason wherever nobody is asked.

Pure: `rules.judge` says where one order stands; `plans` what the owner wants, `delivery` when a parcel came, `timing`
the buyer's own hours, `limits` what law and platform allow, `results` what came of it, `wording` all of it in words.

Reads (`queries`): `counts`, `queue`, `order_request`, `plans_of`; (`outcomes`): `funnel`, `rates`,
`comparison`, `proof`, `stars`, `per_order`.
Verbs (`service`): `refresh` first, on opening, after an import or an undo, and once a day; `mark_sent`, `not_arrived`,
`hold`, `release`, `opt_out`, `edit_plan`, `switch_plan`, `reset_plan`, `add_plan`, `save_mails`, `set_address`. All but
`refresh` can be taken back. Letters are made by `messages.queries.mails_of`, what came of them is read by `outcomes`.
The topic of their news is "requests".
"""
