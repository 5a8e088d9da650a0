# How English writes numbers, dates and weeks. Another language that has no text here is written as CLDR says.
format-locale = en_GB
format-million = M
format-billion = bn
format-scale-words = thousand thousands million millions billion billions
format-points = { $count ->
    [one] point
   *[other] points
}
format-week = week { $number }, { $span }
format-day-short = d MMM
format-day-weekday = EEE d MMM
format-day-long = EEE d MMM y
