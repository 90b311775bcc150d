-- Topic `drift-reports`, one row for each column on each symbol and day.
CREATE TABLE IF NOT EXISTS drift_reports
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    from_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    to_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    reference_from DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    any_drifted Bool CODEC(ZSTD(1)),
    column LowCardinality(String),
    reference Int32 CODEC(T64, ZSTD(1)),
    current Int32 CODEC(T64, ZSTD(1)),
    psi Nullable(Float64) CODEC(ZSTD(1)),
    ks Nullable(Float64) CODEC(ZSTD(1)),
    ks_probability Nullable(Float64) CODEC(ZSTD(1)),
    drifted Bool CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (symbol, from_time, column)
SETTINGS non_replicated_deduplication_window = 1000;
