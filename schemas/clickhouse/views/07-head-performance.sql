-- Each head over the real outcomes: shadows teach nothing here. `votes` are those it could cast
-- (validity OK), `agreed` of them went the signal's way, and the rate is over these: how often a
-- signal won that the head was for. Net figures are per cent of notional.
CREATE OR REPLACE VIEW head_performance AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread
SELECT
    now.head AS head,
    now.weight AS weight,
    now.version AS weights_version,
    seen.cast_votes AS votes,
    seen.agreements AS agreed,
    seen.wins AS won,
    if(agreed = 0, NULL, won / agreed) AS win_rate,
    if(won = 0, 0., greatest(0., centre(won, agreed) - spread(won, agreed))) AS win_rate_low,
    if(won = agreed, 1., least(1., centre(won, agreed) + spread(won, agreed))) AS win_rate_high,
    if(agreed = 0, NULL, seen.break_even_sum / agreed) AS break_even,
    if(agreed = 0, NULL, seen.net_pct_sum / agreed) AS net_pct,
    if(agreed < 30, 'too few to judge', '') AS judgement,
    now.hit_rate AS hit_rate,
    now.contribution AS contribution
FROM current_head_weights AS now
LEFT JOIN
(
    WITH vote.validity = 'OK' AND vote.direction = direction AS agrees
    SELECT
        toString(vote.head) AS head,
        countIf(vote.validity = 'OK') AS cast_votes,
        countIf(agrees) AS agreements,
        countIf(agrees AND won) AS wins,
        sumIf(if(reward_risk > 0, 1 / (1 + reward_risk), 1), agrees) AS break_even_sum,
        sumIf(net_pct, agrees) AS net_pct_sum
    FROM outcomes
    ARRAY JOIN votes AS vote
    WHERE kind = 'real'
    GROUP BY head
) AS seen ON seen.head = now.head
ORDER BY head;
