CREATE OR REPLACE VIEW signal_rejections AS
SELECT
    id,
    symbol,
    timeframe,
    toString(gate) AS rejection_reason,
    _time AS created_at,
    toJSONString(CAST(
        (toString(stage), toString(direction), value, threshold, note, confidence, probability, support,
         toString(regime), toString(mode), candidate_id, weights_version),
        'Tuple(stage String, direction String, value Nullable(Float64), threshold Nullable(Float64), note String, confidence Float64, probability Float64, support Float64, regime String, mode String, candidate_id String, weights_version Int64)'
    )) AS metadata
FROM rejections;
