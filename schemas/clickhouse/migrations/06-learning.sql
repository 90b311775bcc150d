-- What the consensus calibrates heads by goes with the weights. (The table rule_scores is new, and made as any.)
ALTER TABLE weights
    ADD COLUMN IF NOT EXISTS calibration Map(LowCardinality(String), Array(Tuple(
        votes Int64,
        right Int64))) CODEC(ZSTD(1)) AFTER contribution;
