### The weekly review.

page-review = Weekly review
review-eyebrow = Weekly review · { $week } · { $data } · { $left }
review-question = Will we make our objectives?
review-question-past = Did we make it?
review-legend = Chance of reaching each target by { $day }.
review-legend-past = How each key result ended.
review-legend-many = Chance of reaching each target by its deadline.
review-legend-now = forecast now
review-legend-week = last week
review-legend-team = team’s confidence, dotted when { $points }+ points away
review-no-change-yet = Change appears after the second week.

## Headline: the count, the objectives, and what moved
review-headline = { $count }{ $objectives }. { $movement }
review-headline-only = { $count }{ $objectives }.
review-count-all = { $total ->
    [one] The only key result is on track
   *[other] All { $total } key results are on track
}
review-count-all-reached = All { $total } key results are on track or reached
review-count-some = { $count } of { $total } key results { $count ->
    [one] is
   *[other] are
} on track
review-count-some-reached = { $count } of { $total } key results { $count ->
    [one] is
   *[other] are
} on track or reached
review-count-none = { $total ->
    [one] The only key result is not on track
   *[other] None of the { $total } key results is on track
}
review-count-no-forecast = { $total ->
    [one] The only key result has no forecast yet
   *[other] None of the { $total } key results has a forecast yet
}
review-count-not-started = { $total ->
    [one] 1 key result is written
   *[other] { $total } key results are written
}
review-clause-none = , but no objective is yet
review-clause-none-either = , and no objective is
review-clause-some = , and { $count } of { $total } objectives { $count ->
    [one] is
   *[other] are
}
review-clause-all = , and all { $total } objectives are
review-clause-starts = ; the cycle starts on { $day }
review-clause-nothing = {""}
review-movement-fell-act = <em>“{ $name }”</em> fell most and needs a decision today.
review-movement-fell = “{ $name }” fell most, by { $points ->
    [one] 1 point
   *[other] { $points } points
}.
review-movement-act = “{ $name }” is where a decision counts most.
review-movement-quiet = Nothing moved outside its usual range.
review-movement-outside = { $count ->
    [one] 1 KPI moved outside its usual range.
   *[other] { $count } KPIs moved outside their usual range.
}
review-past-headline = { $reached } of { $total } key results reached their target, { $missed } missed it{ $waiting ->
    [0] {""}
    [one] {" "}and 1 waits for its last value
   *[other] {" "}and { $waiting } wait for their last value
}.
review-past-all = { $total ->
    [one] The only key result reached its target.
   *[other] All { $total } key results reached their target.
}
review-past-none = None of the { $total } key results reached its target.

## Tallies
tally-same = same
tally-more = { $count } more
tally-fewer = { $count } fewer

## Where must we act
act-title = Where must we act?
act-ranked = Ranked by what a decision now can still change
act-nothing = Nothing needs a decision this week.
act-past = The deadline has passed: look back, and carry over what should go on.
act-more-low = { $count ->
    [one] 1 more key result is below { $limit }.
   *[other] { $count } more key results are below { $limit }.
}
act-open = Open key result
act-record = Record decision
act-decided = <b>Decided { $day }:</b> { $decision }{ $owner ->
    [none] {""}
   *[other] {" "}({ $owner })
}
why-fell = Chance fell from { $before } to <b>{ $now }</b>.
why-rose = Chance rose from { $before } to <b>{ $now }</b>.
why-same = Still <b>{ $now }</b>, as last week.
why-now = Chance is <b>{ $now }</b>.
why-only-fell = Only <b>{ $now }</b>, down from { $before }.
why-only-rose = Only <b>{ $now }</b>, up from { $before }.
why-only-same = Only <b>{ $now }</b>, as last week.
why-only = Only <b>{ $now }</b>.
why-leads-below = { $kpi } leads it by { $lead } and fell below its usual range ({ $value }; usual { $usual }).
why-leads-above = { $kpi } leads it by { $lead } and rose above its usual range ({ $value }; usual { $usual }).
why-declared-below = { $kpi }, declared leading, fell below its usual range ({ $value }; usual { $usual }).
why-declared-above = { $kpi }, declared leading, rose above its usual range ({ $value }; usual { $usual }).
why-read-below = { $kpi }, counted as leading, fell below its usual range ({ $value }; usual { $usual }).
why-read-above = { $kpi }, counted as leading, rose above its usual range ({ $value }; usual { $usual }).
why-team-higher = The team still says { $confidence }.
why-team-lower = The team says only { $confidence }.
decide = <b>Decide:</b> { $question }
decide-target = Change the target, or move the deadline?
decide-kpi = What will you do about { $kpi }?
decide-kpi-level = What will bring { $kpi } to { $value }{ $period ->
    [none] {""}
   *[other] {" "}{ $period }
}, where the chance is 50{"\u00A0"}%?
decide-gap = What does the team know that the forecast does not?
decide-fell = What will bring it back, and from when?
decide-move = What would move it most before { $day }?
not-ready = <b>Not ready:</b>
not-ready-line = “{ $name }” ({ $reason })
not-ready-line-two = “{ $name }” ({ $reason }; { $second })
not-ready-stale = { $source } data { $days ->
    [one] is 1 day old
   *[other] are { $days } days old
}
not-ready-no-data = { $source } has not delivered yet
not-ready-check-in = no check-in for { $days ->
    [one] 1 day
   *[other] { $days } days
}
not-ready-never = no check-in yet
not-ready-never-all = no check-in yet on { $count ->
    [one] the only key result
   *[other] any of the { $count } key results
}
not-ready-more = { $count } more
not-ready-owner = { $text }, { $owner }

