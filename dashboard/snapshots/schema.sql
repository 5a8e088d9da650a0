-- One snapshot. Every table states its grain in the line above it. Dates are stamps of periods or calendar days, shares are 0 to 1.

-- one row; `schema_version` is the number in schema_version.py that the file was written with
CREATE TABLE snapshot (
  snapshot_id VARCHAR PRIMARY KEY, as_of DATE NOT NULL, known_at TIMESTAMPTZ NOT NULL, built_at TIMESTAMPTZ NOT NULL,
  code_version VARCHAR NOT NULL, change_number BIGINT NOT NULL, workspace VARCHAR NOT NULL, timezone VARCHAR NOT NULL,
  locale VARCHAR NOT NULL, is_demo BOOLEAN NOT NULL,
  schema_version INTEGER NOT NULL
);

-- a cycle
CREATE TABLE cycles (cycle_id VARCHAR PRIMARY KEY, starts_on DATE NOT NULL, ends_on DATE NOT NULL);

-- an objective; `definition` is its JSON as the domain writes it, key results included
CREATE TABLE objectives (
  objective_id VARCHAR PRIMARY KEY, cycle_id VARCHAR NOT NULL, position INTEGER NOT NULL, title VARCHAR NOT NULL,
  why VARCHAR NOT NULL, owner VARCHAR, team VARCHAR, supports VARCHAR, definition VARCHAR NOT NULL
);

-- a key result
CREATE TABLE key_results (
  key_result_id VARCHAR PRIMARY KEY, objective_id VARCHAR NOT NULL, position INTEGER NOT NULL, title VARCHAR NOT NULL,
  kpi_id VARCHAR, direction VARCHAR NOT NULL, baseline DOUBLE, target DOUBLE, target_low DOUBLE, target_high DOUBLE,
  unit VARCHAR NOT NULL, weight DOUBLE NOT NULL, due_on DATE NOT NULL, owner VARCHAR
);

-- a KPI of the catalogue; `observed_until` is the last day of its latest period as delivered, `definition` its JSON as the domain writes it
CREATE TABLE kpis (
  kpi_id VARCHAR PRIMARY KEY, source_id VARCHAR NOT NULL, name VARCHAR NOT NULL, unit VARCHAR NOT NULL, direction VARCHAR NOT NULL,
  grain VARCHAR NOT NULL, aggregation VARCHAR NOT NULL, owner VARCHAR, description VARCHAR NOT NULL,
  limit_low DOUBLE, limit_high DOUBLE, observed_until DATE, definition VARCHAR NOT NULL
);

-- a source, with how its last run went and how old its latest complete period is
CREATE TABLE sources (
  source_id VARCHAR PRIMARY KEY, type VARCHAR NOT NULL, schedule VARCHAR NOT NULL, late_after_days DOUBLE NOT NULL,
  stale_after_days DOUBLE NOT NULL, latest_period_ends_on DATE, age_days INTEGER, freshness VARCHAR NOT NULL,
  last_run_at TIMESTAMPTZ, last_run_status VARCHAR, last_run_error VARCHAR
);

-- a KPI's value of one period at one grain, as known at the snapshot's dates; the running period is there with is_complete = false
CREATE TABLE series (
  kpi_id VARCHAR NOT NULL, grain VARCHAR NOT NULL, period_on DATE NOT NULL, value DOUBLE NOT NULL,
  observation_count BIGINT NOT NULL, is_complete BOOLEAN NOT NULL
);

-- a KPI's usual range for one of its last periods; side: above, below or inside
CREATE TABLE usual_ranges (
  kpi_id VARCHAR NOT NULL, grain VARCHAR NOT NULL, period_on DATE NOT NULL, value DOUBLE NOT NULL,
  low DOUBLE NOT NULL, center DOUBLE NOT NULL, high DOUBLE NOT NULL, side VARCHAR NOT NULL
);

