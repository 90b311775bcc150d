-- The newest version in force of each kind of state. Before anything was learned version 0, the
-- equal weights, is in force. What a start's configuration says of a preset yields to a command.
CREATE OR REPLACE VIEW active_learning_state AS
WITH
    (SELECT time FROM source_clock) AS clock,
    effective_from <= clock AS in_force,
    (in_force, source != 'config', if(in_force, version, -version)) AS rank
SELECT
    state_type,
    argMax(version, rank) AS current_version,
    argMax(state_data, rank) AS state_data,
    argMax(created_at, rank) AS updated_at
FROM
(
    SELECT state_type, state_data, version, created_at, effective_from, source
    FROM learning_state
    UNION ALL
    SELECT
        'head_weights',
        toJSONString(mapFromArrays(
            arrayMap(letter -> concat('HEAD_', letter), ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I']),
            arrayMap(letter -> 1 / 9, range(9)))),
        toInt64(0),
        toDateTime64(0, 3, 'UTC'),
        toDateTime64(0, 3, 'UTC'),
        'start'
)
GROUP BY state_type;
