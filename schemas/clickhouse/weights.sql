-- Topic `weights`: the learned head weights, one row a version. `learning_state` is the view for people.
CREATE TABLE IF NOT EXISTS weights
(
    version Int64 CODEC(Delta, ZSTD(1)),
    weights Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    trigger LowCardinality(String),
    cause String CODEC(ZSTD(1)),
    effective_from DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    metrics Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    hit_rate Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    contribution Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    calibration Map(LowCardinality(String), Array(Tuple(
        votes Int64,
        right Int64))) CODEC(ZSTD(1)),

    _partition UInt16 CODEC(ZSTD(1)),
    _offset UInt64 CODEC(Delta, ZSTD(1)),
    _time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYear(_time)
ORDER BY version
SETTINGS non_replicated_deduplication_window = 1000;
