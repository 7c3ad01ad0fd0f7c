"""Takes staged customers in: one person per e-mail, phone, handle or account of a channel, whatever file names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from storeapp.customers import people
from storeapp.customers.matching import Groups, consent_of, later, told
from storeapp.customers.together import Together
from storeapp.store.bulk import Selected
from storeapp.store.intake import CHANGED, NEW, SAME, Change, Intake
from storeapp.store.tables import Customer, Identity

EXPLICIT = "9999-99-99"  # stamp of a value from a list of customers
UNDATED = "0000-00-00"
FACTS = ("name", "email", "phone", "language", "country", "city")
WRITTEN = (*FACTS, "consent", "source_batch", "source_row")

# Where keys come from: (kind, key, value, from). Each is (channel, kind, key) -> the value as given.
_KEYS = (
    ("c.kind", "c.key", "c.value", "customers c"),
    ("c.alias_kind", "c.alias_key", "c.alias_value", "customers c"),
    ("'email'", "c.email_key", "c.email", "customers c"),
    ("'phone'", "c.phone_key", "c.phone", "customers c"),
    ("'email'", "c.buyer_email_key", "c.buyer_email", "orders c"),
    ("'phone'", "c.buyer_phone_key", "c.buyer_phone", "orders c"),
)
_OLD_KEYS = (
    "SELECT a.node, b.node FROM in_keys b JOIN in_keys a ON a.channel_id = b.channel_id AND a.kind = 'handle' "
    "AND a.key = substr(b.key, 1, instr(b.key, ' (') - 1) WHERE b.kind = 'handle' AND b.key LIKE '_% (%)'"
)


def take_in(intake: Intake, meet: Callable[[Intake], Iterable[tuple[int, int]]]) -> None:
    """Insert and update customers and identities; `temp.in_keys` then says who each (channel, kind, key) is.

    `meet` gives pairs of nodes of `in_keys` that name the buyer of one order in two ways.

    While customers are merged, `in_keys` names each key's own customer; `intake.person` says where its rows go.
    """
    _gather_keys(intake)
    _group_keys(intake, meet)
    _gather_facts(intake)
    _insert_new(intake)
    _unite(intake)
    people.gather_homes(intake)
    _update_known(intake)
    _insert_identities(intake)
    _mark_rows(intake)


def _gather_keys(intake: Intake) -> None:
    intake.scratch(
        "in_keys",
        "node INTEGER PRIMARY KEY, channel_id INTEGER, kind TEXT, key TEXT, value TEXT, grp INTEGER, "
        "customer_id INTEGER, known INTEGER, weak INTEGER, UNIQUE (channel_id, kind, key)",
    )
    for kind, key, value, source in _KEYS:
        intake.gather(
            "in_keys",
            "channel_id, kind, key, value",
            f"SELECT f.channel_id, {kind}, {key}, {value} FROM staging.{source} "
            f"JOIN in_files f ON f.file_no = c.file_no WHERE {value} IS NOT NULL AND coalesce({key}, '') <> ''",
            again="DO UPDATE SET value = excluded.value WHERE excluded.value > value",
        )
    # Shops of earlier versions have customers under a user name and a first word of the name: "annm (ann)".
    intake.gather(
        "in_keys",
        "channel_id, kind, key, value",
        "SELECT i.channel_id, i.kind, i.key, i.value FROM in_keys k CROSS JOIN main.identities i "
        "ON i.channel_id = k.channel_id AND i.kind = 'handle' AND i.key > k.key || ' (' AND i.key < k.key || ' )' "
        "WHERE k.kind = 'handle'",
    )
    # A bare name that a file gives where others give a user name: two people may share it.
    intake.amend("in_keys", "weak = kind = 'handle' AND key LIKE '% %' AND key NOT LIKE '% (%)'")
    intake.amend(
        "in_keys",
        "grp = node, customer_id = (SELECT coalesce(i.merged_from, i.customer_id) FROM main.identities i "
        "WHERE i.channel_id = in_keys.channel_id AND i.kind = in_keys.kind AND i.key = in_keys.key)",
    )
    intake.amend("in_keys", "known = customer_id IS NOT NULL")


def _group_keys(intake: Intake, meet: Callable[[Intake], Iterable[tuple[int, int]]]) -> None:
    """Give keys that one row or one order names together, and keys that one stored customer has, the same group."""
    met = list(meet(intake))
    groups = Groups(intake.number("SELECT max(node) FROM in_keys"))
    own = "JOIN in_keys a ON a.channel_id = f.channel_id AND a.kind = c.{0}kind AND a.key = c.{0}key"
    for kind, key, value, source in _KEYS[1:]:
        prefix = "customer_" if source == "orders c" else ""
        links = intake.stream(
            f"SELECT a.node, b.node FROM staging.{source} JOIN in_files f ON f.file_no = c.file_no "
            f"{own.format(prefix)} JOIN in_keys b ON b.channel_id = f.channel_id AND b.kind = {kind} AND b.key = {key} "
            f"WHERE {value} IS NOT NULL AND a.node <> b.node"
        )
        for one, other in links:
            groups.join(one, other)
    for one, other in (*met, *intake.stream(_OLD_KEYS)):
        groups.join(one, other)
    stored = intake.stream(
        "SELECT node, min(node) OVER (PARTITION BY customer_id) FROM in_keys WHERE customer_id IS NOT NULL"
    )
    for one, other in stored:
        groups.join(one, other)
    intake.amend_rows("in_keys", "grp = ?2 WHERE node = ?1", groups.moved())
    intake.scratch(
        "in_groups", "grp INTEGER PRIMARY KEY, customer_id INTEGER, stored INTEGER, fresh INTEGER, changed INTEGER"
    )
    intake.gather(
        "in_groups",
        "grp, customer_id, stored, fresh, changed",
        "SELECT grp, min(customer_id), count(DISTINCT customer_id), min(customer_id) IS NULL, 0 "
        "FROM in_keys WHERE true GROUP BY grp",
    )


def _gather_facts(intake: Intake) -> None:
    """The latest name, e-mail ... of each group as "<stamp><value>"; a later order knows better than an earlier one."""
    intake.scratch(
        "in_facts",
        "grp INTEGER PRIMARY KEY, seq INTEGER, explicit_newest TEXT, consent TEXT, "
        + ", ".join(f"{name} TEXT" for name in FACTS),
    )
    packed = ", ".join(f"max(c.stamp || nullif(trim(c.{name}), ''))" for name in FACTS)
    intake.gather(
        "in_facts",
        f"grp, seq, explicit_newest, consent, {', '.join(FACTS)}",
        f"SELECT k.grp, min(c.seq), max(c.newest), min(c.consent), {packed} FROM ("
        "SELECT f.channel_id, c.kind, c.key, c.seq, iif(f.lists_customers, f.newest_on, NULL) AS newest, "
        f"iif(f.lists_customers, '{EXPLICIT}', '{UNDATED}') AS stamp, nullif(c.consent, 'unknown') AS consent, c.name, "
        "c.email, c.phone, c.language, c.country, c.city "
        "FROM staging.customers c JOIN in_files f ON f.file_no = c.file_no UNION ALL "
        "SELECT f.channel_id, o.customer_kind, o.customer_key, NULL, NULL, coalesce(o.placed_on, '0000-00-01'), NULL, "
        "o.buyer_name, o.buyer_email, o.buyer_phone, NULL, o.ship_country, o.ship_city "
        "FROM staging.orders o JOIN in_files f ON f.file_no = o.file_no WHERE o.customer_key IS NOT NULL"
        ") c JOIN in_keys k ON k.channel_id = c.channel_id AND k.kind = c.kind AND k.key = c.key "
        "WHERE true GROUP BY k.grp",
    )


def _insert_new(intake: Intake) -> None:
    intake.scratch("in_new", "pos INTEGER PRIMARY KEY, grp INTEGER UNIQUE")
    intake.gather("in_new", "grp", "SELECT grp FROM in_groups WHERE fresh ORDER BY grp")
    values = {name: f"coalesce(substr(f.{name}, 11), '')" for name in FACTS}
    values |= {"consent": "coalesce(f.consent, 'unknown')", "source_batch": "i.batch_id", "source_row": "c.row"}
    source = (
        "FROM in_new n LEFT JOIN in_facts f ON f.grp = n.grp LEFT JOIN staging.customers c ON c.seq = f.seq "
        "LEFT JOIN in_files i ON i.file_no = c.file_no WHERE true"
    )
    count = intake.number("SELECT count(*) FROM in_new")
    ids = intake.tx.insert_selected(Customer, Selected("n.pos", values, source), count)
    intake.amend("in_groups", "customer_id = ? + n.pos FROM in_new n WHERE n.grp = in_groups.grp", (ids.start - 1,))
    intake.amend("in_keys", "customer_id = g.customer_id FROM in_groups g WHERE g.grp = in_keys.grp")
    intake.tally("customers").new += len(ids)


def _unite(intake: Intake) -> None:
    """Stored customers that share a group become the oldest one of them."""
    doubles = list(
        intake.stream(
            "SELECT coalesce(i.merged_from, i.customer_id) AS lost, g.customer_id, g.grp FROM in_groups g "
            "CROSS JOIN in_keys k ON k.grp = g.grp CROSS JOIN main.identities i "
            "ON i.channel_id = k.channel_id AND i.kind = k.kind AND i.key = k.key "
            "WHERE g.stored > 1 AND lost <> g.customer_id GROUP BY 1, 2 ORDER BY 2, 1"
        )
    )
    for lost, kept, group in doubles:
        intake.amend("in_groups", "changed = 1 WHERE grp = ?", (group,))
        _fold_into(intake, lost, kept)
    if doubles:
        moves = {lost: kept for lost, kept, _group in doubles}
        people.join_in(intake, moves)
        intake.tx.delete(Customer, moves)
        intake.tally("customers").changed += len(set(moves.values()))


def _fold_into(intake: Intake, lost: int, kept: int) -> None:
    """Give the kept customer what the lost one knew; the one with the later order knows better."""
    # The newest order of all, canceled ones too: what they say of a buyer is no older for that.
    names = (*FACTS, "consent", "do_not_contact", "note", "newest")
    newest = "(SELECT max(o.placed_on) FROM main.orders o WHERE o.customer_id = c.id) AS newest"
    sql = f"SELECT {', '.join(names[:-1])}, {newest} FROM main.customers c WHERE c.id = ?"
    mine = dict(zip(names, next(intake.stream(sql, (kept,))), strict=True))
    other = dict(zip(names, next(intake.stream(sql, (lost,))), strict=True))
    first, second = mine, other
    if (other["newest"] or "") > (mine["newest"] or ""):
        first, second = other, mine
    values: dict[str, Any] = {name: first[name] or second[name] for name in FACTS}
    if first["newest"] == second["newest"]:
        values = {name: max(first[name], second[name]) for name in FACTS}
    notes = [note for note in (mine["note"], other["note"]) if note]
    intake.tx.update(
        Customer,
        kept,
        **values,
        consent=consent_of(mine["consent"], other["consent"]),
        do_not_contact=max(mine["do_not_contact"], other["do_not_contact"]),
        note="\n".join(dict.fromkeys(notes)),
    )


def _update_known(intake: Intake) -> None:
    rows = intake.stream(
        "SELECT g.grp, c.id, iif(c.merged_into IS NULL, "
        "(SELECT max(o.placed_on) FROM main.orders o WHERE o.customer_id = c.id), "
        "(SELECT max(o.placed_on) FROM main.orders o WHERE o.merged_from = c.id)), b.newest_on, "
        "f.explicit_newest, s.file_no, s.row, i.batch_id, "
        f"c.consent, f.consent, {', '.join(f'c.{n}, f.{n}' for n in FACTS)} "
        "FROM in_groups g CROSS JOIN in_facts f ON f.grp = g.grp CROSS JOIN main.customers c ON c.id = g.customer_id "
        "LEFT JOIN main.import_batches b ON b.id = c.source_batch LEFT JOIN staging.customers s ON s.seq = f.seq "
        "LEFT JOIN in_files i ON i.file_no = s.file_no WHERE NOT g.fresh ORDER BY g.grp"
    )
    changed: list[tuple[int]] = []
    together = Together(intake)
    updated = intake.tx.update_many(Customer, WRITTEN, _changed_rows(intake, together, rows, changed))
    together.finish()
    intake.amend_rows("in_groups", "changed = 1 WHERE grp = ?", changed)
    intake.tally("customers").changed += updated


def _changed_rows(
    intake: Intake, together: Together, rows: Iterator[tuple[Any, ...]], changed: list[tuple[int]]
) -> Iterator[tuple[Any, ...]]:
    for group, customer, last_on, newest, explicit_newest, file_no, row, batch, consent, new_consent, *pairs in rows:
        kept = intake.edited("customers", customer)
        chosen = together.chosen(customer)
        if _shop_is_believed(intake, customer, file_no, (explicit_newest, newest), pairs, kept):
            explicit_newest, newest = UNDATED, EXPLICIT
        before, after = pairs[::2], []
        for name, stored, packed in zip(FACTS, pairs[::2], pairs[1::2], strict=True):
            if name in chosen:
                own = known_better(together.own(customer, name), packed, last_on, explicit_newest, newest)
                together.knows_better(customer, name, own)
                after.append(stored)
                continue
            better = stored if name in kept else known_better(stored, packed, last_on, explicit_newest, newest)
            if name not in kept and file_no is not None and intake.emptied(file_no, "customers", name, stored, packed):
                better = ""
            after.append(better)
        agreed = consent_of(consent, new_consent)
        together.agrees(customer, new_consent)
        if before == after and agreed == consent:
            continue
        changes: list[Change] = [
            (n, old, new)
            for n, old, new in zip((*FACTS, "consent"), (*before, consent), (*after, agreed), strict=True)
            if old != new
        ]
        changed.append((group,))
        together.learnt(customer, changes)
        if file_no is not None:
            intake.note_change(file_no, row or 0, "customers", after[0] or str(customer), changes)
        yield (customer, *after, agreed, batch, row)


def _shop_is_believed(
    intake: Intake, customer: int, file_no: int | None, stamps: tuple[Any, Any], pairs: Sequence[Any], kept: set[str]
) -> bool:
    """Whether a list of customers is taken as the older state: no date tells, the owner said so."""
    if file_no is None or told(*stamps) is not None:
        return False
    differs = [
        (name, stored, packed[10:])
        for name, stored, packed in zip(FACTS, pairs[::2], pairs[1::2], strict=True)
        if packed and packed[:10] == EXPLICIT and stored and packed[10:] != stored and name not in kept
    ]
    if differs:
        intake.doubt(file_no, "customers", pairs[0] or str(customer), differs)
    return not intake.settle(file_no, None)


def known_better(
    stored: str, packed: str | None, last_order_on: str | None, explicit_newest: str | None, stored_newest: str | None
) -> str:
    """The value to keep of a stored one and an incoming "<stamp><value>".

    A list of customers beats what orders say, unless it is older than the file the stored value came from; among
    orders the latest one counts, and of two of the same day the larger word, so that the order of files is no matter.
    """
    if packed is None or packed[10:] == stored:
        return stored
    stamp, value = packed[:10], packed[10:]
    if not stored:
        return value
    if stamp == EXPLICIT:
        return stored if later(explicit_newest, stored_newest) < 0 else value
    if stamp == UNDATED and last_order_on:
        return stored
    known = last_order_on or UNDATED
    if stamp == known or not last_order_on:
        return max(stored, value)
    return value if stamp > known else stored


def _insert_identities(intake: Intake) -> None:
    owner, home = people.owner_sql("k.customer_id")
    intake.scratch("in_new_keys", "pos INTEGER PRIMARY KEY, node INTEGER")
    intake.gather("in_new_keys", "node", "SELECT node FROM in_keys WHERE NOT known ORDER BY node")
    columns = owner | {name: f"k.{name}" for name in ("channel_id", "kind", "value", "key")}
    source = f"FROM in_new_keys n JOIN in_keys k ON k.node = n.node {home} WHERE true"
    count = intake.number("SELECT count(*) FROM in_new_keys")
    intake.tx.insert_selected(Identity, Selected("n.pos", columns, source), count)
    renamed = intake.stream(
        "SELECT i.id, k.value FROM in_keys k CROSS JOIN main.identities i ON i.channel_id = k.channel_id "
        "AND i.kind = k.kind AND i.key = k.key WHERE k.known AND k.value > i.value"
    )
    intake.tx.update_many(Identity, ("value",), list(renamed))


def _mark_rows(intake: Intake) -> None:
    rows = intake.stream(
        "SELECT c.file_no, c.row, g.fresh, g.changed, k.known AND coalesce(a.known, 1) "
        "FROM staging.customers c JOIN in_files f ON f.file_no = c.file_no "
        "JOIN in_keys k ON k.channel_id = f.channel_id AND k.kind = c.kind AND k.key = c.key "
        "JOIN in_groups g ON g.grp = k.grp LEFT JOIN in_keys a "
        "ON a.channel_id = f.channel_id AND a.kind = c.alias_kind AND a.key = c.alias_key"
    )
    tally = intake.tally("customers")
    for file_no, row, fresh, changed, known in rows:
        verdict = NEW if fresh else CHANGED if changed or not known else SAME
        intake.mark(file_no, row, verdict)
        tally.same += verdict == SAME
