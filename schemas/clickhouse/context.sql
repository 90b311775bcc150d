-- Topic `context`: what is not a price. Asked by kind first: funding of a symbol, the market's fear.
CREATE TABLE IF NOT EXISTS context
(
    exchange LowCardinality(String),
    symbol LowCardinality(String),
    kind LowCardinality(String),
    event_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    receive_time Nullable(DateTime64(3, 'UTC')) CODEC(DoubleDelta, ZSTD(1)),
    value Float64 CODEC(ZSTD(1)),
    detail Nullable(String) CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (kind, symbol, event_time)
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
