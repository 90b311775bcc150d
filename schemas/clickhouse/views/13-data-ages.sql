-- How old the newest price of each symbol is, by the records' own clock: whether its feed lives.
CREATE OR REPLACE VIEW data_ages AS
WITH (SELECT time FROM source_clock) AS clock
SELECT
    symbol,
    max(price_time) AS newest,
    greatest(0, dateDiff('millisecond', newest, clock)) AS age_ms
FROM price_times
GROUP BY symbol;
