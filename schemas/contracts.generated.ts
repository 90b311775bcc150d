// Generated from schemas/*.avsc by `npm run schemas`. Do not edit.

export type Direction = 'LONG' | 'SHORT' | 'FLAT'

/** Where a record comes from; bots act on live only. */
export type Mode = 'live' | 'paper' | 'replay' | 'sim'

/** One gate's verdict, with its numbers. */
export interface GateResult {
  readonly gate: string
  /** What was measured; null where the gate had no opinion. */
  readonly value: number | null
  readonly threshold: number | null
  readonly passed: boolean
  readonly note: string
}

export type Validity = 'OK' | 'WARMING' | 'NO_DATA' | 'STALE' | 'ERROR'

/** What one head says about one closed candle. */
export interface Vote {
  /** HEAD_A to HEAD_I, or HEAD_ and the name of a head of one's own. */
  readonly head: string
  readonly direction: Direction
  /** That the direction is right, 0 to 1. */
  readonly probability: number
  /** In its own evidence, 0 to 1. */
  readonly confidence: number
  readonly validity: Validity
  readonly valid_until: number
  readonly reasons: readonly string[]
  /** Features it would have used and did not have. */
  readonly absent: readonly string[]
  /** Which version of the head cast it; empty in votes cast before versions were told. */
  readonly model_version: string
}

/** What passed the symbol's own gates, with everything the desk needs to decide. */
export interface Candidate {
  /** Hash of symbol, timeframe and close time. */
  readonly id: string
  readonly symbol: string
  readonly timeframe: string
  readonly direction: Direction
  readonly candle_close_time: number
  /** Close of the trigger candle. */
  readonly reference_price: number
  readonly take_profit: number
  readonly stop_loss: number
  /** ATR14 of the analysis timeframe, in price. */
  readonly atr: number
  /** The same over the close. */
  readonly atr_pct: number
  readonly confidence: number
  readonly probability: number
  readonly support: number
  readonly regime: string
  /** Net of costs. */
  readonly reward_risk: number
  /** Take profit net of fees and slippage, per cent of notional. */
  readonly net_profit_pct: number
  /** Last known funding rate. */
  readonly funding_rate: number | null
  readonly mode: Mode
  readonly vote_id: string
  readonly weights_version: number
  readonly gates: readonly GateResult[]
  readonly votes: readonly Vote[]
  /** Why stop and target stand where they do. */
  readonly levels_reason: string
  /** ATR14 of 1h over the close, by which the leverage goes. */
  readonly hour_atr_pct: number | null
}

export type GapState = 'FOUND' | 'FILLED' | 'ABSENT'

/** A hole in the base candles of a symbol, and what became of it: a record when it is found, and one when nothing of it is left. */
export interface CandleGap {
  /** Hash of symbol, timeframe and first missing candle. */
  readonly id: string
  readonly symbol: string
  /** Of the missing candles: the shortest that there is. */
  readonly timeframe: string
  /** Open time of the first missing candle. */
  readonly from_time: number
  /** Open time of the last missing candle. */
  readonly to_time: number
  /** Candles that were missing when it was found. */
  readonly missing: number
  /** FILLED: every candle has come; ABSENT: the exchange has none for those that have not. */
  readonly state: GapState
  /** Of them, those that have come since. */
  readonly filled: number
}

export type CandleOrigin = 'TICKS' | 'KLINE' | 'BACKFILL'

/** One validated candle. The newest revision of (symbol, timeframe, open_time) counts. */
export interface Candle {
  readonly symbol: string
  /** 1m, 5m, 15m, 1h, 4h or 1d. */
  readonly timeframe: string
  readonly open_time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base units. */
  readonly volume: number
  readonly quote_volume: number | null
  readonly trades: number | null
  /** Absent, not zero, where the source does not say. */
  readonly taker_buy_volume: number | null
  readonly origin: CandleOrigin
  /** No trade happened: open, high, low and close repeat the last close. */
  readonly synthetic: boolean
  /** 0 for what is told in its time; later trades and repairs make 1, 2, …: what fills a hole behind later candles begins with 1. */
  readonly revision: number
  /** When its last input was received; event time for replayed files. */
  readonly receive_time: number
  /** False where a minute inside it is missing. */
  readonly complete: boolean
  /** True where a price jump of more than half was accepted inside it. */
  readonly reanchored: boolean
}

/** One observation that is not a price: funding, open interest, sentiment and the like. */
export interface ContextPoint {
  readonly exchange: string
  /** The symbol, or * for the whole market. */
  readonly symbol: string
  /** funding, open_interest, long_short_ratio, taker_flow, fear_greed or news; exchange_hole: the exchange has no candles of a stretch. */
  readonly kind: string
  readonly event_time: number
  readonly receive_time: number | null
  /** In the kind's own unit: a rate for funding, 0 to 100 for fear_greed; of an exchange_hole the number of candles, the first of which opens at its event time. */
  readonly value: number
  readonly detail: string | null
}

/** A command from a person or the API, or the configuration at a start. */
export interface Control {
  readonly id: string
  /** halt, resume, set-weights, rollback-weights, set, config or run-job. */
  readonly command: string
  /** JSON. */
  readonly arguments: string
  readonly who: string
  readonly why: string
}

/** One column now and in the reference. */
export interface ColumnDrift {
  /** change_pct, range_pct, volume, trades or taker_buy_ratio. */
  readonly column: string
  /** Values in the reference. */
  readonly reference: number
  /** Values of the day. */
  readonly current: number
  /** Population stability index; absent where there are fewer than 100 values. */
  readonly psi: number | null
  /** Kolmogorov-Smirnov distance of the two distributions, 0 to 1. */
  readonly ks: number | null
  /** That two samples of one distribution lie so far apart. */
  readonly ks_probability: number | null
  /** Both measures are beyond their thresholds. */
  readonly drifted: boolean
}

/** How the candles of one symbol and day lie to those of the days before, column by column. */
export interface DriftReport {
  /** Hash of symbol and day. */
  readonly id: string
  readonly symbol: string
  /** Of the candles. */
  readonly timeframe: string
  readonly from_time: number
  /** End of the day. */
  readonly to_time: number
  /** The reference are the days from here to from_time. */
  readonly reference_from: number
  /** Any column has. */
  readonly any_drifted: boolean
  readonly columns: readonly ColumnDrift[]
}

/** A past state like this one. */
export interface MemoryNeighbour {
  readonly id: string
  readonly close_time: number
  readonly distance: number
}

/** What followed a past state, known now that its time has passed. Null where there can be no such position. */
export interface MemoryLabel {
  readonly id: string
  readonly close_time: number
  /** Net return of a LONG that was entered at its close, per cent. */
  readonly long_net_pct: number | null
  /** How far it went against its entry, per cent. */
  readonly long_drawdown_pct: number | null
  /** Net return of a SHORT that was entered at its close, per cent. */
  readonly short_net_pct: number | null
  /** How far it went against its entry, per cent. */
  readonly short_drawdown_pct: number | null
}

/** The market state at one closed candle as text and vector, and what followed past states like it. */
export interface Embedding {
  readonly id: string
  readonly symbol: string
  readonly timeframe: string
  readonly open_time: number
  readonly close_time: number
  readonly close: number
  readonly regime: string
  /** What made the text a vector, with its version; vectors of two encoders cannot be compared. */
  readonly encoder: string
  /** The state in bucket words. */
  readonly description: string
  /** What could not be described or measured. */
  readonly absent: readonly string[]
  /** 384 numbers of the description, length 1, then nine standardised statistics, each weighed 0.35. */
  readonly vector: readonly number[]
  /** Which part of the vector counted among the neighbours: statistical, semantic or hybrid. */
  readonly mode: string
  /** Past states of the symbol, with what followed them, among which neighbours were looked for. */
  readonly states: number
  /** Of the neighbours: 1 - cosine, 0 to 2; null where there are too few states. */
  readonly mean_distance: number | null
  /** Share of the neighbours after which a LONG would have won, 0 to 1. */
  readonly long_win_rate: number | null
  /** Mean net return of a LONG after them, per cent. */
  readonly long_mean_net_pct: number | null
  /** The furthest any of these LONGs went against its entry, per cent. */
  readonly long_max_drawdown_pct: number | null
  /** 1 - percentile rank of the mean net return among those of the states before, 0 to 1; null: no opinion. */
  readonly long_risk: number | null
  /** In the win rate: how narrow its 95 % interval is, times how near the neighbours are, 0 to 1. */
  readonly long_confidence: number | null
  /** Share of the neighbours after which a SHORT would have won, 0 to 1. */
  readonly short_win_rate: number | null
  /** Mean net return of a SHORT after them, per cent. */
  readonly short_mean_net_pct: number | null
  /** The furthest any of these SHORTs went against its entry, per cent. */
  readonly short_max_drawdown_pct: number | null
  /** 1 - percentile rank of the mean net return among those of the states before, 0 to 1; null: no opinion. */
  readonly short_risk: number | null
  /** In the win rate: how narrow its 95 % interval is, times how near the neighbours are, 0 to 1. */
  readonly short_confidence: number | null
  /** Nearest first. */
  readonly neighbours: readonly MemoryNeighbour[]
  /** States that can be neighbours from now on. */
  readonly joined: readonly MemoryLabel[]
}

