### Why there is no forecast; each follows "No forecast: ".

reason-too-short =
    { $points } of { $needed } { $grain ->
        [day] days
        [month] months
        [quarter] quarters
       *[week] weeks
    } so far
reason-no-data = its KPI has no data yet
reason-no-target = it has no target
reason-no-period = no period of its KPI closes before the deadline
reason-stale =
    the data of { $kpi } are { $days ->
        [one] { $days } day
       *[other] { $days } days
    } old
reason-nothing-reported = no value has been reported yet
reason-too-few-reports =
    its check-ins have values of { $points } of { $needed } { $grain ->
        [month] months
       *[week] weeks
    } so far
reason-reports-stale =
    its last value was reported { $days ->
        [one] { $days } day
       *[other] { $days } days
    } ago
reason-no-step-done = no step is done yet
reason-no-milestones = it has no steps
