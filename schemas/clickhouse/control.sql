-- Topic `control`: what people, the API and each start asked for.
CREATE TABLE IF NOT EXISTS control
(
    id String CODEC(ZSTD(1)),
    command LowCardinality(String),
    -- JSON.
    arguments String CODEC(ZSTD(3)),
    who LowCardinality(String),
    why String CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (_time, _offset)
SETTINGS non_replicated_deduplication_window = 1000;