/** The indicators of one closed candle. A feature is null, never wrong, before its warm-up or without its input. */
export interface FeatureVector {
  readonly symbol: string
  readonly timeframe: string
  readonly open_time: number
  readonly close_time: number
  readonly candle_revision: number
  /** The candle's close, so that a vector can be read alone. */
  readonly close: number
  /** True of the first vector behind a repair of its candles: the indicators were computed anew from the repaired ones. */
  readonly rebuilt: boolean
  /** Simple moving average of 20 closes. */
  readonly sma_20: number | null
  /** Simple moving average of 50 closes. */
  readonly sma_50: number | null
  /** Simple moving average of 200 closes. */
  readonly sma_200: number | null
  /** Exponential moving average, 9. */
  readonly ema_9: number | null
  /** Exponential moving average, 21. */
  readonly ema_21: number | null
  /** Exponential moving average, 50. */
  readonly ema_50: number | null
  /** Exponential moving average, 200. */
  readonly ema_200: number | null
  /** Relative strength index (Wilder), 0 to 100. */
  readonly rsi_14: number | null
  /** Stochastic oscillator (14, 3, 3): slow %K, 0 to 100. */
  readonly stochastic_k: number | null
  /** Stochastic oscillator: slow %D. */
  readonly stochastic_d: number | null
  /** Williams %R, −100 to 0. */
  readonly williams_r_14: number | null
  /** Commodity channel index. */
  readonly cci_20: number | null
  /** Rate of change over 12 candles, per cent. */
  readonly roc_12: number | null
  /** MACD (12, 26, 9): the line. */
  readonly macd: number | null
  /** MACD: its signal line. */
  readonly macd_signal: number | null
  /** MACD: line minus signal. */
  readonly macd_histogram: number | null
  /** Average directional index (Wilder), 0 to 100. */
  readonly adx_14: number | null
  /** Plus directional indicator, 0 to 100. */
  readonly plus_di_14: number | null
  /** Minus directional indicator, 0 to 100. */
  readonly minus_di_14: number | null
  /** Average true range (Wilder), in price. */
  readonly atr_14: number | null
  /** Average true range in per cent of the close. */
  readonly natr_14: number | null
  /** Bollinger bands (20, 2): upper. */
  readonly bollinger_upper: number | null
  /** Bollinger bands: middle. */
  readonly bollinger_middle: number | null
  /** Bollinger bands: lower. */
  readonly bollinger_lower: number | null
  /** Population standard deviation of 20 closes. */
  readonly stddev_20: number | null
  /** On-balance volume since the first candle. */
  readonly obv: number | null
  /** Money flow index, 0 to 100. */
  readonly mfi_14: number | null
  /** Volume-weighted average price since 00:00 UTC. */
  readonly vwap: number | null
  /** Volume over the mean volume of the 20 candles before. */
  readonly relative_volume_20: number | null
  /** Share of taker buys in the volume of 20 candles, 0 to 1. */
  readonly taker_buy_ratio_20: number | null
  /** Linearly weighted moving average of 20 closes. */
  readonly wma_20: number | null
  /** Hull moving average, 20. */
  readonly hma_20: number | null
  /** Double exponential moving average, 20. */
  readonly dema_20: number | null
  /** Triple exponential moving average, 20. */
  readonly tema_20: number | null
  /** Kaufman adaptive moving average, 10. */
  readonly kama_10: number | null
  /** Tillson T3 (5, 0.7). */
  readonly t3_5: number | null
  /** Arnaud Legoux moving average (9, 0.85, 6). */
  readonly alma_9: number | null
  /** Volume-weighted moving average of 20 closes. */
  readonly vwma_20: number | null
  /** SuperTrend (10, 3): the line, in price. */
  readonly supertrend: number | null
  /** SuperTrend: 1 where the line is below the close (up), −1 above it. */
  readonly supertrend_direction: number | null
  /** Parabolic SAR (0.02, 0.2), in price. */
  readonly psar: number | null
  /** Ichimoku (9, 26, 52): conversion line. */
  readonly ichimoku_tenkan: number | null
  /** Ichimoku: base line. */
  readonly ichimoku_kijun: number | null
  /** Ichimoku: leading span A that stands at this candle (of 26 candles ago). */
  readonly ichimoku_senkou_a: number | null
  /** Ichimoku: leading span B that stands at this candle (of 26 candles ago). */
  readonly ichimoku_senkou_b: number | null
  /** Aroon up, 0 to 100. */
  readonly aroon_up_25: number | null
  /** Aroon down, 0 to 100. */
  readonly aroon_down_25: number | null
  /** Aroon up minus down. */
  readonly aroon_oscillator_25: number | null
  /** Vortex indicator VI+. */
  readonly vortex_plus_14: number | null
  /** Vortex indicator VI−. */
  readonly vortex_minus_14: number | null
  /** Choppiness index, 0 to 100. */
  readonly choppiness_14: number | null
  /** TRIX: rate of change of a triple EMA, per cent. */
  readonly trix_15: number | null
  /** Detrended price: the close of 11 candles ago minus the mean of the 20 closes that end now. */
  readonly dpo_20: number | null
  /** Slope of the regression line through 20 closes, price per candle. */
  readonly linreg_slope_20: number | null
  /** Stochastic RSI (14, 14, 3, 3): %K, 0 to 100. */
  readonly stoch_rsi_k: number | null
  /** Stochastic RSI: %D. */
  readonly stoch_rsi_d: number | null
  /** Momentum: the close minus that of 10 candles ago. */
  readonly mom_10: number | null
  /** Percentage price oscillator (12, 26), per cent. */
  readonly ppo: number | null
  /** True strength index (25, 13, 7). */
  readonly tsi: number | null
  /** True strength index: its signal line. */
  readonly tsi_signal: number | null
  /** Ultimate oscillator (7, 14, 28), 0 to 100. */
  readonly ultimate_oscillator: number | null
  /** Awesome oscillator (5, 34). */
  readonly awesome_oscillator: number | null
  /** Chande momentum oscillator, −100 to 100. */
  readonly cmo_14: number | null
  /** Connors RSI (3, 2, 100), 0 to 100. */
  readonly connors_rsi: number | null
  /** Fisher transform of the median price, 10. */
  readonly fisher_10: number | null
  /** Fisher transform of the candle before. */
  readonly fisher_trigger_10: number | null
  /** Schaff trend cycle (10, 23, 50), 0 to 100. */
  readonly schaff_trend_cycle: number | null
  /** Balance of power, mean of 14. */
  readonly bop_14: number | null
  /** True range, in price. */
  readonly true_range: number | null
  /** Keltner channel (20, 2, 10): upper. */
  readonly keltner_upper: number | null
  /** Keltner channel: middle. */
  readonly keltner_middle: number | null
  /** Keltner channel: lower. */
  readonly keltner_lower: number | null
  /** Donchian channel: highest high of 20 candles. */
  readonly donchian_upper: number | null
  /** Donchian channel: middle. */
  readonly donchian_middle: number | null
  /** Donchian channel: lowest low of 20 candles. */
  readonly donchian_lower: number | null
  /** Ulcer index, per cent. */
  readonly ulcer_14: number | null
  /** Chandelier exit (22, 3) of a long position. */
  readonly chandelier_long: number | null
  /** Chandelier exit of a short position. */
  readonly chandelier_short: number | null
  /** Standard deviation of 20 log returns, per candle. */
  readonly realized_volatility_20: number | null
  /** Garman–Klass volatility of 20 candles, per candle. */
  readonly garman_klass_20: number | null
  /** Parkinson volatility of 20 candles, per candle. */
  readonly parkinson_20: number | null
  /** Accumulation/distribution line since the first candle. */
  readonly ad_line: number | null
  /** Chaikin oscillator (3, 10). */
  readonly chaikin_oscillator: number | null
  /** Chaikin money flow, −1 to 1. */
  readonly cmf_20: number | null
  /** Force index: EMA of 13. */
  readonly force_13: number | null
  /** Percentage volume oscillator (12, 26, 9), per cent. */
  readonly pvo: number | null
  /** Percentage volume oscillator: its signal line. */
  readonly pvo_signal: number | null
  /** Percentage volume oscillator: line minus signal. */
  readonly pvo_histogram: number | null
  /** Klinger volume oscillator (34, 55, 13). */
  readonly kvo: number | null
  /** Klinger volume oscillator: its signal line. */
  readonly kvo_signal: number | null
  /** Cumulative volume delta: taker buys minus taker sells since the first candle that knows them. */
  readonly cvd: number | null
  /** Hurst exponent of 100 log returns by rescaled range; 0.5 is a random walk. */
  readonly hurst_100: number | null
}

/** The nine votes on one closed candle of the trigger timeframe. */
export interface HeadVotes {
  /** Hash of symbol, timeframe and close time. */
  readonly id: string
  readonly symbol: string
  readonly timeframe: string
  readonly open_time: number
  readonly close_time: number
  readonly candle_revision: number
  readonly votes: readonly Vote[]
}

