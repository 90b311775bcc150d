-- A database made before the market memory has no table of it yet.
CREATE TABLE IF NOT EXISTS embeddings
(
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    open_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    close_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    close Float64 CODEC(ZSTD(1)),
    regime LowCardinality(String),
    encoder LowCardinality(String),
    description String CODEC(ZSTD(3)),
    absent Array(LowCardinality(String)) CODEC(ZSTD(3)),
    -- Mostly zeros in the 384 of the text, which compress well; LZ4, because a search reads all of them.
    vector Array(Float32) CODEC(LZ4),
    mode LowCardinality(String),
    states Int32 CODEC(T64, ZSTD(1)),
    mean_distance Nullable(Float64) CODEC(ZSTD(1)),
    long_win_rate Nullable(Float64) CODEC(ZSTD(1)),
    long_mean_net_pct Nullable(Float64) CODEC(ZSTD(1)),
    long_max_drawdown_pct Nullable(Float64) CODEC(ZSTD(1)),
    long_risk Nullable(Float64) CODEC(ZSTD(1)),
    long_confidence Nullable(Float64) CODEC(ZSTD(1)),
    short_win_rate Nullable(Float64) CODEC(ZSTD(1)),
    short_mean_net_pct Nullable(Float64) CODEC(ZSTD(1)),
    short_max_drawdown_pct Nullable(Float64) CODEC(ZSTD(1)),
    short_risk Nullable(Float64) CODEC(ZSTD(1)),
    short_confidence Nullable(Float64) CODEC(ZSTD(1)),
    neighbours Array(Tuple(
        id String,
        close_time DateTime64(3, 'UTC'),
        distance Float64)) CODEC(ZSTD(3)),
    -- States of three days before, of which it is known from now on what followed.
    joined Array(Tuple(
        id String,
        close_time DateTime64(3, 'UTC'),
        long_net_pct Nullable(Float64),
        long_drawdown_pct Nullable(Float64),
        short_net_pct Nullable(Float64),
        short_drawdown_pct Nullable(Float64))) CODEC(ZSTD(3)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY (symbol, timeframe, open_time)
SETTINGS non_replicated_deduplication_window = 1000;

-- A search reads all vectors: LZ4 gives them back more than twice as fast and takes half as much room again. Parts that are
-- there follow when they are merged.
ALTER TABLE embeddings
    MODIFY COLUMN vector Array(Float32) CODEC(LZ4);
