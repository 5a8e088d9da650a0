### One key result.

page-key-result = Key result
kr-eyebrow = Objective: { $objective }{ $team ->
    [none] {""}
   *[other] {" "}· { $team }
}{ $owner ->
    [none] {""}
   *[other] {" "}· owner { $owner }
} · { $data }
kr-title = { $name }: from { $baseline } to { $target } by { $day }
kr-title-maintain = { $name }: stay within { $target } until { $day }
kr-title-milestone = { $name }: { $count ->
    [one] 1 step
   *[other] { $count } steps
  } by { $day }
kr-title-bare = { $name }: { $target } by { $day }
kr-now = Now
kr-now-empty = no value yet
kr-now-higher = { $gap } higher than { $before ->
    [week] last week
    [month] last month
    [quarter] last quarter
   *[other] before
}
kr-now-lower = { $gap } lower than { $before ->
    [week] last week
    [month] last month
    [quarter] last quarter
   *[other] before
}
kr-now-same = same as { $before ->
    [week] last week
    [month] last month
    [quarter] last quarter
   *[other] before
}
kr-now-on = measured through { $day }
kr-running = { $grain ->
    [week] week so far
    [month] month so far
    [quarter] quarter so far
   *[other] so far
} { $value }
kr-pace = Steady pace today
kr-pace-behind = { $gap } behind pace
kr-pace-ahead = { $gap } ahead of pace
kr-pace-on = on pace
kr-inside = Periods inside so far
kr-inside-text = of this cycle; inside means { $range }
kr-inside-remaining = expected inside in { $inside } of the { $remaining } to come
kr-inside-remaining-all = expected inside in nearly all of the { $remaining } to come
kr-inside-remaining-none = expected inside in hardly any of the { $remaining } to come
kr-steps = Steps done
kr-chance = Forecast: chance of reaching target
kr-chance-stay = Forecast: chance of ending inside
kr-chance-keep = Forecast: chance of keeping the target
kr-chance-up = ▲ { $points } since last week ({ $before })
kr-chance-down = ▼ { $points } since last week ({ $before })
kr-chance-same = same as last week
kr-chance-first = Change appears after the second week.
kr-result = Result
kr-reached-on = reached on { $day }
kr-no-forecast = No forecast
kr-points = { $count ->
    [one] 1 point
   *[other] { $count } points
}
kr-reached-keep = reached on { $day }; keep it until { $due }: { $chance }
kr-inside-since-on = inside since { $day }
kr-inside-since-keep = inside since { $day }; stay until { $due }: { $chance }
kr-team = Team’s confidence
kr-team-none = no check-in yet
kr-team-who = { $who }, { $day }
kr-team-above = <b>{ $points } above the forecast</b>: talk about why
kr-team-below = <b>{ $points } below the forecast</b>: talk about why
kr-team-agree = close to the forecast

## Required pace
needs-pace = Needs <b>{ $needed }</b> { $period } from now{ $usual ->
    [none] .
   *[other] ; usually { $usual }.
}
needs-hold = It is at the target and has to stay there{ $usual ->
    [none] .
   *[other] ; usually { $usual } { $period }.
}
needs-may-fall = It may fall by <b>{ $needed }</b> { $period } and still end at the target{ $usual ->
    [none] .
   *[other] ; usually { $usual }.
}
needs-may-rise = It may rise by <b>{ $needed }</b> { $period } and still end at the target{ $usual ->
    [none] .
   *[other] ; usually { $usual }.
}
needs-brought = { $enough ->
    [0] None
   *[other] { $enough }
} of { $seen } past { $stretch } reached that.
needs-kept = { $enough ->
    [0] None
   *[other] { $enough }
} of { $seen } past { $stretch } stayed within that.
needs-steps = Needs <b>{ $needed } { $is_one ->
    [yes] step
   *[no] steps
}</b> a month from now{ $so_far ->
    [unknown] .
    [none] ; so far none.
   *[other] ; so far { $so_far }.
}

