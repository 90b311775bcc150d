-- Topic `status`: each ten seconds, what the desk is doing.
CREATE TABLE IF NOT EXISTS status
(
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    state LowCardinality(String),
    reason String CODEC(ZSTD(1)),
    halted_until Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    watermark DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    mode LowCardinality(String),
    open_signals Int32 CODEC(T64, ZSTD(1)),
    equity Float64 CODEC(ZSTD(1)),
    drawdown_pct Float64 CODEC(ZSTD(1)),
    weights_version Int64 CODEC(DoubleDelta, ZSTD(1)),
    data_time Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    data_age_ms Nullable(Int64) CODEC(ZSTD(1)),
    stalest_symbol LowCardinality(Nullable(String)),
    stalest_age_ms Nullable(Int64) CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY time
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
