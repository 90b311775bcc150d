import { z } from 'zod'

export const agentKinds = [
  'random',
  'trendFollower',
  'contrarian',
  'marketMaker',
  'informed',
  'noise',
] as const
export type AgentKind = (typeof agentKinds)[number]

/** Numbers that every kind has. */
const crowd = {
  agents: z.int().min(0).max(10_000),
  /** How often one of them decides, against the others. */
  activity: z.number().min(0).max(100),
  /** Money each begins with, in typical trades of the symbol. */
  capital: z.number().positive(),
  /** How much of its money an agent's position may be. */
  leverage: z.number().positive().max(125),
  /** Size of its orders, in typical trades. */
  size: z.number().positive(),
}

const basisPoints = z.number().min(0).max(1_000)

/** Who trades in the market, how many of each kind, how rich, and how they behave. */
export const populationSchema = z.strictObject({
  /** Without any opinion: now a market order, now a limit order somewhere near. */
  random: z.strictObject({
    ...crowd,
    /** Share of its orders that take. */
    takes: z.number().min(0).max(1),
    /** Typical distance of its limit orders from the price. */
    reach: basisPoints,
  }),
  /** Buys what has risen, sells what has fallen, on credit. */
  trendFollower: z.strictObject({
    ...crowd,
    /** Distance of the short average from the long one, in deviations of an hour, at which it acts. */
    threshold: z.number().positive(),
  }),
  /** Bids for what has fallen, offers what has risen, with limit orders. */
  contrarian: z.strictObject({ ...crowd, threshold: z.number().positive() }),
  /** Quotes both sides in some levels; wider where the price moves more; leans against its inventory. */
  marketMaker: z.strictObject({
    ...crowd,
    halfSpread: basisPoints,
    levels: z.int().min(1).max(4),
    /** How far a position as large as its capital moves its quotes, in half spreads. */
    skew: z.number().min(0),
  }),
  /** Knows the worth, with an error of its own, and takes what is offered below it. */
  informed: z.strictObject({ ...crowd, margin: basisPoints, error: basisPoints }),
  /** Trades for reasons of its own, in long rows of market orders to one side. */
  noise: z.strictObject({
    ...crowd,
    /** Chance that the next order goes to the same side. */
    persistence: z.number().min(0).max(1),
  }),
})
export type Population = z.infer<typeof populationSchema>

export const defaultPopulation: Population = {
  random: { agents: 160, activity: 1, capital: 60, leverage: 1, size: 0.8, takes: 0.25, reach: 6 },
  trendFollower: { agents: 60, activity: 0.5, capital: 40, leverage: 10, size: 1, threshold: 0.8 },
  contrarian: { agents: 60, activity: 0.7, capital: 80, leverage: 3, size: 1.2, threshold: 0.8 },
  marketMaker: {
    agents: 24,
    activity: 8,
    capital: 4_000,
    leverage: 3,
    size: 1.5,
    halfSpread: 0.4,
    levels: 4,
    skew: 1.5,
  },
  informed: {
    agents: 40,
    activity: 2,
    capital: 4_000,
    leverage: 5,
    size: 3,
    margin: 0.3,
    error: 0.3,
  },
  noise: { agents: 120, activity: 1, capital: 60, leverage: 5, size: 0.7, persistence: 0.8 },
}