kr-question = Will it reach the target, and what is already on its way?
kr-question-past = Did it reach the target?
kr-explain = Leading KPIs are drawn later by their lead time, so each point sits where it should show up in the key result. The shaded part after today has been measured but has not had its effect yet.
kr-explain-own = Leading KPIs are drawn on their own dates: their lead time has not been measured yet.
kr-explain-none = No KPI gives early warning yet: none is declared or measured as leading this key result.
kr-explain-compact = Band: 8 in 10 outcomes; dark: 5 in 10. On the right, where it lands by { $day }.
kr-explain-leads = <b>Leading KPIs</b>, drawn later by their lead time. Shaded: measured, without effect yet.
kr-explain-leads-own = <b>KPIs declared leading</b>, on their own dates: the lead time has not been measured yet.
kr-lead-measured = leads by { $lead } · { $strength }
kr-lead-declared = declared leading, not measured yet
kr-lead-assumed = assumed leading, not measured yet
kr-lead-overridden = set to leading by the team, lead not measured
kr-belief = Forecast and team confidence over the cycle
kr-belief-text = Both answer the same question: will it reach the target by { $day }?
kr-belief-empty = Nothing to compare yet: the first forecast and the first check-in start the lines.
kr-steps-title = Which steps are done?
kr-steps-rate = The steps so far came { $rate }: <b>{ $chance }</b>, { $word }.
steps-one-a-month = one a month
steps-a-month = { $count } a month
steps-every-months = one every { $months } months
kr-step-done = done { $day }
kr-step-open = not done yet

## Leading KPIs in the forecast
lead-title = <b>How each leading KPI changes the forecast</b>, taken alone
lead-lifts = lifts the middle outcome by { $size }{ $better ->
    [lower] {" "}(lower is better).
   *[higher] .
}
lead-pulls = pulls the middle outcome down by { $size }{ $better ->
    [lower] {" "}(lower is better).
   *[higher] .
}
lead-hardly = hardly moves the middle outcome now.
lead-level-need-more = For a 50{"\u00A0"}% chance it needs at least { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usually { $usual }).
}
lead-level-need-less = For a 50{"\u00A0"}% chance it needs at most { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usually { $usual }).
}
lead-level-keep-less = The chance stays above 50{"\u00A0"}% while it is above { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usually { $usual }).
}
lead-level-keep-more = The chance stays above 50{"\u00A0"}% while it is below { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usually { $usual }).
}
lead-level-far = For a 50{"\u00A0"}% chance it needs a level far outside its usual range.
lead-level-safe = The chance falls below 50{"\u00A0"}% only far outside its usual range.
lead-too-late = Its changes from now on come too late for the deadline.
lead-hardly-short = hardly moves it
lead-out-other-grain = not used: counted in other periods
lead-out-gaps = not used: too many gaps
lead-out-flat = not used: it does not move
lead-out-too-old = not used: its latest value has already had its effect
lead-out-too-short = not used: too few values to test it
lead-out-no-help = not used: did not help in backtests
lead-out-not-measured = not used: no lead is measured

## Timeline
kr-log = Check-ins and decisions
kr-log-newest = Newest first
kr-log-empty = No check-in and no decision yet. <code>fremdrift check-in { $id }</code> records one.
kr-log-check-in = { $day } · { $who }{ $value ->
    [none] {""}
   *[other] {" "}· { $value }
}{ $confidence ->
    [none] {""}
   *[other] {" "}· confidence { $confidence }
}
kr-log-step = Step done: { $step }
kr-log-step-open = Not done any more: { $step }
kr-log-decision = { $day } · Decision in the weekly review
kr-log-decision-owner = Owner: { $owner }.
kr-log-decision-due = Due { $day }.
kr-log-revision = { $day } · { $who } changed the { $field }
kr-log-revision-text = From { $old } to { $new }.
kr-log-revision-reason = { $reason }
kr-log-more = { $count ->
    [one] 1 earlier entry
   *[other] { $count } earlier entries
}
field-target = target
field-baseline = baseline
field-due_on = deadline
field-title = title
field-weight = weight
field-kpis = linked KPIs
field-direction = direction
field-milestones = steps
field-owner = owner
field-kpi = measure
field-unit = unit

