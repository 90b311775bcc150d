-- Topic `head-votes`, one row a vote.
CREATE TABLE IF NOT EXISTS head_votes
(
    -- Of the nine together, as `vote_id` elsewhere.
    id String CODEC(ZSTD(1)),
    symbol LowCardinality(String),
    timeframe LowCardinality(String),
    open_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    close_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    candle_revision Int32 CODEC(T64, ZSTD(1)),
    head LowCardinality(String),
    direction LowCardinality(String),
    probability Float64 CODEC(ZSTD(1)),
    confidence Float64 CODEC(ZSTD(1)),
    validity LowCardinality(String),
    valid_until DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    reasons Array(String) CODEC(ZSTD(3)),
    absent Array(LowCardinality(String)) CODEC(ZSTD(3)),
    model_version LowCardinality(String) DEFAULT '',

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(_time)
ORDER BY (symbol, timeframe, open_time, head)
SETTINGS non_replicated_deduplication_window = 1000;
