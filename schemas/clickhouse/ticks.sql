-- Topic `ticks`: raw trades. Asked by symbol and span of time, so that is the order.
CREATE TABLE IF NOT EXISTS ticks
(
    exchange LowCardinality(String),
    symbol LowCardinality(String),
    trade_id Int64 CODEC(DoubleDelta, ZSTD(1)),
    event_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    receive_time Nullable(DateTime64(3, 'UTC')) CODEC(DoubleDelta, ZSTD(1)),
    price Float64 CODEC(ZSTD(1)),
    quantity Float64 CODEC(ZSTD(1)),
    taker_side LowCardinality(Nullable(String)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, event_time, trade_id)
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