export type KlineOrigin = 'STREAM' | 'BACKFILL'

/** One closed candle as an exchange sent it (REST, WebSocket or file), before validation. */
export interface Kline {
  readonly exchange: string
  readonly symbol: string
  /** 1m, 5m, 15m, 1h, 4h or 1d. */
  readonly interval: string
  readonly open_time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base units. */
  readonly volume: number
  readonly quote_volume: number | null
  readonly trades: number | null
  /** Base units bought by takers. */
  readonly taker_buy_volume: number | null
  readonly receive_time: number | null
  /** STREAM: sent as it closed, or replayed from a file; BACKFILL: fetched later to close a gap. */
  readonly origin: KlineOrigin
}

/** The audit trail: each update, deployment, refusal and rollback. */
export interface LearningEvent {
  readonly id: string
  readonly event_type: string
  readonly signal_id: string | null
  /** JSON. */
  readonly old_value: string
  /** JSON. */
  readonly new_value: string
  readonly triggered_by: string
  readonly event_time: number
}

/** The regime of a symbol at the close of one hour, what was measured for it, and the timeframes that it chooses. */
export interface MarketRegime {
  /** Hash of symbol and time. */
  readonly id: string
  readonly symbol: string
  /** Close of the 1h candle. In force for what closes later. */
  readonly time: number
  /** TRENDING, RANGING, VOLATILE, BREAKOUT or LOW_VOLATILITY. */
  readonly regime: string
  /** Close of the candle that made it so. */
  readonly since: number
  /** What the candle says for itself. */
  readonly seen: string
  /** Candles in a row that say so against the regime; 0 where they say the same. With the third it changes. */
  readonly seen_candles: number
  /** ADX14 of 1h, 0 to 100. */
  readonly adx: number | null
  /** Hurst exponent of 100 hourly returns. */
  readonly hurst: number | null
  /** ATR14 of 1h over the close, per cent. */
  readonly atr_pct: number | null
  /** Its percentile rank among the symbol's 500 hours before, 0 to 1. */
  readonly atr_rank: number | null
  /** Width of the Bollinger bands of 1h over their middle. */
  readonly band_width: number | null
  /** Its percentile rank among the symbol's 500 hours before, 0 to 1. */
  readonly band_width_rank: number | null
  /** ATR14 of 1d over the close, per cent; null until fourteen days exist. */
  readonly daily_volatility_pct: number | null
  /** Timeframe of the trend behind a signal and, from 1h up, of the ATR of its levels. */
  readonly analysis: string
  /** Timeframe of the trigger candle. */
  readonly entry: string
  /** Timeframe at whose closes the heads vote. */
  readonly scan: string
  /** Steps by which the volatility of a day moved the three: -1 shorter, 1 longer. */
  readonly step: number
  /** Why these timeframes. */
  readonly reason: string
}

export type PositionKind = 'real' | 'shadow'

export type OutcomeType = 'TP_HIT' | 'SL_HIT' | 'EXPIRED' | 'FORCED'

export type ExitReason = 'levels' | 'take_profit' | 'stop_loss' | 'trailing_stop' | 'break_even' | 'partial_take_profit' | 'time_exit' | 'expiry' | 'forced'

/** A part of a position that was closed before the rest. */
export interface PartialExit {
  readonly time: number
  readonly price: number
  /** Of the whole position, between 0 and 1. */
  readonly share: number
  readonly reason: ExitReason
}

/** How a signal, or a shadow of a refused candidate, ended. */
export interface Outcome {
  readonly id: string
  /** The signal; for a shadow, the candidate's id. */
  readonly signal_id: string
  readonly candidate_id: string
  readonly kind: PositionKind
  /** The gate that refused a shadow. */
  readonly gate: string | null
  readonly symbol: string
  readonly timeframe: string
  readonly direction: Direction
  readonly mode: Mode
  readonly regime: string
  /** TP_HIT by its take profit, SL_HIT by the stop in force, EXPIRED by age, FORCED by a person. What kind of stop or age: exit_reason. */
  readonly outcome: OutcomeType
  readonly signal_time: number
  readonly entry_time: number
  readonly entry_price: number
  readonly exit_time: number
  /** Of the last part, where an exit policy took some of it before. */
  readonly exit_price: number
  readonly take_profit: number
  /** The signal's own, wherever an exit policy moved the stop to. */
  readonly stop_loss: number
  readonly leverage: number
  readonly notional: number
  /** Price move in the signal's direction, per cent of entry; the mean of its parts by their shares. */
  readonly gross_pct: number
  /** Taker fees and slippage, both sides. */
  readonly fees_pct: number
  /** Paid (positive) or received, by what was still open. */
  readonly funding_pct: number
  /** Of notional. */
  readonly net_pct: number
  /** Of margin: net_pct times leverage. */
  readonly net_margin_pct: number
  /** Quote units; 0 for a shadow. */
  readonly pnl: number
  /** net_pct > 0; a zero but for rounding is not. */
  readonly won: boolean
  readonly confidence: number
  readonly probability: number
  readonly reward_risk: number
  readonly vote_id: string
  readonly weights_version: number
  readonly votes: readonly Vote[]
  /** What closed it. levels: written before reasons were; its own levels or its age, as the outcome says. */
  readonly exit_reason: ExitReason
  /** Earliest first; the rest left at exit_price. */
  readonly partial_exits: readonly PartialExit[]
}

/** The event time of a symbol's newest price: of a valid trade, or the close of a valid kline. Written where it is newer than told before, as often as the status. */
export interface PriceTime {
  readonly symbol: string
  readonly price_time: number
}

export type GateStage = 'MARKET' | 'DESK'

/** What did not pass, the gate that stopped it, and the numbers. */
export interface Rejection {
  readonly id: string
  readonly candidate_id: string
  readonly symbol: string
  readonly timeframe: string
  readonly direction: Direction
  readonly candle_close_time: number
  readonly stage: GateStage
  readonly gate: string
  readonly value: number | null
  readonly threshold: number | null
  readonly note: string
  readonly confidence: number
  readonly probability: number
  readonly support: number
  readonly regime: string
  readonly mode: Mode
  readonly vote_id: string
  readonly weights_version: number
  readonly gates: readonly GateResult[]
}

/** One rule on one outcome, and its sums so far, this outcome included. */
export interface RuleScore {
  readonly rule: string
  /** That the signal wins, by the votes stored with the outcome and all outcomes before. */
  readonly probability: number
  /** Nats; ln 2 = 0.693 is what no prediction loses. */
  readonly log_loss: number
  /** Whether a probability above one half and a win went together. */
  readonly hit: boolean
  /** Scored so far. */
  readonly outcomes: number
  readonly hits: number
  readonly log_loss_total: number
  /** The head that the rule is farthest behind, over the outcomes on which it voted for a side; empty where none ever did. */
  readonly best_head: string
  /** Nats that the rule has lost more than that head, over those outcomes; below 0: less. */
  readonly regret_best_head: number
  /** Nats that the rule has lost more than the rule outcome; below 0: less. */
  readonly regret_outcome_rule: number
  /** By head, as they were when it said so; they sum to 1. Of stacking: exponents, none below 0, normalised. */
  readonly weights: { readonly [key: string]: number }
}

/** What each rule of learning said of one real outcome before it was known, and how right all it has said was so far. */
export interface RuleScores {
  readonly outcome_id: string
  readonly signal_id: string
  /** At which the outcome was known, and the rules learned from it. */
  readonly event_time: number
  readonly won: boolean
  /** The rule that the weights in force follow. */
  readonly drives: string
  readonly rules: readonly RuleScore[]
}

/** One setting in force, written by the desk alone. */
export interface Setting {
  readonly version: number
  readonly name: string
  /** JSON. */
  readonly value: string
  readonly effective_from: number
  readonly who: string
  readonly why: string
}

/** What the desk let through. AlphaPulse sends no orders: a signal is a record. */
export interface Signal {
  readonly id: string
  readonly candidate_id: string
  readonly symbol: string
  readonly timeframe: string
  readonly direction: Direction
  readonly mode: Mode
  /** When the desk decided. */
  readonly signal_time: number
  /** Entry is the first trade at or after this. */
  readonly entry_after: number
  /** Bots refuse it afterwards. */
  readonly valid_until: number
  readonly reference_price: number
  readonly take_profit: number
  readonly stop_loss: number
  readonly leverage: number
  /** Quote units. */
  readonly notional: number
  /** Of equity. */
  readonly risk_pct: number
  readonly confidence: number
  readonly probability: number
  readonly regime: string
  readonly atr_pct: number
  readonly reward_risk: number
  readonly funding_rate: number | null
  readonly vote_id: string
  readonly weights_version: number
  readonly equity: number
  readonly votes: readonly Vote[]
  /** Why stop and target stand where they do. */
  readonly levels_reason: string
}

export type DeskState = 'RUNNING' | 'HALTED'

