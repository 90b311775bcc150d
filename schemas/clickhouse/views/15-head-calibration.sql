-- How right each head was by what it said: ten bins of its probability from 0.5 to 1, over all votes for a side that were in
-- force when a signal was decided which has ended (real ones only). Right: for what won, or against what lost. `calibrated` is
-- what learning.calibrate makes of the mean of what was said. Brier score: 0.25 for one half each time, less is better.
CREATE OR REPLACE VIEW head_calibration AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread
SELECT
    head,
    0.5 + bin / 20 AS said_from,
    0.55 + bin / 20 AS said_to,
    count() AS votes,
    avg(said) AS mean_said,
    countIf(is_right) AS right,
    right / votes AS share_right,
    if(right = 0, 0., greatest(0., centre(right, votes) - spread(right, votes))) AS share_right_low,
    if(right = votes, 1., least(1., centre(right, votes) + spread(right, votes))) AS share_right_high,
    (right + 20 * mean_said) / (votes + 20) AS calibrated,
    any(brier) AS brier_score,
    any(head_votes) AS votes_of_head,
    if(votes < 30, 'too few to judge', '') AS judgement
FROM
(
    SELECT
        head,
        said,
        is_right,
        least(9, greatest(0, toInt32(floor(said * 20)) - 10)) AS bin,
        avg(pow(said - is_right, 2)) OVER (PARTITION BY head) AS brier,
        count() OVER (PARTITION BY head) AS head_votes
    FROM
    (
        SELECT
            toString(vote.head) AS head,
            vote.probability AS said,
            (vote.direction = direction) = won AS is_right
        FROM outcomes
        ARRAY JOIN votes AS vote
        WHERE kind = 'real' AND vote.validity = 'OK' AND vote.direction != 'FLAT' AND vote.valid_until >= signal_time
    )
)
GROUP BY head, bin
ORDER BY head, bin;
