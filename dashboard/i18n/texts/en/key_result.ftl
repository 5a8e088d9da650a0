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
kr-inside-ahead = expected inside in { $inside } of the { $ahead } to come
kr-inside-ahead-all = expected inside in nearly all of the { $ahead } to come
kr-inside-ahead-none = expected inside in hardly any of the { $ahead } to come
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

## The pace that is needed
needs-pace = Needs <b>{ $needed }</b> { $period } from now{ $usual ->
    [none] .
   *[other] ; usually { $usual }.
}
needs-hold = It is at the target and has to hold{ $usual ->
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
} of { $seen } past { $stretch } brought that much.
needs-kept = { $enough ->
    [0] None
   *[other] { $enough }
} of { $seen } past { $stretch } kept to that.
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
kr-explain = Leading KPIs are drawn later by their lead time, so each point sits where it should show up in the key result. The shaded part after today has been measured but has not arrived yet.
kr-explain-own = Leading KPIs stand on their own dates: how long before they move has not been measured yet.
kr-explain-none = No KPI gives early warning yet: none is declared or measured as leading this key result.
kr-explain-compact = Band: 8 in 10 outcomes; dark: 5 in 10. On the right, where it lands by { $day }.
kr-explain-leads = <b>What leads it</b>, drawn later by its lead time. Shaded: already measured, not arrived yet.
kr-explain-leads-own = <b>What is declared to lead it</b>, on its own dates: the lead has not been measured yet.
kr-lead-measured = leads by { $lead } · { $strength }
kr-lead-declared = declared leading, not measured yet
kr-lead-assumed = assumed leading, not measured yet
kr-lead-overridden = read as leading by the team, lead not measured
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

## What leads it and the forecast
lead-title = <b>What the forecast takes from the KPIs that lead it</b>, each alone
lead-lifts = lifts the middle outcome by { $size }{ $better ->
    [lower] {" "}(lower is better).
   *[higher] .
}
lead-pulls = pulls the middle outcome down by { $size }{ $better ->
    [lower] {" "}(lower is better).
   *[higher] .
}
lead-hardly = hardly moves the middle outcome now.
lead-even-take-more = An even chance would take { $value } or more{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usual { $usual }).
}
lead-even-take-less = An even chance would take { $value } or less{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usual { $usual }).
}
lead-even-hold-less = The chance stays better than even while it is above { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usual { $usual }).
}
lead-even-hold-more = The chance stays better than even while it is below { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}{ $usual ->
    [none] .
   *[other] {" "}(usual { $usual }).
}
lead-even-far = An even chance would take a level far outside of what is usual.
lead-even-safe = Only a level far outside of what is usual would make the chance less than even.
lead-too-late = Nothing that it does from now on arrives before the deadline.
lead-hardly-short = hardly moves it
lead-out-other-grain = not used: counted in other periods
lead-out-gaps = not used: too many gaps
lead-out-flat = not used: it does not move
lead-out-too-old = not used: its newest value has arrived already
lead-out-too-short = not used: too few values to test it
lead-out-no-help = not used: in tests on the past it did not help
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

## What stands below
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
kr-how-smoothing = It averages exponential smoothing filters, each weighed by how well it forecast these values before.
kr-how-rate = It goes on at the rate at which the steps were done: unsure at first, surer with every step.
kr-how-fact = It is settled: this is the result, and no forecast any more.
kr-how-season = A yearly season takes part.
kr-how-no-season = No season takes part: the values show none.
kr-how-lead = It follows { $kpi }, measured to move { $lead } before.
kr-how-lead-tested = It follows { $kpi }, measured to move { $lead } before: over { $tested } of the past its errors were { $saved } smaller with it.
kr-how-no-lead = No KPI takes part: none was measured to lead it.
kr-how-no-lead-helps = No KPI takes part: those that were measured to lead it cannot be used, or did not help in tests on the past.
kr-how-record-moves = The record of { $settled } settled key results moves the chance from { $before } to { $after }.
kr-how-record-same = The record of { $settled } settled key results leaves the chance at { $after }.
kr-how-record-too-few-settled = Past forecasts do not move the chance yet: { $settled } of the { $needed_settled } key results that it takes are settled.
kr-how-record-too-few-tested = Past forecasts do not move the chance yet: what they taught could be tested on { $tested } of the { $needed_tested } key results that it takes.
kr-how-record-no-better = Past forecasts do not move the chance: on { $tested } settled key results it would not have been better.
kr-how-points = It read { $count } { $grain ->
    [week] weekly
    [month] monthly
    [quarter] quarterly
   *[other] complete
} values, the last one for the period that ended { $day }.
kr-how-reports = It read the values of { $count } { $grain ->
    [month] months
   *[week] weeks
} from its check-ins, the last one reported on { $day }.
kr-how-steps = It read the { $count ->
    [one] date of the only step
   *[other] dates of the { $count } steps
} done, the last one on { $day }.
kr-how-lands = On { $due } the middle outcome is { $median }; 5 in 10 outcomes lie between { $low50 } and { $high50 }, 8 in 10 between { $low80 } and { $high80 }.
kr-how-none = There is no forecast: { $reason }.
kr-how-status = On track from { $on }, at risk from { $risk }, off track below: the status is only a cut of the chance.
kr-how-snapshot = As of { $as_of }; snapshot { $id }, built { $when }.
kr-how-inputs = As of { $as_of }; inputs <code>{ $inputs }</code>; snapshot { $id }, built { $when }.
kr-how-anew = As of { $as_of }; judged anew on this page with what was written after snapshot { $id }, built { $when }.
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
basis-overridden = { $by } knows better: { $reason }
basis-declared = declared by the team, not measured yet
basis-assumed = assumed: nothing declared, nothing measured
basis-conflict = the data say otherwise
threshold-met = { $threshold }: met
threshold-missed = { $threshold }: not met
threshold-unknown = { $threshold }: not known
kr-pace-steps = of the time has passed
