-- Topic `klines`: raw candles as an exchange sent them, before validation.
CREATE TABLE IF NOT EXISTS klines
(
    exchange LowCardinality(String),
    symbol LowCardinality(String),
    interval LowCardinality(String),
    open_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    open Float64 CODEC(ZSTD(1)),
    high Float64 CODEC(ZSTD(1)),
    low Float64 CODEC(ZSTD(1)),
    close Float64 CODEC(ZSTD(1)),
    volume Float64 CODEC(ZSTD(1)),
    quote_volume Nullable(Float64) CODEC(ZSTD(1)),
    trades Nullable(Int64) CODEC(T64, ZSTD(1)),
    taker_buy_volume Nullable(Float64) CODEC(ZSTD(1)),
    receive_time Nullable(DateTime64(3, 'UTC')) CODEC(DoubleDelta, ZSTD(1)),
    origin LowCardinality(String),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, interval, open_time)
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