/** Each ten seconds: what the desk is doing. Bots fail closed on it. */
export interface Status {
  readonly time: number
  readonly state: DeskState
  readonly reason: string
  readonly halted_until: number | null
  readonly watermark: number
  readonly mode: Mode
  readonly open_signals: number
  readonly equity: number
  readonly drawdown_pct: number
  readonly weights_version: number
  /** Event time of the newest price of any symbol; null before the first. */
  readonly data_time: number | null
  /** From data_time to time. */
  readonly data_age_ms: number | null
  /** The symbol whose newest price is the oldest; of several the first by name. One without a price for seven days no longer counts. */
  readonly stalest_symbol: string | null
  /** From the newest price of stalest_symbol to time. */
  readonly stalest_age_ms: number | null
}

export type TakerSide = 'BUY' | 'SELL'

/** One public trade as the exchange reported it. */
export interface Tick {
  /** Venue and market, for example binance or binance-usdm. */
  readonly exchange: string
  /** Without a slash: BTCUSDT. */
  readonly symbol: string
  /** The exchange's own number of the trade; consecutive where nothing is missing. */
  readonly trade_id: number
  /** When the trade happened, by the exchange's clock, UTC milliseconds. */
  readonly event_time: number
  /** When we received it, by our clock; null where the source has none. */
  readonly receive_time: number | null
  /** Quote per base. */
  readonly price: number
  /** Base units. */
  readonly quantity: number
  /** The side that crossed the spread; null where the source does not say. */
  readonly taker_side: TakerSide | null
}

/** What one rule found. */
export interface RuleFindings {
  /** gap, change, late, synthetic, reanchored, revised or repaired. */
  readonly rule: string
  /** Candles; of gap those that are missing. */
  readonly offenders: number
  /** Open times of the first of them. */
  readonly first_times: readonly number[]
  /** Of each of these. */
  readonly reasons: readonly string[]
}

/** The base candles of one symbol and day, held to each rule. */
export interface ValidationReport {
  /** Hash of symbol, timeframe and day. */
  readonly id: string
  readonly symbol: string
  /** Of the candles: the shortest that there is. */
  readonly timeframe: string
  /** Open time of the day's first candle, were it there. */
  readonly from_time: number
  /** End of the day. */
  readonly to_time: number
  /** That have come, each once. */
  readonly candles: number
  /** None is missing, none of a change beyond what is allowed, none received late. */
  readonly valid: boolean
  /** Every rule, those without offenders too. */
  readonly rules: readonly RuleFindings[]
}

export type WeightsTrigger = 'outcome' | 'daily' | 'weekly' | 'rollback' | 'manual'

/** Votes of one head that said a probability within one of ten bins: 0.50 to 0.55, and so on to 1. */
export interface CalibrationBin {
  readonly votes: number
  /** For what won or against what lost. */
  readonly right: number
}

/** One version of the learned state: never changed, only followed by the next. */
export interface Weights {
  /** 1, 2, 3, …; 0 is the equal weights of the start and never written. */
  readonly version: number
  /** By head; they sum to 1. */
  readonly weights: { readonly [key: string]: number }
  readonly trigger: WeightsTrigger
  /** The outcome, job or command that made it. */
  readonly cause: string
  readonly effective_from: number
  readonly metrics: { readonly [key: string]: number }
  /** EMA by head. */
  readonly hit_rate: { readonly [key: string]: number }
  /** EMA by head. */
  readonly contribution: { readonly [key: string]: number }
  /** By head, ten bins each, by which the consensus calibrates what the head says; empty where it takes it as it is said (learning.calibrate off). */
  readonly calibration: { readonly [key: string]: readonly CalibrationBin[] }
}

