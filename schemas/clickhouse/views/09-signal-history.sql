-- Signals that have ended, with what they brought. Won means a net profit, expired ones too.
-- `outcome_type` is one of four; `exit_reason` also tells the kinds of a stop and of an age apart.
CREATE OR REPLACE VIEW signal_history AS
SELECT
    signal_id AS id,
    symbol,
    timeframe,
    direction,
    signal_time AS signal_timestamp,
    entry_time,
    entry_price,
    exit_time,
    exit_price,
    take_profit,
    stop_loss,
    if(won, 'win', 'loss') AS outcome,
    outcomes.outcome AS outcome_type,
    exit_reason,
    partial_exits,
    net_pct,
    net_margin_pct,
    pnl,
    leverage,
    notional,
    confidence,
    probability,
    regime,
    reward_risk,
    weights_version,
    mode AS source
FROM outcomes
WHERE kind = 'real';
