-- Topic `price-times`: when each symbol's newest price was made, as often as the status.
CREATE TABLE IF NOT EXISTS price_times
(
    symbol LowCardinality(String),
    price_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, price_time)
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
