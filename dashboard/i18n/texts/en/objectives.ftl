### The objectives of a cycle.

page-objectives = Objectives
objectives-eyebrow = Objectives · { $cycle } · { $data } · { $time }
objectives-time = { $percent } of the time has passed
objectives-time-over = the cycle is over
objectives-question = How far will each objective get by { $day }?
objectives-question-past = How far did each objective get?
objectives-none = No objective is on track yet.
objectives-none-held = No objective is on track yet. In { $count } of { $total }, one key result holds the rest back.
objectives-none-one = The objective is not on track yet.
objectives-none-one-held = The objective is not on track yet: one key result holds the rest back.
objectives-some = { $count } of { $total } objectives { $count ->
    [one] is
   *[other] are
} on track.
objectives-some-fell = { $count } of { $total } objectives { $count ->
    [one] is
   *[other] are
} on track. <em>“{ $name }”</em> fell most.
objectives-all = { $total ->
    [one] The objective is on track.
   *[other] All { $total } objectives are on track.
}
objectives-no-forecast = No objective has a forecast yet.
objectives-not-started = { $total ->
    [one] 1 objective is written
   *[other] { $total } objectives are written
}; the cycle starts on { $day }.
objectives-past = { $count } of { $total } objectives reached all their targets.
objectives-empty = No objectives in { $cycle } yet.
objectives-nothing = { $query ->
    [none] No objective matches the filters.
   *[other] No objective matches “{ $query }”.
}
objectives-nothing-team = No objective matches “{ $query }” in { $team }.
objectives-column-objective = Objective
objectives-column-progress = progress
objectives-column-all = All reached
objectives-column-team = Team’s confidence
objectives-column-weakest = Weakest key result decides
objectives-legend-now = progress now
objectives-legend-lands = where it lands, 8 in 10 outcomes
objectives-legend-middle = middle outcome
objectives-legend-pace = steady pace today
objectives-legend-target = all targets
objectives-now = <b>{ $progress }</b> now
objectives-now-partly = <b>{ $progress }</b> now, partly measured
objectives-now-unknown = progress not known yet
objectives-ended = ended at <b>{ $progress }</b>
objectives-waiting = { $count ->
    [one] 1 waits for its last value
   *[other] { $count } wait for their last value
}
objectives-all-were = all were reached
objectives-not-all-were = not all were reached
objectives-lands = lands at <b>{ $median }</b> ({ $low }–{ $high })
objectives-no-landing = { $count ->
    [0] no landing yet
    [one] no landing: 1 has no forecast
   *[other] no landing: { $count } have no forecast
}
objectives-missing = { $count ->
    [one] 1 has no forecast
   *[other] { $count } have no forecast
}
reached-final = { $count ->
    [0] none of{"\u00A0"}{ $total } reached
   *[other] { $count }{"\u00A0"}of{"\u00A0"}{ $total } reached
}
reached-probably = { $count ->
    [0] probably none of{"\u00A0"}{ $total }
   *[other] probably { $count }{"\u00A0"}of{"\u00A0"}{ $total }
}
reached-one-of-two = probably { $low } or { $high }{"\u00A0"}of{"\u00A0"}{ $total }
reached-likeliest = { $count ->
    [0] likeliest: none of{"\u00A0"}{ $total } ({ $chance })
   *[other] likeliest: { $count }{"\u00A0"}of{"\u00A0"}{ $total } ({ $chance })
}
objectives-lowest = lowest { $percent }
objectives-no-confidence = no check-in yet
objectives-weakest = { $name }, <b>{ $chance }</b>
objectives-foot = Status is the weakest key result’s. “All reached” is the chance that every key result reaches its target; it is lower, and accounts for how key results move together.
