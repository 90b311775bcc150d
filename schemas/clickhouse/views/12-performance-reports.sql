-- One row a daily or weekly job, also a skipped or refused one: what it decided and why, and how
-- the real outcomes of its day or week went. `report` is the job's own, `head_scores` what it says by head.
CREATE OR REPLACE VIEW performance_reports AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread,
    (SELECT groupArray((exit_time, won, pnl, net_pct)) FROM outcomes WHERE kind = 'real') AS ended,
    if(JSONHas(new_value, 'report'), JSONExtractRaw(new_value, 'report'), new_value) AS job,
    arrayFilter(one -> one.1 > period_from AND one.1 <= period_to, ended) AS inside
SELECT
    id,
    if(startsWith(event_type, 'daily'), 'daily', 'weekly') AS report_type,
    event_type,
    period_to - if(report_type = 'daily', INTERVAL 1 DAY, INTERVAL 7 DAY) AS period_from,
    event_timestamp AS period_to,
    JSONExtractString(job, 'decision') AS decision,
    JSONExtractString(job, 'reason') AS reason,
    JSONExtractInt(job, 'outcomes') AS outcomes_used,
    JSONExtract(new_value, 'version', 'Nullable(Int64)') AS weights_version,
    length(inside) AS outcomes,
    arrayCount(one -> one.2, inside) AS wins,
    if(outcomes = 0, NULL, wins / outcomes) AS win_rate,
    if(wins = 0, 0., greatest(0., centre(wins, outcomes) - spread(wins, outcomes))) AS win_rate_low,
    if(wins = outcomes, 1., least(1., centre(wins, outcomes) + spread(wins, outcomes))) AS win_rate_high,
    if(outcomes < 30, 'too few to judge', '') AS judgement,
    arraySum(one -> one.3, inside) AS pnl,
    if(outcomes = 0, NULL, arrayAvg(one -> one.4, inside)) AS net_pct,
    if(report_type = 'daily', JSONExtractRaw(job, 'meanScores'), JSONExtractRaw(job, 'newWeights')) AS head_scores,
    job AS report,
    triggered_by,
    event_timestamp AS created_at
FROM learning_events
WHERE event_type IN ('daily_update', 'daily_skipped', 'weekly_deployed', 'weekly_refused', 'weekly_skipped')
ORDER BY created_at DESC;
