CREATE OR REPLACE VIEW current_head_weights AS
SELECT
    pair.1 AS head,
    pair.2 AS weight,
    active.current_version AS version,
    if(active.current_version = 0, NULL, learned.hit_rate[head]) AS hit_rate,
    if(active.current_version = 0, NULL, learned.contribution[head]) AS contribution,
    if(active.current_version = 0, 'start', toString(learned.trigger)) AS trigger,
    active.updated_at AS updated_at
FROM
(
    SELECT current_version, updated_at, arrayJoin(JSONExtractKeysAndValues(state_data, 'Float64')) AS pair
    FROM active_learning_state
    WHERE state_type = 'head_weights'
) AS active
LEFT JOIN weights AS learned ON learned.version = active.current_version
ORDER BY head;
