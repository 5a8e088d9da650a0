### Leading and lagging: what the data say about each KPI and its key result, and why.

menu-evidence = Evidence
page-leading-lagging = Leading and lagging
ev-eyebrow = Evidence · { $name } · { $tested }
ev-eyebrow-all = Evidence · { $cycle }{ $team ->
    [none] {""}
   *[other] {" "}· { $team }
}
ev-tested = tested on { $points } to { $day }
ev-untested = not tested

## The verdict as a label
verdict-leading = Leading
verdict-lagging = Lagging
verdict-coincident = Same time
verdict-none = No clear link
verdict-unclear = Not clear yet
verdict-too_little = Too little data ({ $points } of { $needed } { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
})
verdict-own = Own measure
verdict-untested = Not tested

## The verdict in a sentence
ev-says-leading = { $kpi } is a leading KPI for { $outcome }: it moves about { $lead } earlier.
ev-says-lagging = { $kpi } is a lagging KPI for { $outcome }: it moves about { $lead } later.
ev-says-coincident = { $kpi } moves in the same { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
} as { $outcome }: it gives no early warning.
ev-says-none = { $kpi } shows no clear link with { $outcome }.
ev-says-too-little = Too little data to say whether { $kpi } leads { $outcome }: { $points } of { $needed } { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
}.
ev-says-unclear = The data cannot say yet whether { $kpi } leads { $outcome }.
ev-says-unclear-few = The data cannot say yet whether { $kpi } leads { $outcome }: both have values for { $points }; most links need { $needed } to show.
ev-conflict-leading = { $kpi } is declared lagging for { $outcome }, but it moves about { $lead } earlier.
ev-conflict-lagging = { $kpi } is declared leading for { $outcome }, but it moves about { $lead } later.
ev-says-overridden = { $kpi } counts as { $role } for { $outcome }: { $who } overrode what the data say.
ev-own = { $kpi } is what “{ $outcome }” is measured by: it shows the result, not what is on its way.
ev-no-measure = { $kpi } cannot be tested: “{ $outcome }” has no measure of its own.
ev-counts-declared = It counts as { $role } because the team declared it so.
ev-counts-assumed = It counts as { $role } because nothing is declared: that is assumed from what it measures.
ev-data-say = The data say that { $verdict }.
ev-claim-leading = it leads by { $lead }
ev-claim-lagging = it follows by { $lead }
ev-claim-coincident = it moves in the same { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}
ev-claim-none = there is no clear link
ev-claim-too-little = it is not clear yet
ev-role-leading = leading
ev-role-lagging = lagging

## All of them
ev-all = { $leading ->
    [0] No linked KPI is measured to lead its key result yet
    [one] 1 of { $total } linked KPIs leads its key result
   *[other] { $leading } of { $total } linked KPIs lead their key results
}{ $conflicts ->
    [0] .
    [one] ; 1 is declared the opposite of what the data say.
   *[other] ; { $conflicts } are declared the opposite of what the data say.
}
ev-all-none = No KPI is linked to a key result yet.
ev-none-linked = No KPI is linked to “{ $name }” yet.
ev-not-linked = { $kpi } is not linked to “{ $name }”.
ev-next-link = Link one in the file of the objectives: under the key result <code>{ $id }</code> write <code>kpis: [{"{"}kpi: its-id, declared: leading{"}"}]</code>, then <code>fremdrift apply</code> and <code>fremdrift sync</code>.
ev-next-link-any = Link one in the files of the objectives: under a key result write <code>kpis: [{"{"}kpi: its-id, declared: leading{"}"}]</code>, then <code>fremdrift apply</code> and <code>fremdrift sync</code>.
ev-next-measure = This key result has no measure of its own, so nothing can be tested and the declared roles apply. Give <code>{ $id }</code> a <code>kpi</code> in the file of the objectives to have its KPIs tested.

## The chart
ev-question = When does the KPI move, compared with the key result?
ev-removed-trendseason = Strength of the link at each shift, after removing trend and season. Outside the grey band is unlikely to be chance.
ev-removed-trend = Strength of the link at each shift, after removing the trend; there was no season to remove. Outside the grey band is unlikely to be chance.
ev-removed-mixed = Strength of the link at each shift: the trend is removed, a season allowed for. Outside the grey band is unlikely to be chance.
ev-no-chart = Nothing to draw yet: both sides need more periods in common.
ev-chart-leading = Leads by { $lead }{ $way ->
    [opposite] , the opposite way
   *[same] {""}
}
ev-chart-lagging = Lags by { $lead }{ $way ->
    [opposite] , the opposite way
   *[same] {""}
}
ev-chart-coincident = Moves in the same { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}{ $way ->
    [opposite] , the opposite way
   *[same] {""}
}
ev-chart-span-before = 8 in 10 of the effect: { $low } to { $lead } before
ev-chart-span-after = 8 in 10 of the effect: { $low } to { $lead } after
ev-same-period = same { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}
ev-shift-same = in the same { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}
ev-lead-after = { $lead } after
ev-shift-before = { $lead } before
ev-shift-after = { $lead } after

