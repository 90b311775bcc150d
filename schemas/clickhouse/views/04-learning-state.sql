-- Every version of everything that is learned or set: head weights from topic `weights`, the rest
-- from topic `settings`. The numbers of the presets are those of operators/consensus/presets.ts.
CREATE OR REPLACE VIEW learning_state AS
SELECT
    concat('head_weights/', toString(version)) AS id,
    'head_weights' AS state_type,
    toJSONString(weights) AS state_data,
    version,
    toJSONString(metrics) AS performance_metrics,
    _time AS created_at,
    effective_from,
    toString(trigger) AS source
FROM weights
UNION ALL
WITH
    map(
        'strict', '{"preset":"strict","vote_probability":0.6,"vote_confidence":0.7,"consensus_confidence":0.8,"confluence":70,"reward_risk":1.5,"history":1.2,"net_profit_pct":1,"memory_risk":0.6}',
        'standard', '{"preset":"standard","vote_probability":0.55,"vote_confidence":0.55,"consensus_confidence":0.65,"confluence":60,"reward_risk":1.2,"history":1.05,"net_profit_pct":0.5,"memory_risk":0.7}',
        'exploring', '{"preset":"exploring","vote_probability":0.52,"vote_confidence":0.5,"consensus_confidence":0.55,"confluence":50,"reward_risk":1,"history":null,"net_profit_pct":0.3,"memory_risk":null}'
    ) AS presets,
    multiIf(
        name = 'preset', JSONExtractString(value),
        name = 'config', extract(value, '"preset"\\s*:\\s*"(\\w+)"'),
        '') AS preset,
    if(mapContains(presets, preset),
        [('thresholds', presets[preset]),
         ('confidence_threshold', concat('{"preset":"', preset, '","consensus_confidence":',
             JSONExtractRaw(presets[preset], 'consensus_confidence'), '}'))],
        []) AS from_preset,
    multiIf(
        name = 'config', [('learning_config', value)],
        name = 'preset', [],
        [(toString(name), value)]) AS by_name
SELECT
    concat(state.1, '/', toString(version)) AS id,
    state.1 AS state_type,
    state.2 AS state_data,
    version,
    '{}' AS performance_metrics,
    _time AS created_at,
    effective_from,
    toString(name) AS source
FROM settings
ARRAY JOIN arrayConcat(by_name, from_preset) AS state;
