"""A list with its inspector, whole: this is how a page of that kind is put together.

A page says what is its own, and this package does the rest:

1. *Rows.* A frozen row with an `id`, and a frozen dataclass of filters (`kernel/filters`). The room's `queries` give a
   listing with `count`, `rows` and `position`; a long list inherits them from `store/listing.Windows` and says only
   its conditions, its orders and how ids become rows. A list that is short by nature is read whole (`whole.AllRows`).
2. *Columns.* A sequence of `qtkit/table` columns; a column's id is the name of its filter and of its order.
3. *Sentences.* `declaration.Sentences`: what is said while it is read, when there is nothing, when nothing matches,
   when it could not be read, when nothing is chosen, and how many there are.
4. *Filters.* `filter_bar.Facets` lists the filters of the menu, each with its choices; `views.ViewsBar` shows the ready
   and the saved views, which `store/saved_views` keeps.
5. *Inspector.* A function that builds a `qtkit/panels.Inspector`, what it reads (`read(conn, id)`), and how it shows
   that (`show(inspector, found)`).
6. *Actions.* The page's `ACTIONS`, each handler one `Desk.do`; those of scope "list" live in `bench.table`.

`declaration.ListSpec` holds 1 to 5, `bench.Workbench(page, spec)` is the widget. A page that is nothing else inherits
`page.ListPage` and gives the spec; a page of several lists puts several benches side by side.

What one gets: rows read in windows, never more than a few thousand in memory; loading, empty, unmatched and failed
states, each with its way out; a foot with the count, the sum of what is selected and the keys; the first row chosen,
and the same record kept by its id whatever is read again; `go_to(id)`, which finds a record in the list as it is or in
one that holds it; the inspector read beside the window, begun at its top with every other record, and laid under the
list in windows narrower than 1280; keys that were pressed before the rows came, kept by the page until they are there.
"""