## Why
ev-why-leading = Why we say “leading”
ev-why-lagging = Why we say “lagging”
ev-why-coincident = Why we say “same time”
ev-why-none = Why we say “no clear link”
ev-why-too_little = Why we say “too little data”
ev-why-unclear = Why we say “not clear yet”
ev-why-own = Why it is not tested
ev-why-untested = Why it is not tested
ev-why-own-text = A measure compared with itself always moves at the same time, which says nothing. It counts as lagging: it shows the result.
ev-verdict = Verdict:
ev-why-untested-text = There is nothing to compare it with: the key result has no measure of its own. The declared role applies.
ev-verdict-leading = Leading by { $lead } · { $strength }
ev-verdict-lagging = Lagging, { $lead } · { $strength }
ev-verdict-coincident = Same time · { $strength }
ev-strongest = Strongest link is { $shift }, { $link }
ev-claimed = Link of { $link } at { $shift }; the strongest, { $top }, is { $where }
ev-spread-leading = The effect arrives little by little, { $low } to { $lead } later
ev-spread-lagging = It follows little by little, { $low } to { $lead } later
ev-word-spread = spread
ev-word-clear = clear
ev-word-weak = weak
ev-word-chance = could be chance
ev-word-unclear = not enough
ev-opposite = They move opposite ways
ev-opposite-meant = They move opposite ways, as they should: less of one is better
ev-opposite-odd = They move opposite ways: when the KPI gets better, the key result gets worse
ev-same-odd = They move the same way, though what is better for one is worse for the other
ev-word-opposite = opposite
ev-word-odd = unexpected
ev-help = Improves the forecast on { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
} it never saw
ev-help-none = Does not improve the forecast on { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
} it never saw
ev-help-untried = Too few { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
} to test whether it improves the forecast
ev-help-mixed = Not tested whether it improves the forecast: the two are measured in different periods
ev-word-lower = error { $share } lower
ev-word-higher = error { $share } higher
ev-word-no-help = no help
ev-word-untried = not tested
ev-windows = Same answer in { $agreeing } of { $windows } parts of the history
ev-word-steady = steady
ev-word-mixed = mixed
ev-sure-leading = How sure it is that the KPI leads
ev-sure-lagging = How sure it is that the KPI follows
ev-sure-coincident = How sure it is that they move together
ev-sure-none = How sure it is that there is no link
ev-sure-too_little = How likely it is that there is no link at all
ev-word-sure = { $share } sure
ev-word-likely = { $share }
ev-few = Both have values for only { $points }
ev-few-unclear = Both have values for { $points }; most links need { $needed } to show
ev-word-few = few
ev-short = Both have values for { $points } of the { $needed } { $grain ->
    [week] weeks
    [month] months
   *[quarter] quarters
} needed for a comparison
ev-word-short = too few
ev-season-year = The time of year was removed from both; part of the link may still be holidays
ev-season-quarter = The pattern within the quarter was removed from both; some of it may be left in the link
ev-season-month = The pattern within the month was removed from both; some of it may be left in the link
ev-season-week = The pattern within the week was removed from both; some of it may be left in the link
ev-word-watch = watch
ev-set-aside = { $count ->
    [one] 1 gap or outlier carries no weight
   *[other] { $count } gaps and outliers carry no weight
}
ev-word-some = set aside
ev-word-many = many
ev-declared-leading = Declared leading, but the data say that it follows
ev-declared-lagging = Declared lagging, but the data say that it leads
ev-conflict-word = conflict
ev-cause = A link is not proof of cause. The owner can override the verdict with a reason.

## Reviews by people
ev-accept = Accept
ev-accept-save = Accept the verdict
ev-override = Override with a reason
ev-override-role = What is it really?
ev-override-reason = Why? What do you know that the data do not?
ev-override-save = Save override
ev-by = Recorded by
ev-withdraw = Withdraw
ev-accept-empty = Write who accepts it.
ev-withdraw-empty = Write who withdraws it.
ev-override-empty = Choose a role, and write the reason and who says so.
ev-saved-accepted = Accepted.
ev-saved-overridden = Saved: it counts as { $role }.
ev-saved-withdrawn = Withdrawn. Data or declaration decide the role again.
ev-accepted = Accepted by { $who } on { $day }
ev-overridden = Overridden by { $who } on { $day }: it counts as { $role }
ev-said-leading = The data said “leading” then; they say something else now.
ev-said-lagging = The data said “lagging” then; they say something else now.
ev-said-coincident = The data said “same time” then; they say something else now.
ev-said-none = The data said “no clear link” then; they say something else now.
ev-said-too-little = There was too little data then; there is enough now.

## The table
ev-rows = All KPIs on this key result
ev-rows-all = All KPIs, those that contradict their declaration first
ev-rows-choose = Choose a KPI to see why.
ev-rows-without = { $count ->
    [one] “{ $names }” has no KPI that could lead it.
   *[other] { $count } key results have no KPI that could lead them: { $names }.
}
ev-column-kpi = KPI
ev-column-key-result = Key result
ev-column-verdict = Verdict
ev-column-lead = Lead time
ev-column-strength = Strength
ev-column-helps = Helps the forecast
ev-column-steady = How steady
ev-helps-lower = { $share } lower error
ev-helps-higher = { $share } higher error
ev-helps-none = no
ev-steady = { $agreeing } of { $windows } parts
ev-basis-own = it shows the result
ev-basis-declared = counts as { $role }: declared
ev-basis-assumed = counts as { $role }: assumed
ev-basis-overridden = counts as { $role }: overridden
ev-basis-conflict-leading = declared leading
ev-basis-conflict-lagging = declared lagging
ev-open-key-result = Open key result
ev-see-all = All KPIs
