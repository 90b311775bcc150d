-- Each rule of learning over all real outcomes that it was scored on. No prediction at all loses ln 2 an outcome. Regrets
-- are in nats: what the rule has lost more than the best single head in hindsight, and than the rule `outcome`.
CREATE OR REPLACE VIEW rules_compared AS
WITH
    1.959963984540054 AS z,
    (k, n) -> (k / n + z * z / (2 * n)) / (1 + z * z / n) AS centre,
    (k, n) -> z / (1 + z * z / n) * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n)) AS spread
SELECT
    toString(rule) AS rule,
    newest.1 AS outcomes,
    newest.3 / outcomes AS mean_log_loss,
    log(2) AS no_prediction,
    newest.2 AS hits,
    hits / outcomes AS hit_rate,
    if(hits = 0, 0., greatest(0., centre(hits, outcomes) - spread(hits, outcomes))) AS hit_rate_low,
    if(hits = outcomes, 1., least(1., centre(hits, outcomes) + spread(hits, outcomes))) AS hit_rate_high,
    toString(newest.4) AS best_head,
    newest.5 AS regret_best_head,
    newest.6 AS regret_outcome_rule,
    newest.7 = rule AS drives,
    if(outcomes < 30, 'too few to judge', '') AS judgement
FROM
(
    SELECT
        rule_scores.rule AS rule,
        argMax(
            tuple(
                rule_scores.outcomes,
                rule_scores.hits,
                rule_scores.log_loss_total,
                rule_scores.best_head,
                rule_scores.regret_best_head,
                rule_scores.regret_outcome_rule,
                toString(rule_scores.drives)),
            rule_scores.outcomes) AS newest
    FROM rule_scores
    GROUP BY rule
)
ORDER BY mean_log_loss, rule;
