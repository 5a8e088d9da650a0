### Texts that several pages share. Values written by people are escaped first, so texts may use <b> and <em>.

app-name = Fremdrift
plain = { $text }
missing = –
no-reason = the reason was not recorded
all-teams = All teams

## Pages

## Status
status-on_track = On track
status-at_risk = At risk
status-off_track = Off track
status-reached = Reached
status-missed = Missed
status-no_forecast = No forecast
status-not_started = Not started
so-far = so far

## Chance in words, by its whole percent
chance-very_likely = very likely
chance-likely = likely
chance-could_go_either_way = could go either way
chance-unlikely = unlikely
chance-very_unlikely = very unlikely
about-in-ten = { $count ->
    [0] fewer than 1 in 10
    [10] nearly 10 in 10
   *[other] about { $count } in 10
}

## Age of the data
data-as-of = data as of { $day }
data-old = This is the state of { $day }, { $days ->
    [one] a day
   *[other] { NUMBER($days, useGrouping: 0) } days
  } ago. <code>fremdrift sync</code> brings it up to date.
older-week = You are looking at an earlier week as it was then.
older-week-link = Go to the newest
sources-late = { $count ->
    [one] { $first } is late
   *[other] { $count } sources are late
}
sources-stale = { $count ->
    [one] { $first } is stale
   *[other] { $count } sources are stale
}
sources-fresh = all { $count } sources are fresh
sources-one-fresh = its source is fresh
days-left = { $days ->
    [0] the deadline is today
    [one] 1 day to the { $day } deadline
   *[other] { $days } days to the { $day } deadline
}
deadline-passed = the deadline was { $day }
cycle-starts = the cycle starts { $day }

## Periods and leads
periods-day = { $count ->
    [one] 1 day
   *[other] { $count } days
}
periods-week = { $count ->
    [one] 1 week
   *[other] { $count } weeks
}
periods-month = { $count ->
    [one] 1 month
   *[other] { $count } months
}
periods-quarter = { $count ->
    [one] 1 quarter
   *[other] { $count } quarters
}
a-day = a day
a-week = a week
a-month = a month
a-quarter = a quarter
stretch-day = { $count ->
    [one] days
   *[other] stretches of { $count } days
}
stretch-week = { $count ->
    [one] weeks
   *[other] stretches of { $count } weeks
}
stretch-month = { $count ->
    [one] months
   *[other] stretches of { $count } months
}
stretch-quarter = { $count ->
    [one] quarters
   *[other] stretches of { $count } quarters
}
lead-range = { $lead } ({ $low } to { $high })
sure-beyond = more than { $share }
sure-below = less than { $share }
strength-strong = strong
strength-moderate = moderate
strength-weak = weak
strength-unknown = of unknown size

## Filters
filter = Filter
filter-cycle = Cycle
filter-team = Team
filter-status = Status
filter-status-all = All
filter-week = Week
filter-find = Find
filter-find-hint = Objective, key result or owner
filter-clear = Clear filters
filter-week-newest = The newest

## Errors
error-title = The dashboard cannot show this page
error-next = Nothing was lost. Reload the page; if the error stays, send the text above to this workspace's maintainer.
error-unexpected = Something unexpected happened while this page was being made ({ $kind }). The details are in the server's log.
not-found-title = We could not find key result “{ $id }”
not-found-text = It may have been archived, or the link may be misspelt.
not-found-near = Did you mean one of these?
not-found-link = See all objectives
no-id-title = Which key result?
no-id-text = The address names no key result. Choose one on the objectives page.
