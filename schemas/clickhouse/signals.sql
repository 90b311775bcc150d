-- Topic `signals`: what the desk let through.
CREATE TABLE IF NOT EXISTS signals
(
    id String CODEC(ZSTD(1)),
    candidate_id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    direction LowCardinality(String),
    mode LowCardinality(String),
    signal_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    entry_after DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    valid_until DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    reference_price Float64 CODEC(ZSTD(1)),
    take_profit Float64 CODEC(ZSTD(1)),
    stop_loss Float64 CODEC(ZSTD(1)),
    leverage Int32 CODEC(T64, ZSTD(1)),
    notional Float64 CODEC(ZSTD(1)),
    risk_pct Float64 CODEC(ZSTD(1)),
    confidence Float64 CODEC(ZSTD(1)),
    probability Float64 CODEC(ZSTD(1)),
    regime LowCardinality(String),
    atr_pct Float64 CODEC(ZSTD(1)),
    reward_risk Float64 CODEC(ZSTD(1)),
    funding_rate Nullable(Float64) CODEC(ZSTD(1)),
    vote_id String CODEC(ZSTD(1)),
    weights_version Int64 CODEC(Delta, ZSTD(1)),
    equity Float64 CODEC(ZSTD(1)),
    votes Array(Tuple(
        head LowCardinality(String),
        direction LowCardinality(String),
        probability Float64,
        confidence Float64,
        validity LowCardinality(String),
        valid_until DateTime64(3, 'UTC'),
        reasons Array(String),
        absent Array(String),
        model_version LowCardinality(String))) CODEC(ZSTD(3)),
    levels_reason String DEFAULT '' CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, signal_time)
SETTINGS non_replicated_deduplication_window = 1000;
