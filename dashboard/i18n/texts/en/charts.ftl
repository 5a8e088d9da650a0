# Labels of the charts, and the alternative text of each chart.

charts-under = under { $cut }
charts-between = { $low }–{ $high }
charts-from = { $cut } +
charts-now-to-target = now → target
charts-chance = chance
charts-change = change
charts-forecast = Forecast
charts-team = Team
charts-no-forecast-because = No forecast: { $reason }

charts-target = Target
charts-by = by { $day }
charts-steady-pace = Steady pace
charts-now = now
charts-outcomes-80 = 8 in 10 outcomes
charts-outcomes-50 = 5 in 10
charts-middle = Middle outcome
charts-reach = reach target
charts-stay = end inside
charts-miss = { $chance } miss it
charts-drawn-later = drawn { $lead } later
charts-own-dates = lead not known: drawn on its own dates
charts-grey-usual = grey = usual range
charts-arriving = already measured:
charts-arriving-next = next { $time }
charts-usual = usual
charts-outside = outside its usual range
charts-week = wk { $number }
charts-measured-on = measured { $day }

charts-alt-strip = Chance of reaching each target.
charts-alt-group = { $title }, { $status }:
charts-alt-last-week = last week { $chance }
charts-alt-team = team says { $chance }
charts-alt-panel = { $name }: { $value } in the last period. Periods before: { $before }. Last twelve months: { $months }.
charts-alt-usual = Usual range { $range }.
charts-alt-key-result = { $name }: { $now } on { $day }, target { $target } by { $due }.
charts-alt-key-result-empty = { $name }: no value in this cycle yet, target { $target } by { $due }.
charts-alt-pace = Steady pace would be at { $value }.
charts-alt-forecast = Forecast for { $due }: { $median } in the middle, { $low } to { $high } in 8 of 10 outcomes.
charts-alt-chance = Chance of reaching the target: { $chance }.
charts-alt-no-forecast = No forecast.
charts-alt-lead = { $name }: { $role }, last value { $value } on { $day }.
charts-alt-belief = Chance of reaching the target over the cycle: forecast { $forecast }, team { $team }.
charts-alt-range = { $last }, from { $low } to { $high } since { $day }
charts-alt-none = not asked yet
charts-alt-landing = Progress { $progress } now. Lands at { $median } in the middle, { $low } to { $high } in 8 of 10 outcomes.
charts-alt-no-landing = Progress { $progress } now. No forecast of where it lands.
charts-alt-steady = Steady pace today: { $pace }.

charts-could-be-chance = could be chance
charts-lag-before = { $count } { $grain ->
    [day] d
    [week] wk
    [month] mo
   *[quarter] qtr
} before
charts-lag-after = { $count } { $grain ->
    [day] d
    [week] wk
    [month] mo
   *[quarter] qtr
} after
charts-lag-same-day = same day
charts-lag-same-week = same week
charts-lag-same-month = same month
charts-lag-same-quarter = same quarter
charts-lag-chance-to = up to { $chance } could be chance
charts-alt-lags = How strongly { $kpi } goes together with { $outcome } when one of them is shifted, from { $first } to { $last }.
charts-alt-lags-empty = { $kpi } and { $outcome } could not be compared yet: too few periods have values of both.
charts-alt-lags-outside = Beyond what could be chance: { $shown }.
charts-alt-lags-inside = No shift is beyond what could be chance.
charts-alt-lags-chance = Up to { $chance } could be chance.
