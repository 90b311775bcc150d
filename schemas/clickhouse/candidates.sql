-- Topic `candidates`: what passed the symbol's own gates and came before the desk.
CREATE TABLE IF NOT EXISTS candidates
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    direction LowCardinality(String),
    candle_close_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    reference_price Float64 CODEC(ZSTD(1)),
    take_profit Float64 CODEC(ZSTD(1)),
    stop_loss Float64 CODEC(ZSTD(1)),
    atr Float64 CODEC(ZSTD(1)),
    atr_pct Float64 CODEC(ZSTD(1)),
    confidence Float64 CODEC(ZSTD(1)),
    probability Float64 CODEC(ZSTD(1)),
    support Float64 CODEC(ZSTD(1)),
    regime LowCardinality(String),
    reward_risk Float64 CODEC(ZSTD(1)),
    net_profit_pct Float64 CODEC(ZSTD(1)),
    funding_rate Nullable(Float64) CODEC(ZSTD(1)),
    mode LowCardinality(String),
    vote_id String CODEC(ZSTD(1)),
    weights_version Int64 CODEC(Delta, ZSTD(1)),
    gates Array(Tuple(
        gate LowCardinality(String),
        value Nullable(Float64),
        threshold Nullable(Float64),
        passed Bool,
        note String)) CODEC(ZSTD(3)),
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
    hour_atr_pct Nullable(Float64) CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    -- Days count from the writing: a replay of last year's files must be there to be asked.
    _written DateTime('UTC') DEFAULT now() CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, candle_close_time)
TTL _written + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;
