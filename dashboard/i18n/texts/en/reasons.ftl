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
reason-reported = its value comes from check-ins
reason-nothing-reported = no value has been reported yet
reason-milestones = its steps are counted
