### A workspace that has nothing to show yet.

page-start = Start
start-eyebrow-new = A new workspace
start-title = Say early, and honestly, whether a target will be reached, and which KPI says so first.
start-lead = Three steps, about ten minutes. You can stop after each one.
start-source = Add a source
start-source-text = A CSV or spreadsheet is enough. Write one file in <code>sources/</code> that says where it is, which column holds the date, and which hold the KPIs.
start-source-done = { $count ->
    [one] 1 source is described
   *[other] { $count } sources are described
}
start-objective = Write one objective
start-objective-text = What should become true, and why. Then two to five key results in <code>okrs/</code>, each with a number to start from, a target and a date, and the KPIs that lead it.
start-objective-done = { $count ->
    [one] 1 objective is written
   *[other] { $count } objectives are written
}
start-apply = Read them in, and fetch the data
start-apply-text = <code>apply</code> shows what it will change before it does; <code>sync</code> fetches, checks and computes. The first forecast comes with 8 weekly values.
start-sync = Fetch the data
start-sync-text = Everything is read in. <code>sync</code> fetches the sources, checks every row, and computes the first forecasts. The first forecast comes with 8 weekly values.
start-demo = Just looking? <code>fremdrift demo PATH</code> writes a demo company that you can open.
start-preview = What you will see
start-preview-number = 31 %, unlikely, about 3 in 10
start-preview-text = The chance of reaching the target by its date, next to the team’s confidence, and what changed since last week. (Invented numbers.)
start-waiting-title = Your objectives are written. The data are next.
start-waiting-lead = One step is left.
start-reload = This page shows the review as soon as there is something to show: reload it after <code>sync</code>.
start-done = This workspace is ready.
start-open = Open the weekly review
