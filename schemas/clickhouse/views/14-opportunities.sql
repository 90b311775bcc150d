-- How each opportunity ended: as a signal (`gate` is ''), or refused by exactly one gate, with its
-- numbers. `shadow_net_pct` is what its shadow brought, NULL while there is none that has closed.
CREATE OR REPLACE VIEW opportunities AS
SELECT
    ended.candidate_id AS candidate_id,
    ended.symbol AS symbol,
    ended.timeframe AS timeframe,
    ended.direction AS direction,
    ended.time AS time,
    ended.gate AS gate,
    ended.value AS value,
    ended.threshold AS threshold,
    ended.note AS note,
    ended.mode AS mode,
    if(shadow.id = '', NULL, shadow.net_pct) AS shadow_net_pct
FROM
(
    SELECT candidate_id, symbol, timeframe, direction, _time AS time, toString(gate) AS gate, value, threshold, note, mode
    FROM rejections
    UNION ALL
    SELECT candidate_id, symbol, timeframe, direction, _time AS time, '' AS gate, NULL AS value, NULL AS threshold, '' AS note, mode
    FROM signals
) AS ended
LEFT JOIN
(
    SELECT id, candidate_id, net_pct FROM outcomes WHERE kind = 'shadow'
) AS shadow ON shadow.candidate_id = ended.candidate_id;
