-- How old the newest price of each symbol was at the newest status: whether its feed lives. Prices
-- are told as often as the status, so that no later time would be fair to them.
CREATE OR REPLACE VIEW data_ages AS
WITH
    (SELECT maxOrNull(time) FROM status) AS at_status,
    dateDiff('millisecond', max(price_time), at_status) AS age
SELECT
    symbol,
    max(price_time) AS newest,
    if(age < 0, 0, age) AS age_ms
FROM price_times
GROUP BY symbol;
