-- Votes tell which version of a head cast them; the rows written until then keep the empty one.
ALTER TABLE head_votes
    ADD COLUMN IF NOT EXISTS model_version LowCardinality(String) DEFAULT '' AFTER absent;

ALTER TABLE candidates
    MODIFY COLUMN votes Array(Tuple(
        head LowCardinality(String),
        direction LowCardinality(String),
        probability Float64,
        confidence Float64,
        validity LowCardinality(String),
        valid_until DateTime64(3, 'UTC'),
        reasons Array(String),
        absent Array(String),
        model_version LowCardinality(String))) CODEC(ZSTD(3));

ALTER TABLE signals
    MODIFY COLUMN votes Array(Tuple(
        head LowCardinality(String),
        direction LowCardinality(String),
        probability Float64,
        confidence Float64,
        validity LowCardinality(String),
        valid_until DateTime64(3, 'UTC'),
        reasons Array(String),
        absent Array(String),
        model_version LowCardinality(String))) CODEC(ZSTD(3));

ALTER TABLE outcomes
    MODIFY COLUMN votes Array(Tuple(
        head LowCardinality(String),
        direction LowCardinality(String),
        probability Float64,
        confidence Float64,
        validity LowCardinality(String),
        valid_until DateTime64(3, 'UTC'),
        reasons Array(String),
        absent Array(String),
        model_version LowCardinality(String))) CODEC(ZSTD(3));