-- a key result's health; `reason` is the message that says why there is no forecast, as JSON; `inputs_fingerprint` is that of all
-- that the forecast was made from, method included;
-- the needed and the usual pace are changes a period of `pace_grain`
CREATE TABLE key_result_health (
  key_result_id VARCHAR PRIMARY KEY, grain VARCHAR, status VARCHAR NOT NULL, value DOUBLE, value_on DATE, value_ends_on DATE,
  previous_value DOUBLE, running_value DOUBLE, running_on DATE, progress DOUBLE, reached_on DATE, is_final BOOLEAN NOT NULL,
  elapsed_share DOUBLE, pace DOUBLE, steady_value DOUBLE, confidence DOUBLE, confidence_on DATE, confidence_by VARCHAR,
  chance DOUBLE, method VARCHAR, points INTEGER NOT NULL, reason VARCHAR, median DOUBLE, low50 DOUBLE, high50 DOUBLE,
  low80 DOUBLE, high80 DOUBLE, inside_ahead DOUBLE, raw_chance DOUBLE,
  needed_pace DOUBLE, usual_pace DOUBLE, pace_grain VARCHAR, paces_enough INTEGER, paces_seen INTEGER,
  inputs_fingerprint VARCHAR
);

-- one period ahead of one key result's forecast
CREATE TABLE forecast_paths (
  key_result_id VARCHAR NOT NULL, period_on DATE NOT NULL, median DOUBLE NOT NULL, low50 DOUBLE NOT NULL, high50 DOUBLE NOT NULL,
  low80 DOUBLE NOT NULL, high80 DOUBLE NOT NULL
);

-- one level of where a key result lands at its deadline: the value and the progress that this share of outcomes does not exceed
CREATE TABLE landings (
  key_result_id VARCHAR NOT NULL, level DOUBLE NOT NULL, value DOUBLE NOT NULL, progress DOUBLE
);

-- a KPI attached to a key result, judged; leads are in periods of `grain`, that of the key result's own measure. What explains
-- the verdict is null where nothing could be looked at; its four probabilities sum to 1
CREATE TABLE indicators (
  key_result_id VARCHAR NOT NULL, kpi_id VARCHAR NOT NULL, position INTEGER NOT NULL, declared VARCHAR, evidence VARCHAR NOT NULL,
  role VARCHAR NOT NULL, basis VARCHAR NOT NULL, lead_periods DOUBLE, lead_low DOUBLE, lead_high DOUBLE, grain VARCHAR,
  certainty DOUBLE, points INTEGER NOT NULL, strength DOUBLE, conflict BOOLEAN NOT NULL, threshold VARCHAR, threshold_met BOOLEAN,
  value DOUBLE, value_on DATE, previous_value DOUBLE,
  sign INTEGER, leading_probability DOUBLE, lagging_probability DOUBLE, coincident_probability DOUBLE, none_probability DOUBLE,
  windows INTEGER, agreeing INTEGER, error_reduction DOUBLE, has_trend_removed BOOLEAN, season_periods DOUBLE[], set_aside INTEGER
);

-- the link of one KPI to one key result's own measure at one shift; `lag` is in the outcome's periods, positive where the KPI
-- moves first; 19 in 20 unrelated pairs stay within plus and minus `chance`
CREATE TABLE lag_profiles (
  key_result_id VARCHAR NOT NULL, kpi_id VARCHAR NOT NULL, lag DOUBLE NOT NULL, link DOUBLE, chance DOUBLE
);

-- a leading KPI's part in a key result's forecast at the deadline; `left_out` says why it has none. `effect` and `response` are in
-- the key result's unit, `response` a unit of the KPI; at `even_value` in the periods to come the chance would be a half, `distance`
-- half widths of its usual range from the middle of that
CREATE TABLE lead_effects (
  key_result_id VARCHAR NOT NULL, position INTEGER NOT NULL, kpi_id VARCHAR NOT NULL, lead_periods DOUBLE NOT NULL,
  is_used BOOLEAN NOT NULL, left_out VARCHAR, effect DOUBLE, share DOUBLE NOT NULL, error_ratio DOUBLE, tested INTEGER NOT NULL,
  response DOUBLE, expected DOUBLE, even_value DOUBLE, usual_low DOUBLE, usual_high DOUBLE, distance DOUBLE,
  is_out_of_reach BOOLEAN NOT NULL
);

-- an objective's health; `reached_counts` are the chances that exactly 0, 1, 2 ... of its key results are reached
CREATE TABLE objective_health (
  objective_id VARCHAR PRIMARY KEY, status VARCHAR NOT NULL, partial BOOLEAN NOT NULL, progress DOUBLE, coverage DOUBLE NOT NULL,
  chance DOUBLE, confidence DOUBLE, lowest_confidence DOUBLE, lowest_confidence_key_result VARCHAR, weakest_key_result VARCHAR,
  progress_median DOUBLE, progress_low50 DOUBLE, progress_high50 DOUBLE, progress_low80 DOUBLE, progress_high80 DOUBLE,
  reached_counts DOUBLE[], correlation DOUBLE
);

