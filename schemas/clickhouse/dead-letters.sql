-- Topic `dead-letters`: records that could not be decoded or processed, with what is needed to try again.
CREATE TABLE IF NOT EXISTS dead_letters
(
    topic LowCardinality(String),
    partition Int32 CODEC(T64, ZSTD(1)),
    offset Int64 CODEC(Delta, ZSTD(1)),
    operator LowCardinality(String),
    rule LowCardinality(String),
    reason String CODEC(ZSTD(3)),
    key String CODEC(ZSTD(1)),
    encoding LowCardinality(String),
    -- Any bytes: they come in as base64, because JSON rows can carry text only.
    payload String DEFAULT base64Decode(payload_base64) CODEC(ZSTD(3)),
    payload_base64 String EPHEMERAL,

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (topic, rule, _time)
SETTINGS non_replicated_deduplication_window = 1000;
