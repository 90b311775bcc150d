-- Topic `gaps`: holes in the base candles of each symbol, a row when one is found and one when it is closed.
CREATE TABLE IF NOT EXISTS gaps
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    from_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    to_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    missing Int32 CODEC(T64, ZSTD(1)),
    state LowCardinality(String),
    filled Int32 CODEC(T64, ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (symbol, from_time)
SETTINGS non_replicated_deduplication_window = 1000;
