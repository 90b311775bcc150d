-- The gates in the order in which they are asked: how many opportunities reached each, how many of
-- them it refused, and what became of the shadows of those. The gate that binds is the one with the
-- highest `refused_share_low` (the 95 % Wilson interval's lower end), `consensus` apart.
CREATE OR REPLACE VIEW funnel_by_gate AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread,
    ['consensus', 'confluence', 'reward-risk', 'history', 'memory-risk', 'model-approval', 'net-profit', 'freshness'] AS market_gates,
    ['halted', 'regime-limit', 'cool-down', 'one-per-symbol', 'exposure'] AS desk_gates,
    (SELECT count() FROM opportunities) AS all_opportunities
SELECT
    if(has(market_gates, name), 'MARKET', 'DESK') AS stage,
    name AS gate,
    toInt64(assumeNotNull(all_opportunities) - sum(stopped) OVER (ORDER BY place, name) + stopped) AS reached,
    stopped AS refused,
    if(reached = 0, NULL, refused / reached) AS refused_share,
    if(refused = 0, 0., greatest(0., centre(refused, reached) - spread(refused, reached))) AS refused_share_low,
    closed AS shadows,
    if(closed = 0, NULL, net / closed) AS shadow_net_pct,
    if(closed < 30, 'too few to judge', '') AS judgement
FROM
(
    SELECT
        name,
        -- A name that this version does not know stands behind the others.
        if(has(arrayConcat(market_gates, desk_gates), name), indexOf(arrayConcat(market_gates, desk_gates), name), 1000) AS place,
        toInt64(sum(is_refusal)) AS stopped,
        toInt64(count(shadow_net_pct)) AS closed,
        sum(shadow_net_pct) AS net
    FROM
    (
        SELECT gate AS name, 1 AS is_refusal, shadow_net_pct FROM opportunities WHERE gate != ''
        UNION ALL
        SELECT arrayJoin(arrayConcat(market_gates, desk_gates)) AS name, 0 AS is_refusal, NULL AS shadow_net_pct
    )
    GROUP BY name
)
ORDER BY place, name;
