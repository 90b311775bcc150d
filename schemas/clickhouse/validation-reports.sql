-- Topic `validation-reports`, one row for each rule on each symbol and day.
CREATE TABLE IF NOT EXISTS validation_reports
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    from_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    to_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    candles Int32 CODEC(T64, ZSTD(1)),
    valid Bool CODEC(ZSTD(1)),
    rule LowCardinality(String),
    offenders Int32 CODEC(T64, ZSTD(1)),
    first_times Array(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    reasons Array(String) CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (symbol, from_time, rule)
SETTINGS non_replicated_deduplication_window = 1000;
