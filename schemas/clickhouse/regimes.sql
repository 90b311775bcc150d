-- Topic `regimes`: the regime of each symbol at the close of each hour, and the timeframes that it chooses.
CREATE TABLE IF NOT EXISTS regimes
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    regime LowCardinality(String),
    since DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    seen LowCardinality(String),
    seen_candles Int32 CODEC(T64, ZSTD(1)),
    adx Nullable(Float64) CODEC(ZSTD(1)),
    hurst Nullable(Float64) CODEC(ZSTD(1)),
    atr_pct Nullable(Float64) CODEC(ZSTD(1)),
    atr_rank Nullable(Float64) CODEC(ZSTD(1)),
    band_width Nullable(Float64) CODEC(ZSTD(1)),
    band_width_rank Nullable(Float64) CODEC(ZSTD(1)),
    daily_volatility_pct Nullable(Float64) CODEC(ZSTD(1)),
    analysis LowCardinality(String),
    entry LowCardinality(String),
    scan LowCardinality(String),
    step Int32 CODEC(T64, ZSTD(1)),
    reason String CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (symbol, time)
SETTINGS non_replicated_deduplication_window = 1000;
