-- Topic `settings`: what is in force, one row a version.
CREATE TABLE IF NOT EXISTS settings
(
    version Int64 CODEC(Delta, ZSTD(1)),
    name LowCardinality(String),
    -- JSON.
    value String CODEC(ZSTD(3)),
    effective_from DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    who LowCardinality(String),
    why String CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (name, version)
SETTINGS non_replicated_deduplication_window = 1000;
