-- Topic `rule-scores`, one row for each rule of learning on each real outcome. `rules_compared` is the view for people.
CREATE TABLE IF NOT EXISTS rule_scores
(
    outcome_id String CODEC(ZSTD(1)),
    signal_id String CODEC(ZSTD(1)),
    event_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    won Bool CODEC(ZSTD(1)),
    drives LowCardinality(String),
    rule LowCardinality(String),
    probability Float64 CODEC(ZSTD(1)),
    log_loss Float64 CODEC(ZSTD(1)),
    hit Bool CODEC(ZSTD(1)),
    outcomes Int64 CODEC(Delta, ZSTD(1)),
    hits Int64 CODEC(Delta, ZSTD(1)),
    log_loss_total Float64 CODEC(ZSTD(1)),
    best_head LowCardinality(String),
    regret_best_head Float64 CODEC(ZSTD(1)),
    regret_outcome_rule Float64 CODEC(ZSTD(1)),
    weights Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (rule, event_time)
SETTINGS non_replicated_deduplication_window = 1000;
