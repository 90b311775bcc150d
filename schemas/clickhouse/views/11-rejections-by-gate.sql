-- What each gate stopped, of all opportunities, and what became of the shadows of those it stopped:
-- a gate whose shadows lose saves money, one whose shadows win costs it. No shadow is in any P/L.
CREATE OR REPLACE VIEW rejections_by_gate AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread,
    (SELECT count() FROM rejections) + (SELECT count() FROM signals) AS all_opportunities
SELECT
    refused.gate AS gate,
    any(refused.stage) AS stage,
    count() AS rejections,
    assumeNotNull(all_opportunities) AS opportunities,
    rejections / opportunities AS share,
    countIf(shadow.id != '') AS shadows,
    countIf(shadow.id != '' AND shadow.won) AS shadows_won,
    if(shadows = 0, NULL, shadows_won / shadows) AS shadow_win_rate,
    if(shadows_won = 0, 0., greatest(0., centre(shadows_won, shadows) - spread(shadows_won, shadows))) AS shadow_win_rate_low,
    if(shadows_won = shadows, 1., least(1., centre(shadows_won, shadows) + spread(shadows_won, shadows))) AS shadow_win_rate_high,
    if(shadows = 0, NULL, sumIf(if(shadow.reward_risk > 0, 1 / (1 + shadow.reward_risk), 1), shadow.id != '') / shadows) AS shadow_break_even,
    if(shadows = 0, NULL, sumIf(shadow.net_pct, shadow.id != '') / shadows) AS shadow_net_pct,
    if(shadows < 30, 'too few to judge', '') AS judgement
FROM rejections AS refused
LEFT JOIN
(
    SELECT id, candidate_id, won, reward_risk, net_pct FROM outcomes WHERE kind = 'shadow'
) AS shadow ON shadow.candidate_id = refused.candidate_id
GROUP BY gate
ORDER BY rejections DESC, gate;