/** The Avro schema of each contract, self-contained. */
export const avro = {
  candidate: {"type":"record","name":"Candidate","namespace":"alphapulse","doc":"What passed the symbol's own gates, with everything the desk needs to decide.","fields":[{"name":"id","type":"string","doc":"Hash of symbol, timeframe and close time."},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"direction","type":{"type":"enum","name":"Direction","symbols":["LONG","SHORT","FLAT"],"namespace":"alphapulse"}},{"name":"candle_close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reference_price","type":"double","doc":"Close of the trigger candle."},{"name":"take_profit","type":"double"},{"name":"stop_loss","type":"double"},{"name":"atr","type":"double","doc":"ATR14 of the analysis timeframe, in price."},{"name":"atr_pct","type":"double","doc":"The same over the close."},{"name":"confidence","type":"double"},{"name":"probability","type":"double"},{"name":"support","type":"double"},{"name":"regime","type":"string"},{"name":"reward_risk","type":"double","doc":"Net of costs."},{"name":"net_profit_pct","type":"double","doc":"Take profit net of fees and slippage, per cent of notional."},{"name":"funding_rate","type":["null","double"],"doc":"Last known funding rate.","default":null},{"name":"mode","type":{"type":"enum","name":"Mode","symbols":["live","paper","replay","sim"],"doc":"Where a record comes from; bots act on live only.","namespace":"alphapulse"}},{"name":"vote_id","type":"string"},{"name":"weights_version","type":"long"},{"name":"gates","type":{"type":"array","items":{"type":"record","name":"GateResult","namespace":"alphapulse","doc":"One gate's verdict, with its numbers.","fields":[{"name":"gate","type":"string"},{"name":"value","type":["null","double"],"doc":"What was measured; null where the gate had no opinion.","default":null},{"name":"threshold","type":["null","double"],"default":null},{"name":"passed","type":"boolean"},{"name":"note","type":"string"}]}}},{"name":"votes","type":{"type":"array","items":{"type":"record","name":"Vote","namespace":"alphapulse","doc":"What one head says about one closed candle.","fields":[{"name":"head","type":"string","doc":"HEAD_A to HEAD_I, or HEAD_ and the name of a head of one's own."},{"name":"direction","type":"alphapulse.Direction"},{"name":"probability","type":"double","doc":"That the direction is right, 0 to 1."},{"name":"confidence","type":"double","doc":"In its own evidence, 0 to 1."},{"name":"validity","type":{"type":"enum","name":"Validity","symbols":["OK","WARMING","NO_DATA","STALE","ERROR"]}},{"name":"valid_until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reasons","type":{"type":"array","items":"string"}},{"name":"absent","type":{"type":"array","items":"string"},"doc":"Features it would have used and did not have."},{"name":"model_version","type":"string","default":"","doc":"Which version of the head cast it; empty in votes cast before versions were told."}]}}},{"name":"levels_reason","type":"string","default":"","doc":"Why stop and target stand where they do."},{"name":"hour_atr_pct","type":["null","double"],"default":null,"doc":"ATR14 of 1h over the close, by which the leverage goes."}]},
  candleGap: {"type":"record","name":"CandleGap","namespace":"alphapulse","doc":"A hole in the base candles of a symbol, and what became of it: a record when it is found, and one when nothing of it is left.","fields":[{"name":"id","type":"string","doc":"Hash of symbol, timeframe and first missing candle."},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string","doc":"Of the missing candles: the shortest that there is."},{"name":"from_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Open time of the first missing candle."},{"name":"to_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Open time of the last missing candle."},{"name":"missing","type":"int","doc":"Candles that were missing when it was found."},{"name":"state","type":{"type":"enum","name":"GapState","symbols":["FOUND","FILLED","ABSENT"]},"doc":"FILLED: every candle has come; ABSENT: the exchange has none for those that have not."},{"name":"filled","type":"int","doc":"Of them, those that have come since."}]},
  candle: {"type":"record","name":"Candle","namespace":"alphapulse","doc":"One validated candle. The newest revision of (symbol, timeframe, open_time) counts.","fields":[{"name":"symbol","type":"string"},{"name":"timeframe","type":"string","doc":"1m, 5m, 15m, 1h, 4h or 1d."},{"name":"open_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"open","type":"double"},{"name":"high","type":"double"},{"name":"low","type":"double"},{"name":"close","type":"double"},{"name":"volume","type":"double","doc":"Base units."},{"name":"quote_volume","type":["null","double"],"default":null},{"name":"trades","type":["null","long"],"default":null},{"name":"taker_buy_volume","type":["null","double"],"doc":"Absent, not zero, where the source does not say.","default":null},{"name":"origin","type":{"type":"enum","name":"CandleOrigin","symbols":["TICKS","KLINE","BACKFILL"]}},{"name":"synthetic","type":"boolean","doc":"No trade happened: open, high, low and close repeat the last close."},{"name":"revision","type":"int","doc":"0 for what is told in its time; later trades and repairs make 1, 2, …: what fills a hole behind later candles begins with 1."},{"name":"receive_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When its last input was received; event time for replayed files."},{"name":"complete","type":"boolean","doc":"False where a minute inside it is missing.","default":true},{"name":"reanchored","type":"boolean","doc":"True where a price jump of more than half was accepted inside it.","default":false}]},
  contextPoint: {"type":"record","name":"ContextPoint","namespace":"alphapulse","doc":"One observation that is not a price: funding, open interest, sentiment and the like.","fields":[{"name":"exchange","type":"string"},{"name":"symbol","type":"string","doc":"The symbol, or * for the whole market."},{"name":"kind","type":"string","doc":"funding, open_interest, long_short_ratio, taker_flow, fear_greed or news; exchange_hole: the exchange has no candles of a stretch."},{"name":"event_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"receive_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"value","type":"double","doc":"In the kind's own unit: a rate for funding, 0 to 100 for fear_greed; of an exchange_hole the number of candles, the first of which opens at its event time."},{"name":"detail","type":["null","string"],"default":null}]},
  control: {"type":"record","name":"Control","namespace":"alphapulse","doc":"A command from a person or the API, or the configuration at a start.","fields":[{"name":"id","type":"string"},{"name":"command","type":"string","doc":"halt, resume, set-weights, rollback-weights, set, config or run-job."},{"name":"arguments","type":"string","doc":"JSON."},{"name":"who","type":"string"},{"name":"why","type":"string"}]},
  driftReport: {"type":"record","name":"DriftReport","namespace":"alphapulse","doc":"How the candles of one symbol and day lie to those of the days before, column by column.","fields":[{"name":"id","type":"string","doc":"Hash of symbol and day."},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string","doc":"Of the candles."},{"name":"from_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"to_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the day."},{"name":"reference_from","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"The reference are the days from here to from_time."},{"name":"any_drifted","type":"boolean","doc":"Any column has."},{"name":"columns","type":{"type":"array","items":{"type":"record","name":"ColumnDrift","doc":"One column now and in the reference.","fields":[{"name":"column","type":"string","doc":"change_pct, range_pct, volume, trades or taker_buy_ratio."},{"name":"reference","type":"int","doc":"Values in the reference."},{"name":"current","type":"int","doc":"Values of the day."},{"name":"psi","type":["null","double"],"default":null,"doc":"Population stability index; absent where there are fewer than 100 values."},{"name":"ks","type":["null","double"],"default":null,"doc":"Kolmogorov-Smirnov distance of the two distributions, 0 to 1."},{"name":"ks_probability","type":["null","double"],"default":null,"doc":"That two samples of one distribution lie so far apart."},{"name":"drifted","type":"boolean","doc":"Both measures are beyond their thresholds."}]}}}]},
  embedding: {"type":"record","name":"Embedding","namespace":"alphapulse","doc":"The market state at one closed candle as text and vector, and what followed past states like it.","fields":[{"name":"id","type":"string"},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"open_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"close","type":"double"},{"name":"regime","type":"string"},{"name":"encoder","type":"string","doc":"What made the text a vector, with its version; vectors of two encoders cannot be compared."},{"name":"description","type":"string","doc":"The state in bucket words."},{"name":"absent","type":{"type":"array","items":"string"},"doc":"What could not be described or measured."},{"name":"vector","type":{"type":"array","items":"float"},"doc":"384 numbers of the description, length 1, then nine standardised statistics, each weighed 0.35."},{"name":"mode","type":"string","doc":"Which part of the vector counted among the neighbours: statistical, semantic or hybrid."},{"name":"states","type":"int","doc":"Past states of the symbol, with what followed them, among which neighbours were looked for."},{"name":"mean_distance","type":["null","double"],"default":null,"doc":"Of the neighbours: 1 - cosine, 0 to 2; null where there are too few states."},{"name":"long_win_rate","type":["null","double"],"default":null,"doc":"Share of the neighbours after which a LONG would have won, 0 to 1."},{"name":"long_mean_net_pct","type":["null","double"],"default":null,"doc":"Mean net return of a LONG after them, per cent."},{"name":"long_max_drawdown_pct","type":["null","double"],"default":null,"doc":"The furthest any of these LONGs went against its entry, per cent."},{"name":"long_risk","type":["null","double"],"default":null,"doc":"1 - percentile rank of the mean net return among those of the states before, 0 to 1; null: no opinion."},{"name":"long_confidence","type":["null","double"],"default":null,"doc":"In the win rate: how narrow its 95 % interval is, times how near the neighbours are, 0 to 1."},{"name":"short_win_rate","type":["null","double"],"default":null,"doc":"Share of the neighbours after which a SHORT would have won, 0 to 1."},{"name":"short_mean_net_pct","type":["null","double"],"default":null,"doc":"Mean net return of a SHORT after them, per cent."},{"name":"short_max_drawdown_pct","type":["null","double"],"default":null,"doc":"The furthest any of these SHORTs went against its entry, per cent."},{"name":"short_risk","type":["null","double"],"default":null,"doc":"1 - percentile rank of the mean net return among those of the states before, 0 to 1; null: no opinion."},{"name":"short_confidence","type":["null","double"],"default":null,"doc":"In the win rate: how narrow its 95 % interval is, times how near the neighbours are, 0 to 1."},{"name":"neighbours","type":{"type":"array","items":{"type":"record","name":"MemoryNeighbour","doc":"A past state like this one.","fields":[{"name":"id","type":"string"},{"name":"close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"distance","type":"double"}]}},"doc":"Nearest first."},{"name":"joined","type":{"type":"array","items":{"type":"record","name":"MemoryLabel","doc":"What followed a past state, known now that its time has passed. Null where there can be no such position.","fields":[{"name":"id","type":"string"},{"name":"close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"long_net_pct","type":["null","double"],"default":null,"doc":"Net return of a LONG that was entered at its close, per cent."},{"name":"long_drawdown_pct","type":["null","double"],"default":null,"doc":"How far it went against its entry, per cent."},{"name":"short_net_pct","type":["null","double"],"default":null,"doc":"Net return of a SHORT that was entered at its close, per cent."},{"name":"short_drawdown_pct","type":["null","double"],"default":null,"doc":"How far it went against its entry, per cent."}]}},"doc":"States that can be neighbours from now on."}]},
  featureVector: {"type":"record","name":"FeatureVector","namespace":"alphapulse","doc":"The indicators of one closed candle. A feature is null, never wrong, before its warm-up or without its input.","fields":[{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"open_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"candle_revision","type":"int"},{"name":"close","type":"double","doc":"The candle's close, so that a vector can be read alone."},{"name":"rebuilt","type":"boolean","doc":"True of the first vector behind a repair of its candles: the indicators were computed anew from the repaired ones.","default":false},{"name":"sma_20","type":["null","double"],"default":null,"doc":"Simple moving average of 20 closes."},{"name":"sma_50","type":["null","double"],"default":null,"doc":"Simple moving average of 50 closes."},{"name":"sma_200","type":["null","double"],"default":null,"doc":"Simple moving average of 200 closes."},{"name":"ema_9","type":["null","double"],"default":null,"doc":"Exponential moving average, 9."},{"name":"ema_21","type":["null","double"],"default":null,"doc":"Exponential moving average, 21."},{"name":"ema_50","type":["null","double"],"default":null,"doc":"Exponential moving average, 50."},{"name":"ema_200","type":["null","double"],"default":null,"doc":"Exponential moving average, 200."},{"name":"rsi_14","type":["null","double"],"default":null,"doc":"Relative strength index (Wilder), 0 to 100."},{"name":"stochastic_k","type":["null","double"],"default":null,"doc":"Stochastic oscillator (14, 3, 3): slow %K, 0 to 100."},{"name":"stochastic_d","type":["null","double"],"default":null,"doc":"Stochastic oscillator: slow %D."},{"name":"williams_r_14","type":["null","double"],"default":null,"doc":"Williams %R, −100 to 0."},{"name":"cci_20","type":["null","double"],"default":null,"doc":"Commodity channel index."},{"name":"roc_12","type":["null","double"],"default":null,"doc":"Rate of change over 12 candles, per cent."},{"name":"macd","type":["null","double"],"default":null,"doc":"MACD (12, 26, 9): the line."},{"name":"macd_signal","type":["null","double"],"default":null,"doc":"MACD: its signal line."},{"name":"macd_histogram","type":["null","double"],"default":null,"doc":"MACD: line minus signal."},{"name":"adx_14","type":["null","double"],"default":null,"doc":"Average directional index (Wilder), 0 to 100."},{"name":"plus_di_14","type":["null","double"],"default":null,"doc":"Plus directional indicator, 0 to 100."},{"name":"minus_di_14","type":["null","double"],"default":null,"doc":"Minus directional indicator, 0 to 100."},{"name":"atr_14","type":["null","double"],"default":null,"doc":"Average true range (Wilder), in price."},{"name":"natr_14","type":["null","double"],"default":null,"doc":"Average true range in per cent of the close."},{"name":"bollinger_upper","type":["null","double"],"default":null,"doc":"Bollinger bands (20, 2): upper."},{"name":"bollinger_middle","type":["null","double"],"default":null,"doc":"Bollinger bands: middle."},{"name":"bollinger_lower","type":["null","double"],"default":null,"doc":"Bollinger bands: lower."},{"name":"stddev_20","type":["null","double"],"default":null,"doc":"Population standard deviation of 20 closes."},{"name":"obv","type":["null","double"],"default":null,"doc":"On-balance volume since the first candle."},{"name":"mfi_14","type":["null","double"],"default":null,"doc":"Money flow index, 0 to 100."},{"name":"vwap","type":["null","double"],"default":null,"doc":"Volume-weighted average price since 00:00 UTC."},{"name":"relative_volume_20","type":["null","double"],"default":null,"doc":"Volume over the mean volume of the 20 candles before."},{"name":"taker_buy_ratio_20","type":["null","double"],"default":null,"doc":"Share of taker buys in the volume of 20 candles, 0 to 1."},{"name":"wma_20","type":["null","double"],"default":null,"doc":"Linearly weighted moving average of 20 closes."},{"name":"hma_20","type":["null","double"],"default":null,"doc":"Hull moving average, 20."},{"name":"dema_20","type":["null","double"],"default":null,"doc":"Double exponential moving average, 20."},{"name":"tema_20","type":["null","double"],"default":null,"doc":"Triple exponential moving average, 20."},{"name":"kama_10","type":["null","double"],"default":null,"doc":"Kaufman adaptive moving average, 10."},{"name":"t3_5","type":["null","double"],"default":null,"doc":"Tillson T3 (5, 0.7)."},{"name":"alma_9","type":["null","double"],"default":null,"doc":"Arnaud Legoux moving average (9, 0.85, 6)."},{"name":"vwma_20","type":["null","double"],"default":null,"doc":"Volume-weighted moving average of 20 closes."},{"name":"supertrend","type":["null","double"],"default":null,"doc":"SuperTrend (10, 3): the line, in price."},{"name":"supertrend_direction","type":["null","double"],"default":null,"doc":"SuperTrend: 1 where the line is below the close (up), −1 above it."},{"name":"psar","type":["null","double"],"default":null,"doc":"Parabolic SAR (0.02, 0.2), in price."},{"name":"ichimoku_tenkan","type":["null","double"],"default":null,"doc":"Ichimoku (9, 26, 52): conversion line."},{"name":"ichimoku_kijun","type":["null","double"],"default":null,"doc":"Ichimoku: base line."},{"name":"ichimoku_senkou_a","type":["null","double"],"default":null,"doc":"Ichimoku: leading span A that stands at this candle (of 26 candles ago)."},{"name":"ichimoku_senkou_b","type":["null","double"],"default":null,"doc":"Ichimoku: leading span B that stands at this candle (of 26 candles ago)."},{"name":"aroon_up_25","type":["null","double"],"default":null,"doc":"Aroon up, 0 to 100."},{"name":"aroon_down_25","type":["null","double"],"default":null,"doc":"Aroon down, 0 to 100."},{"name":"aroon_oscillator_25","type":["null","double"],"default":null,"doc":"Aroon up minus down."},{"name":"vortex_plus_14","type":["null","double"],"default":null,"doc":"Vortex indicator VI+."},{"name":"vortex_minus_14","type":["null","double"],"default":null,"doc":"Vortex indicator VI−."},{"name":"choppiness_14","type":["null","double"],"default":null,"doc":"Choppiness index, 0 to 100."},{"name":"trix_15","type":["null","double"],"default":null,"doc":"TRIX: rate of change of a triple EMA, per cent."},{"name":"dpo_20","type":["null","double"],"default":null,"doc":"Detrended price: the close of 11 candles ago minus the mean of the 20 closes that end now."},{"name":"linreg_slope_20","type":["null","double"],"default":null,"doc":"Slope of the regression line through 20 closes, price per candle."},{"name":"stoch_rsi_k","type":["null","double"],"default":null,"doc":"Stochastic RSI (14, 14, 3, 3): %K, 0 to 100."},{"name":"stoch_rsi_d","type":["null","double"],"default":null,"doc":"Stochastic RSI: %D."},{"name":"mom_10","type":["null","double"],"default":null,"doc":"Momentum: the close minus that of 10 candles ago."},{"name":"ppo","type":["null","double"],"default":null,"doc":"Percentage price oscillator (12, 26), per cent."},{"name":"tsi","type":["null","double"],"default":null,"doc":"True strength index (25, 13, 7)."},{"name":"tsi_signal","type":["null","double"],"default":null,"doc":"True strength index: its signal line."},{"name":"ultimate_oscillator","type":["null","double"],"default":null,"doc":"Ultimate oscillator (7, 14, 28), 0 to 100."},{"name":"awesome_oscillator","type":["null","double"],"default":null,"doc":"Awesome oscillator (5, 34)."},{"name":"cmo_14","type":["null","double"],"default":null,"doc":"Chande momentum oscillator, −100 to 100."},{"name":"connors_rsi","type":["null","double"],"default":null,"doc":"Connors RSI (3, 2, 100), 0 to 100."},{"name":"fisher_10","type":["null","double"],"default":null,"doc":"Fisher transform of the median price, 10."},{"name":"fisher_trigger_10","type":["null","double"],"default":null,"doc":"Fisher transform of the candle before."},{"name":"schaff_trend_cycle","type":["null","double"],"default":null,"doc":"Schaff trend cycle (10, 23, 50), 0 to 100."},{"name":"bop_14","type":["null","double"],"default":null,"doc":"Balance of power, mean of 14."},{"name":"true_range","type":["null","double"],"default":null,"doc":"True range, in price."},{"name":"keltner_upper","type":["null","double"],"default":null,"doc":"Keltner channel (20, 2, 10): upper."},{"name":"keltner_middle","type":["null","double"],"default":null,"doc":"Keltner channel: middle."},{"name":"keltner_lower","type":["null","double"],"default":null,"doc":"Keltner channel: lower."},{"name":"donchian_upper","type":["null","double"],"default":null,"doc":"Donchian channel: highest high of 20 candles."},{"name":"donchian_middle","type":["null","double"],"default":null,"doc":"Donchian channel: middle."},{"name":"donchian_lower","type":["null","double"],"default":null,"doc":"Donchian channel: lowest low of 20 candles."},{"name":"ulcer_14","type":["null","double"],"default":null,"doc":"Ulcer index, per cent."},{"name":"chandelier_long","type":["null","double"],"default":null,"doc":"Chandelier exit (22, 3) of a long position."},{"name":"chandelier_short","type":["null","double"],"default":null,"doc":"Chandelier exit of a short position."},{"name":"realized_volatility_20","type":["null","double"],"default":null,"doc":"Standard deviation of 20 log returns, per candle."},{"name":"garman_klass_20","type":["null","double"],"default":null,"doc":"Garman–Klass volatility of 20 candles, per candle."},{"name":"parkinson_20","type":["null","double"],"default":null,"doc":"Parkinson volatility of 20 candles, per candle."},{"name":"ad_line","type":["null","double"],"default":null,"doc":"Accumulation/distribution line since the first candle."},{"name":"chaikin_oscillator","type":["null","double"],"default":null,"doc":"Chaikin oscillator (3, 10)."},{"name":"cmf_20","type":["null","double"],"default":null,"doc":"Chaikin money flow, −1 to 1."},{"name":"force_13","type":["null","double"],"default":null,"doc":"Force index: EMA of 13."},{"name":"pvo","type":["null","double"],"default":null,"doc":"Percentage volume oscillator (12, 26, 9), per cent."},{"name":"pvo_signal","type":["null","double"],"default":null,"doc":"Percentage volume oscillator: its signal line."},{"name":"pvo_histogram","type":["null","double"],"default":null,"doc":"Percentage volume oscillator: line minus signal."},{"name":"kvo","type":["null","double"],"default":null,"doc":"Klinger volume oscillator (34, 55, 13)."},{"name":"kvo_signal","type":["null","double"],"default":null,"doc":"Klinger volume oscillator: its signal line."},{"name":"cvd","type":["null","double"],"default":null,"doc":"Cumulative volume delta: taker buys minus taker sells since the first candle that knows them."},{"name":"hurst_100","type":["null","double"],"default":null,"doc":"Hurst exponent of 100 log returns by rescaled range; 0.5 is a random walk."}]},
  headVotes: {"type":"record","name":"HeadVotes","namespace":"alphapulse","doc":"The nine votes on one closed candle of the trigger timeframe.","fields":[{"name":"id","type":"string","doc":"Hash of symbol, timeframe and close time."},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"open_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"candle_revision","type":"int"},{"name":"votes","type":{"type":"array","items":{"type":"record","name":"Vote","namespace":"alphapulse","doc":"What one head says about one closed candle.","fields":[{"name":"head","type":"string","doc":"HEAD_A to HEAD_I, or HEAD_ and the name of a head of one's own."},{"name":"direction","type":{"type":"enum","name":"Direction","symbols":["LONG","SHORT","FLAT"],"namespace":"alphapulse"}},{"name":"probability","type":"double","doc":"That the direction is right, 0 to 1."},{"name":"confidence","type":"double","doc":"In its own evidence, 0 to 1."},{"name":"validity","type":{"type":"enum","name":"Validity","symbols":["OK","WARMING","NO_DATA","STALE","ERROR"]}},{"name":"valid_until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reasons","type":{"type":"array","items":"string"}},{"name":"absent","type":{"type":"array","items":"string"},"doc":"Features it would have used and did not have."},{"name":"model_version","type":"string","default":"","doc":"Which version of the head cast it; empty in votes cast before versions were told."}]}}}]},
  kline: {"type":"record","name":"Kline","namespace":"alphapulse","doc":"One closed candle as an exchange sent it (REST, WebSocket or file), before validation.","fields":[{"name":"exchange","type":"string"},{"name":"symbol","type":"string"},{"name":"interval","type":"string","doc":"1m, 5m, 15m, 1h, 4h or 1d."},{"name":"open_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"open","type":"double"},{"name":"high","type":"double"},{"name":"low","type":"double"},{"name":"close","type":"double"},{"name":"volume","type":"double","doc":"Base units."},{"name":"quote_volume","type":["null","double"],"default":null},{"name":"trades","type":["null","long"],"default":null},{"name":"taker_buy_volume","type":["null","double"],"doc":"Base units bought by takers.","default":null},{"name":"receive_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"origin","type":{"type":"enum","name":"KlineOrigin","symbols":["STREAM","BACKFILL"]},"doc":"STREAM: sent as it closed, or replayed from a file; BACKFILL: fetched later to close a gap."}]},
  learningEvent: {"type":"record","name":"LearningEvent","namespace":"alphapulse","doc":"The audit trail: each update, deployment, refusal and rollback.","fields":[{"name":"id","type":"string"},{"name":"event_type","type":"string"},{"name":"signal_id","type":["null","string"],"default":null},{"name":"old_value","type":"string","doc":"JSON."},{"name":"new_value","type":"string","doc":"JSON."},{"name":"triggered_by","type":"string"},{"name":"event_time","type":{"type":"long","logicalType":"timestamp-millis"}}]},
  marketRegime: {"type":"record","name":"MarketRegime","namespace":"alphapulse","doc":"The regime of a symbol at the close of one hour, what was measured for it, and the timeframes that it chooses.","fields":[{"name":"id","type":"string","doc":"Hash of symbol and time."},{"name":"symbol","type":"string"},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Close of the 1h candle. In force for what closes later."},{"name":"regime","type":"string","doc":"TRENDING, RANGING, VOLATILE, BREAKOUT or LOW_VOLATILITY."},{"name":"since","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Close of the candle that made it so."},{"name":"seen","type":"string","doc":"What the candle says for itself."},{"name":"seen_candles","type":"int","doc":"Candles in a row that say so against the regime; 0 where they say the same. With the third it changes."},{"name":"adx","type":["null","double"],"default":null,"doc":"ADX14 of 1h, 0 to 100."},{"name":"hurst","type":["null","double"],"default":null,"doc":"Hurst exponent of 100 hourly returns."},{"name":"atr_pct","type":["null","double"],"default":null,"doc":"ATR14 of 1h over the close, per cent."},{"name":"atr_rank","type":["null","double"],"default":null,"doc":"Its percentile rank among the symbol's 500 hours before, 0 to 1."},{"name":"band_width","type":["null","double"],"default":null,"doc":"Width of the Bollinger bands of 1h over their middle."},{"name":"band_width_rank","type":["null","double"],"default":null,"doc":"Its percentile rank among the symbol's 500 hours before, 0 to 1."},{"name":"daily_volatility_pct","type":["null","double"],"default":null,"doc":"ATR14 of 1d over the close, per cent; null until fourteen days exist."},{"name":"analysis","type":"string","doc":"Timeframe of the trend behind a signal and, from 1h up, of the ATR of its levels."},{"name":"entry","type":"string","doc":"Timeframe of the trigger candle."},{"name":"scan","type":"string","doc":"Timeframe at whose closes the heads vote."},{"name":"step","type":"int","doc":"Steps by which the volatility of a day moved the three: -1 shorter, 1 longer."},{"name":"reason","type":"string","doc":"Why these timeframes."}]},
  outcome: {"type":"record","name":"Outcome","namespace":"alphapulse","doc":"How a signal, or a shadow of a refused candidate, ended.","fields":[{"name":"id","type":"string"},{"name":"signal_id","type":"string","doc":"The signal; for a shadow, the candidate's id."},{"name":"candidate_id","type":"string"},{"name":"kind","type":{"type":"enum","name":"PositionKind","symbols":["real","shadow"]}},{"name":"gate","type":["null","string"],"doc":"The gate that refused a shadow.","default":null},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"direction","type":{"type":"enum","name":"Direction","symbols":["LONG","SHORT","FLAT"],"namespace":"alphapulse"}},{"name":"mode","type":{"type":"enum","name":"Mode","symbols":["live","paper","replay","sim"],"doc":"Where a record comes from; bots act on live only.","namespace":"alphapulse"}},{"name":"regime","type":"string"},{"name":"outcome","type":{"type":"enum","name":"OutcomeType","symbols":["TP_HIT","SL_HIT","EXPIRED","FORCED"]},"doc":"TP_HIT by its take profit, SL_HIT by the stop in force, EXPIRED by age, FORCED by a person. What kind of stop or age: exit_reason."},{"name":"signal_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"entry_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"entry_price","type":"double"},{"name":"exit_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"exit_price","type":"double","doc":"Of the last part, where an exit policy took some of it before."},{"name":"take_profit","type":"double"},{"name":"stop_loss","type":"double","doc":"The signal's own, wherever an exit policy moved the stop to."},{"name":"leverage","type":"int"},{"name":"notional","type":"double"},{"name":"gross_pct","type":"double","doc":"Price move in the signal's direction, per cent of entry; the mean of its parts by their shares."},{"name":"fees_pct","type":"double","doc":"Taker fees and slippage, both sides."},{"name":"funding_pct","type":"double","doc":"Paid (positive) or received, by what was still open."},{"name":"net_pct","type":"double","doc":"Of notional."},{"name":"net_margin_pct","type":"double","doc":"Of margin: net_pct times leverage."},{"name":"pnl","type":"double","doc":"Quote units; 0 for a shadow."},{"name":"won","type":"boolean","doc":"net_pct > 0; a zero but for rounding is not."},{"name":"confidence","type":"double"},{"name":"probability","type":"double"},{"name":"reward_risk","type":"double"},{"name":"vote_id","type":"string"},{"name":"weights_version","type":"long"},{"name":"votes","type":{"type":"array","items":{"type":"record","name":"Vote","namespace":"alphapulse","doc":"What one head says about one closed candle.","fields":[{"name":"head","type":"string","doc":"HEAD_A to HEAD_I, or HEAD_ and the name of a head of one's own."},{"name":"direction","type":"alphapulse.Direction"},{"name":"probability","type":"double","doc":"That the direction is right, 0 to 1."},{"name":"confidence","type":"double","doc":"In its own evidence, 0 to 1."},{"name":"validity","type":{"type":"enum","name":"Validity","symbols":["OK","WARMING","NO_DATA","STALE","ERROR"]}},{"name":"valid_until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reasons","type":{"type":"array","items":"string"}},{"name":"absent","type":{"type":"array","items":"string"},"doc":"Features it would have used and did not have."},{"name":"model_version","type":"string","default":"","doc":"Which version of the head cast it; empty in votes cast before versions were told."}]}}},{"name":"exit_reason","type":{"type":"enum","name":"ExitReason","symbols":["levels","take_profit","stop_loss","trailing_stop","break_even","partial_take_profit","time_exit","expiry","forced"]},"doc":"What closed it. levels: written before reasons were; its own levels or its age, as the outcome says.","default":"levels"},{"name":"partial_exits","type":{"type":"array","items":{"type":"record","name":"PartialExit","namespace":"alphapulse","doc":"A part of a position that was closed before the rest.","fields":[{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"price","type":"double"},{"name":"share","type":"double","doc":"Of the whole position, between 0 and 1."},{"name":"reason","type":"alphapulse.ExitReason"}]}},"doc":"Earliest first; the rest left at exit_price.","default":[]}]},
  priceTime: {"type":"record","name":"PriceTime","namespace":"alphapulse","doc":"The event time of a symbol's newest price: of a valid trade, or the close of a valid kline. Written where it is newer than told before, as often as the status.","fields":[{"name":"symbol","type":"string"},{"name":"price_time","type":{"type":"long","logicalType":"timestamp-millis"}}]},
  rejection: {"type":"record","name":"Rejection","namespace":"alphapulse","doc":"What did not pass, the gate that stopped it, and the numbers.","fields":[{"name":"id","type":"string"},{"name":"candidate_id","type":"string"},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"direction","type":{"type":"enum","name":"Direction","symbols":["LONG","SHORT","FLAT"],"namespace":"alphapulse"}},{"name":"candle_close_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"stage","type":{"type":"enum","name":"GateStage","symbols":["MARKET","DESK"]}},{"name":"gate","type":"string"},{"name":"value","type":["null","double"],"default":null},{"name":"threshold","type":["null","double"],"default":null},{"name":"note","type":"string"},{"name":"confidence","type":"double"},{"name":"probability","type":"double"},{"name":"support","type":"double"},{"name":"regime","type":"string"},{"name":"mode","type":{"type":"enum","name":"Mode","symbols":["live","paper","replay","sim"],"doc":"Where a record comes from; bots act on live only.","namespace":"alphapulse"}},{"name":"vote_id","type":"string"},{"name":"weights_version","type":"long"},{"name":"gates","type":{"type":"array","items":{"type":"record","name":"GateResult","namespace":"alphapulse","doc":"One gate's verdict, with its numbers.","fields":[{"name":"gate","type":"string"},{"name":"value","type":["null","double"],"doc":"What was measured; null where the gate had no opinion.","default":null},{"name":"threshold","type":["null","double"],"default":null},{"name":"passed","type":"boolean"},{"name":"note","type":"string"}]}}}]},
  ruleScores: {"type":"record","name":"RuleScores","namespace":"alphapulse","doc":"What each rule of learning said of one real outcome before it was known, and how right all it has said was so far.","fields":[{"name":"outcome_id","type":"string"},{"name":"signal_id","type":"string"},{"name":"event_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"At which the outcome was known, and the rules learned from it."},{"name":"won","type":"boolean"},{"name":"drives","type":"string","doc":"The rule that the weights in force follow."},{"name":"rules","type":{"type":"array","items":{"type":"record","name":"RuleScore","namespace":"alphapulse","doc":"One rule on one outcome, and its sums so far, this outcome included.","fields":[{"name":"rule","type":"string"},{"name":"probability","type":"double","doc":"That the signal wins, by the votes stored with the outcome and all outcomes before."},{"name":"log_loss","type":"double","doc":"Nats; ln 2 = 0.693 is what no prediction loses."},{"name":"hit","type":"boolean","doc":"Whether a probability above one half and a win went together."},{"name":"outcomes","type":"long","doc":"Scored so far."},{"name":"hits","type":"long"},{"name":"log_loss_total","type":"double"},{"name":"best_head","type":"string","doc":"The head that the rule is farthest behind, over the outcomes on which it voted for a side; empty where none ever did."},{"name":"regret_best_head","type":"double","doc":"Nats that the rule has lost more than that head, over those outcomes; below 0: less."},{"name":"regret_outcome_rule","type":"double","doc":"Nats that the rule has lost more than the rule outcome; below 0: less."},{"name":"weights","type":{"type":"map","values":"double"},"doc":"By head, as they were when it said so; they sum to 1. Of stacking: exponents, none below 0, normalised."}]}}}]},
  setting: {"type":"record","name":"Setting","namespace":"alphapulse","doc":"One setting in force, written by the desk alone.","fields":[{"name":"version","type":"long"},{"name":"name","type":"string"},{"name":"value","type":"string","doc":"JSON."},{"name":"effective_from","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"who","type":"string"},{"name":"why","type":"string"}]},
  signal: {"type":"record","name":"Signal","namespace":"alphapulse","doc":"What the desk let through. AlphaPulse sends no orders: a signal is a record.","fields":[{"name":"id","type":"string"},{"name":"candidate_id","type":"string"},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string"},{"name":"direction","type":{"type":"enum","name":"Direction","symbols":["LONG","SHORT","FLAT"],"namespace":"alphapulse"}},{"name":"mode","type":{"type":"enum","name":"Mode","symbols":["live","paper","replay","sim"],"doc":"Where a record comes from; bots act on live only.","namespace":"alphapulse"}},{"name":"signal_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the desk decided."},{"name":"entry_after","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Entry is the first trade at or after this."},{"name":"valid_until","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Bots refuse it afterwards."},{"name":"reference_price","type":"double"},{"name":"take_profit","type":"double"},{"name":"stop_loss","type":"double"},{"name":"leverage","type":"int"},{"name":"notional","type":"double","doc":"Quote units."},{"name":"risk_pct","type":"double","doc":"Of equity."},{"name":"confidence","type":"double"},{"name":"probability","type":"double"},{"name":"regime","type":"string"},{"name":"atr_pct","type":"double"},{"name":"reward_risk","type":"double"},{"name":"funding_rate","type":["null","double"],"default":null},{"name":"vote_id","type":"string"},{"name":"weights_version","type":"long"},{"name":"equity","type":"double"},{"name":"votes","type":{"type":"array","items":{"type":"record","name":"Vote","namespace":"alphapulse","doc":"What one head says about one closed candle.","fields":[{"name":"head","type":"string","doc":"HEAD_A to HEAD_I, or HEAD_ and the name of a head of one's own."},{"name":"direction","type":"alphapulse.Direction"},{"name":"probability","type":"double","doc":"That the direction is right, 0 to 1."},{"name":"confidence","type":"double","doc":"In its own evidence, 0 to 1."},{"name":"validity","type":{"type":"enum","name":"Validity","symbols":["OK","WARMING","NO_DATA","STALE","ERROR"]}},{"name":"valid_until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reasons","type":{"type":"array","items":"string"}},{"name":"absent","type":{"type":"array","items":"string"},"doc":"Features it would have used and did not have."},{"name":"model_version","type":"string","default":"","doc":"Which version of the head cast it; empty in votes cast before versions were told."}]}}},{"name":"levels_reason","type":"string","default":"","doc":"Why stop and target stand where they do."}]},
  status: {"type":"record","name":"Status","namespace":"alphapulse","doc":"Each ten seconds: what the desk is doing. Bots fail closed on it.","fields":[{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"state","type":{"type":"enum","name":"DeskState","symbols":["RUNNING","HALTED"]}},{"name":"reason","type":"string"},{"name":"halted_until","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"watermark","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"mode","type":{"type":"enum","name":"Mode","symbols":["live","paper","replay","sim"],"doc":"Where a record comes from; bots act on live only.","namespace":"alphapulse"}},{"name":"open_signals","type":"int"},{"name":"equity","type":"double"},{"name":"drawdown_pct","type":"double"},{"name":"weights_version","type":"long"},{"name":"data_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null,"doc":"Event time of the newest price of any symbol; null before the first."},{"name":"data_age_ms","type":["null","long"],"default":null,"doc":"From data_time to time."},{"name":"stalest_symbol","type":["null","string"],"default":null,"doc":"The symbol whose newest price is the oldest; of several the first by name. One without a price for seven days no longer counts."},{"name":"stalest_age_ms","type":["null","long"],"default":null,"doc":"From the newest price of stalest_symbol to time."}]},
  tick: {"type":"record","name":"Tick","namespace":"alphapulse","doc":"One public trade as the exchange reported it.","fields":[{"name":"exchange","type":"string","doc":"Venue and market, for example binance or binance-usdm."},{"name":"symbol","type":"string","doc":"Without a slash: BTCUSDT."},{"name":"trade_id","type":"long","doc":"The exchange's own number of the trade; consecutive where nothing is missing."},{"name":"event_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the trade happened, by the exchange's clock, UTC milliseconds."},{"name":"receive_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"doc":"When we received it, by our clock; null where the source has none.","default":null},{"name":"price","type":"double","doc":"Quote per base."},{"name":"quantity","type":"double","doc":"Base units."},{"name":"taker_side","type":["null",{"type":"enum","name":"TakerSide","symbols":["BUY","SELL"]}],"doc":"The side that crossed the spread; null where the source does not say.","default":null}]},
  validationReport: {"type":"record","name":"ValidationReport","namespace":"alphapulse","doc":"The base candles of one symbol and day, held to each rule.","fields":[{"name":"id","type":"string","doc":"Hash of symbol, timeframe and day."},{"name":"symbol","type":"string"},{"name":"timeframe","type":"string","doc":"Of the candles: the shortest that there is."},{"name":"from_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Open time of the day's first candle, were it there."},{"name":"to_time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"End of the day."},{"name":"candles","type":"int","doc":"That have come, each once."},{"name":"valid","type":"boolean","doc":"None is missing, none of a change beyond what is allowed, none received late."},{"name":"rules","doc":"Every rule, those without offenders too.","type":{"type":"array","items":{"type":"record","name":"RuleFindings","doc":"What one rule found.","fields":[{"name":"rule","type":"string","doc":"gap, change, late, synthetic, reanchored, revised or repaired."},{"name":"offenders","type":"int","doc":"Candles; of gap those that are missing."},{"name":"first_times","type":{"type":"array","items":{"type":"long","logicalType":"timestamp-millis"}},"doc":"Open times of the first of them."},{"name":"reasons","type":{"type":"array","items":"string"},"doc":"Of each of these."}]}}}]},
  weights: {"type":"record","name":"Weights","namespace":"alphapulse","doc":"One version of the learned state: never changed, only followed by the next.","fields":[{"name":"version","type":"long","doc":"1, 2, 3, …; 0 is the equal weights of the start and never written."},{"name":"weights","type":{"type":"map","values":"double"},"doc":"By head; they sum to 1."},{"name":"trigger","type":{"type":"enum","name":"WeightsTrigger","symbols":["outcome","daily","weekly","rollback","manual"]}},{"name":"cause","type":"string","doc":"The outcome, job or command that made it."},{"name":"effective_from","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"metrics","type":{"type":"map","values":"double"}},{"name":"hit_rate","type":{"type":"map","values":"double"},"doc":"EMA by head."},{"name":"contribution","type":{"type":"map","values":"double"},"doc":"EMA by head."},{"name":"calibration","type":{"type":"map","values":{"type":"array","items":{"type":"record","name":"CalibrationBin","namespace":"alphapulse","doc":"Votes of one head that said a probability within one of ten bins: 0.50 to 0.55, and so on to 1.","fields":[{"name":"votes","type":"long"},{"name":"right","type":"long","doc":"For what won or against what lost."}]}}},"doc":"By head, ten bins each, by which the consensus calibrates what the head says; empty where it takes it as it is said (learning.calibrate off).","default":{}}]},
} as const