## Below the timeline
kr-data = The data, { $count ->
    [one] 1 period
   *[other] { $count } periods
}
kr-data-period = Period
kr-data-value = Value
kr-data-forecast = Forecast, middle
kr-data-low80 = 8 in 10 from
kr-data-high80 = 8 in 10 to
kr-data-csv = Download as CSV
kr-how = How the forecast was made
kr-how-method = Method: { $method }.
kr-how-smoothing = It averages exponential smoothing models, weighted by how well each forecast these values in backtests.
kr-how-rate = It continues the rate at which steps were done so far; every step done makes it more certain.
kr-how-fact = Final result; no longer a forecast.
kr-how-season = It includes a yearly season.
kr-how-no-season = It includes no season: the values show none.
kr-how-lead = It uses { $kpi }, measured to lead by { $lead }.
kr-how-lead-tested = It uses { $kpi }, measured to lead by { $lead }: in backtests over { $tested } the errors were { $saved } smaller with it.
kr-how-no-lead = No leading KPI is used: none was measured to lead it.
kr-how-no-lead-helps = No leading KPI is used: those measured to lead it cannot be used, or did not help in backtests.
kr-how-record-moves = The record of { $resolved } resolved key results changes the chance from { $before } to { $after }.
kr-how-record-same = The record of { $resolved } resolved key results leaves the chance at { $after }.
kr-how-record-too-few-settled = Past forecasts do not change the chance yet: { $resolved } of the { $needed_resolved } key results needed are resolved.
kr-how-record-too-few-tested = Past forecasts do not change the chance yet: the correction could be tested on { $tested } of the { $needed_tested } key results needed.
kr-how-record-no-better = Past forecasts do not change the chance: on { $tested } resolved key results the correction would not have helped.
kr-how-points = It used { $count } { $grain ->
    [week] weekly
    [month] monthly
    [quarter] quarterly
   *[other] complete
} values, the last one for the period that ended { $day }.
kr-how-reports = It used the values of { $count } { $grain ->
    [month] months
   *[week] weeks
} from its check-ins, the last one reported on { $day }.
kr-how-steps = It used the { $count ->
    [one] date of the only step
   *[other] dates of the { $count } steps
} done, the last one on { $day }.
kr-how-lands = On { $due } the middle outcome is { $median }; 5 in 10 outcomes lie between { $low50 } and { $high50 }, 8 in 10 between { $low80 } and { $high80 }.
kr-how-none = There is no forecast: { $reason }.
kr-how-status = On track from { $on }, at risk from { $risk }, off track below: the status follows from the chance alone.
kr-how-snapshot = As of { $as_of }; snapshot { $id }, built { $when }.
kr-how-inputs = As of { $as_of }; inputs <code>{ $inputs }</code>; snapshot { $id }, built { $when }.
kr-how-recomputed = As of { $as_of }; recomputed on this page with the entries made after snapshot { $id }, built { $when }.
kr-kpis = { $count ->
    [0] No linked KPI
    [one] The linked KPI
   *[other] The { $count } linked KPIs
}
kr-kpis-none = No KPI is linked to this key result yet.
kr-kpi-name = KPI
kr-kpi-role = Role
kr-kpi-basis = How we know
kr-kpi-value = Now
kr-kpi-threshold = Own threshold
kr-kpi-usual = Usual range
kr-kpi-part = In the forecast
role-leading = Leading
role-lagging = Lagging
basis-own = its own measure: it shows the result
basis-measured = measured, { $certainty } sure
basis-measured-leading = measured: { $lead } before, { $certainty } sure
basis-measured-lagging = measured: { $lead } after, { $certainty } sure
basis-measured-coincident = measured: at the same time, { $certainty } sure
basis-overridden = overridden by { $by }: { $reason }
basis-declared = declared by the team, not measured yet
basis-assumed = assumed: nothing declared, nothing measured
basis-conflict = the data say otherwise
threshold-met = { $threshold }: met
threshold-missed = { $threshold }: not met
threshold-unknown = { $threshold }: not known
kr-pace-steps = of the time has passed
