-- Topic `outcomes`: how signals (`kind` real) and refused candidates (`kind` shadow) ended.
CREATE TABLE IF NOT EXISTS outcomes
(
    id String CODEC(ZSTD(1)),
    signal_id String CODEC(ZSTD(1)),
    candidate_id String CODEC(ZSTD(1)),
    kind LowCardinality(String),
    gate LowCardinality(Nullable(String)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    direction LowCardinality(String),
    mode LowCardinality(String),
    regime LowCardinality(String),
    outcome LowCardinality(String),
    signal_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    entry_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    entry_price Float64 CODEC(ZSTD(1)),
    exit_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    exit_price Float64 CODEC(ZSTD(1)),
    take_profit Float64 CODEC(ZSTD(1)),
    stop_loss Float64 CODEC(ZSTD(1)),
    leverage Int32 CODEC(T64, ZSTD(1)),
    notional Float64 CODEC(ZSTD(1)),
    gross_pct Float64 CODEC(ZSTD(1)),
    fees_pct Float64 CODEC(ZSTD(1)),
    funding_pct Float64 CODEC(ZSTD(1)),
    net_pct Float64 CODEC(ZSTD(1)),
    net_margin_pct Float64 CODEC(ZSTD(1)),
    pnl Float64 CODEC(ZSTD(1)),
    won Bool CODEC(ZSTD(1)),
    confidence Float64 CODEC(ZSTD(1)),
    probability Float64 CODEC(ZSTD(1)),
    reward_risk Float64 CODEC(ZSTD(1)),
    vote_id String CODEC(ZSTD(1)),
    weights_version Int64 CODEC(Delta, ZSTD(1)),
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
    exit_reason LowCardinality(String) DEFAULT 'levels',
    partial_exits Array(Tuple(
        time DateTime64(3, 'UTC'),
        price Float64,
        share Float64,
        reason LowCardinality(String))) CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (kind, symbol, exit_time)
SETTINGS non_replicated_deduplication_window = 1000;
