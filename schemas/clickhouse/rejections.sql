-- Topic `rejections`: what was refused. Asked by gate first.
CREATE TABLE IF NOT EXISTS rejections
(
    id String CODEC(ZSTD(1)),
    candidate_id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    direction LowCardinality(String),
    candle_close_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    stage LowCardinality(String),
    gate LowCardinality(String),
    value Nullable(Float64) CODEC(ZSTD(1)),
    threshold Nullable(Float64) CODEC(ZSTD(1)),
    note String CODEC(ZSTD(3)),
    confidence Float64 CODEC(ZSTD(1)),
    probability Float64 CODEC(ZSTD(1)),
    support Float64 CODEC(ZSTD(1)),
    regime LowCardinality(String),
    mode LowCardinality(String),
    vote_id String CODEC(ZSTD(1)),
    weights_version Int64 CODEC(Delta, ZSTD(1)),
    gates Array(Tuple(
        gate LowCardinality(String),
        value Nullable(Float64),
        threshold Nullable(Float64),
        passed Bool,
        note String)) CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (gate, symbol, candle_close_time)
SETTINGS non_replicated_deduplication_window = 1000;
