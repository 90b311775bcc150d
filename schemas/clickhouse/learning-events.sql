-- Topic `learning-events`: the audit trail. The contract's `event_time` has the name people use here.
CREATE TABLE IF NOT EXISTS learning_events
(
    id String CODEC(ZSTD(1)),
    event_type LowCardinality(String),
    signal_id Nullable(String) CODEC(ZSTD(1)),
    -- JSON, both.
    old_value String CODEC(ZSTD(3)),
    new_value String CODEC(ZSTD(3)),
    triggered_by String CODEC(ZSTD(1)),
    event_timestamp DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (event_type, event_timestamp)
SETTINGS non_replicated_deduplication_window = 1000;
