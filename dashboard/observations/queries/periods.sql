-- Periods are named by their first day; weeks are ISO weeks. Days given here are first days of their own grain.
CREATE TEMP MACRO period_end(grain, first_day) AS CASE grain
    WHEN 'day' THEN first_day
    WHEN 'week' THEN first_day + 6
    WHEN 'month' THEN last_day(first_day)
    WHEN 'quarter' THEN last_day((first_day + INTERVAL 2 MONTH)::DATE)
END;

-- A week belongs to the month and the quarter that hold its Thursday, where most of its days are.
CREATE TEMP MACRO period_of(grain, first_day, target) AS
    date_trunc(target, CASE WHEN grain = 'week' THEN first_day + 3 ELSE first_day END)::DATE;

-- The last day that is counted in a coarser period: its last day, or the Sunday of the last week that belongs to it.
CREATE TEMP MACRO closes_on(grain, target, target_first_day) AS CASE
    WHEN grain = 'week' AND target IN ('month', 'quarter')
    THEN period_end(target, target_first_day) - ((isodow(period_end(target, target_first_day)) + 3) % 7)::INTEGER + 3
    ELSE period_end(target, target_first_day)
END;