## What changed
changed-title = What changed since last week?
changed-some = { $outside } of { $total } KPIs moved outside their usual range{ $quiet ->
    [0] .
    [one] ; the other moved within it.
   *[other] ; the other { $quiet } moved within it.
}
changed-none = { $total ->
    [0] No KPI has a usual range yet: it takes 8 periods.
    [one] The only KPI moved within its usual range.
   *[other] All { $total } KPIs moved within their usual range.
}
changed-unjudged = { $count ->
    [one] 1 more has too little or no new data to judge.
   *[other] { $count } more have too little or no new data to judge.
}
changed-how = Left: last 6 periods, the grey band is the usual range. Right: last 12 months, dashed is the year before.
changed-more = { $count ->
    [one] 1 more
   *[other] { $count } more
}
changed-now-leading = <b>{ $kpi }</b> now leads { $outcome } by { $lead }; before: { $before }.
changed-now-lagging = <b>{ $kpi }</b> now follows { $outcome } by { $lead }; before: { $before }.
changed-now-coincident = <b>{ $kpi }</b> now moves at the same time as { $outcome }; before: { $before }.
changed-now-none = <b>{ $kpi }</b> now shows no clear link to { $outcome }; before: { $before }.
changed-now-too_little = <b>{ $kpi }</b> is no longer clearly linked to { $outcome }; before: { $before }.
changed-before-leading = it led by { $lead }
changed-before-lagging = it followed by { $lead }
changed-before-coincident = at the same time
changed-before-none = no clear link
changed-before-too_little = not clear yet
changed-role = <b>{ $kpi }</b> now counts as { $role } for “{ $name }” ({ $basis }); before: { $before }.
changed-role-leading = leading
changed-role-lagging = lagging
changed-evidence = See the evidence
panel-leads = Leads “{ $name }” by { $lead }
panel-declared = Leading, declared · “{ $name }”
panel-leading = Leading · “{ $name }”
panel-lagging = Lagging · “{ $name }”
panel-own = Measures “{ $name }”
panel-free = On no key result
panel-below = Below usual range ({ $usual })
panel-above = Above usual range ({ $usual })
panel-above-worse = Above usual range ({ $usual }), higher is worse
panel-below-better = Below usual range ({ $usual }), lower is better

## The same as a table
table-title = { $count ->
    [one] The key result as a table (for reading aloud, printing and screen readers)
   *[other] All { $count } key results as a table (for reading aloud, printing and screen readers)
}
table-objective = Objective
table-key-result = Key result
table-now = Now
table-target = Target
table-status = Status
table-chance = Chance
table-change = Change
table-team = Team’s confidence
table-due = By

## Recording a decision
decision-what = What was decided?
decision-owner = Owner
decision-due = Due
decision-by = Recorded by
decision-save = Save decision
decision-saved = Decision saved: “{ $name }”.
decision-empty = Write what was decided, and who records it.

## Meeting and demo
meeting-on = Meeting mode
meeting-off = Leave meeting mode
walk-previous = Previous
walk-next = Next
demo-first = <b>This is a demo company with invented numbers.</b>
demo-fell = Start with “{ $name }”: it fell from { $before } to { $now }{ $team ->
    [none] .
   *[other] , and the team still says { $team }.
}
demo-now = Start with “{ $name }”: its chance is { $now }{ $team ->
    [none] .
   *[other] , and the team says { $team }.
}
demo-quiet = Look around: nothing needs a decision this week.
demo-why = Show me why
demo-hide = Hide
