-- The present of the records: what is in force is judged by it, in a replay too.
CREATE OR REPLACE VIEW source_clock AS
SELECT assumeNotNull(greatest(
    (SELECT max(_time) FROM status),
    (SELECT max(_time) FROM candle_revisions),
    (SELECT max(_time) FROM weights),
    (SELECT max(_time) FROM settings))) AS time;