-- a key result in one kept week, this one included: what was said of it then, so that it can be judged once its deadline has
-- gone. `horizon` counts the periods that were ahead, `raw_chance` is the chance before the workspace's own past corrected it
CREATE TABLE key_result_history (
  key_result_id VARCHAR NOT NULL, as_of DATE NOT NULL, snapshot_id VARCHAR NOT NULL, value DOUBLE, value_on DATE, target DOUBLE,
  progress DOUBLE, chance DOUBLE, status VARCHAR NOT NULL, confidence DOUBLE,
  target_low DOUBLE, target_high DOUBLE, direction VARCHAR, due_on DATE, grain VARCHAR, horizon INTEGER, method VARCHAR,
  inputs_fingerprint VARCHAR, raw_chance DOUBLE, median DOUBLE, low50 DOUBLE, high50 DOUBLE, low80 DOUBLE, high80 DOUBLE
);

-- one row: the recalibration by the workspace's own resolved forecasts; `reason` says whether and why chances are moved. The two
-- counts are of key results: those resolved and those of the forward test; `gain` is the log loss that the test saved a key result
CREATE TABLE recalibration (
  intercept DOUBLE NOT NULL, slope DOUBLE NOT NULL, settled INTEGER NOT NULL, tested INTEGER NOT NULL, gain DOUBLE,
  reason VARCHAR NOT NULL
);

-- an objective in one kept week, this one included
CREATE TABLE objective_history (
  objective_id VARCHAR NOT NULL, as_of DATE NOT NULL, snapshot_id VARCHAR NOT NULL, progress DOUBLE, chance DOUBLE,
  status VARCHAR NOT NULL, confidence DOUBLE, partial BOOLEAN NOT NULL
);

-- a KPI on a key result in one kept week, this one included: what the data said of it then, and what it was read as
CREATE TABLE verdict_history (
  key_result_id VARCHAR NOT NULL, kpi_id VARCHAR NOT NULL, as_of DATE NOT NULL, snapshot_id VARCHAR NOT NULL,
  evidence VARCHAR NOT NULL, role VARCHAR NOT NULL, basis VARCHAR NOT NULL, lead_periods DOUBLE, lead_low DOUBLE,
  lead_high DOUBLE, grain VARCHAR, certainty DOUBLE
);

-- a check-in, as known then
CREATE TABLE check_ins (
  check_in_id VARCHAR NOT NULL, key_result_id VARCHAR NOT NULL, checked_in_on DATE NOT NULL, value DOUBLE, done VARCHAR,
  confidence DOUBLE, note VARCHAR NOT NULL, checked_in_by VARCHAR NOT NULL, recorded_at TIMESTAMPTZ NOT NULL
);

-- a decision, as known then
CREATE TABLE decisions (
  decision_id VARCHAR NOT NULL, key_result_id VARCHAR NOT NULL, decided_on DATE NOT NULL, decision VARCHAR NOT NULL,
  owner VARCHAR NOT NULL, due_on DATE, decided_by VARCHAR NOT NULL, recorded_at TIMESTAMPTZ NOT NULL
);

-- what a person said of a verdict, as known then: accepted, overridden or withdrawn; `evidence` is what the data said when it was decided
CREATE TABLE verdict_reviews (
  review_id VARCHAR NOT NULL, key_result_id VARCHAR NOT NULL, kpi_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, role VARCHAR,
  reason VARCHAR NOT NULL, decided_on DATE NOT NULL, decided_by VARCHAR NOT NULL, evidence VARCHAR NOT NULL,
  lead_periods DOUBLE, recorded_at TIMESTAMPTZ NOT NULL
);

-- one field of an OKR that was changed, as known then
CREATE TABLE revisions (
  object_type VARCHAR NOT NULL, object_id VARCHAR NOT NULL, field VARCHAR NOT NULL, old VARCHAR, new VARCHAR,
  effective_on DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, revised_by VARCHAR NOT NULL, reason VARCHAR NOT NULL
);

-- an answer that was costly to find, by the fingerprint of what it depends on: the next publish need not find it again. The content
-- is for the program alone; what it says stands in the other tables. DuckDB's own choice of compression takes six times as long
CREATE TABLE pieces (fingerprint VARCHAR NOT NULL, content BLOB NOT NULL USING COMPRESSION zstd);
