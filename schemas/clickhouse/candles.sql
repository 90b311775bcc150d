-- Topic `candles`, every revision. The view `candles` shows the newest of each.
CREATE TABLE IF NOT EXISTS candle_revisions
(
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    open_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    open Float64 CODEC(ZSTD(1)),
    high Float64 CODEC(ZSTD(1)),
    low Float64 CODEC(ZSTD(1)),
    close Float64 CODEC(ZSTD(1)),
    volume Float64 CODEC(ZSTD(1)),
    quote_volume Nullable(Float64) CODEC(ZSTD(1)),
    trades Nullable(Int64) CODEC(T64, ZSTD(1)),
    taker_buy_volume Nullable(Float64) CODEC(ZSTD(1)),
    origin LowCardinality(String),
    synthetic Bool CODEC(ZSTD(1)),
    revision Int32 CODEC(T64, ZSTD(1)),
    receive_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    complete Bool CODEC(ZSTD(1)),
    reanchored Bool CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Later revisions are few: the view finds them without reading the rest.
    INDEX revised revision TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, timeframe, open_time, revision)
SETTINGS non_replicated_deduplication_window = 1000;
