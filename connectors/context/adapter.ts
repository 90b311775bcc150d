import type { ContextPoint } from '../../schemas/contracts.generated.ts'

/** What an adapter asks of the outside world. */
export interface ContextWeb {
  /** Throws ContextSourceError where no answer comes, or none that is JSON. */
  json(url: string): Promise<unknown>
  text(url: string): Promise<string>
}

/** One observation, before it is put under a symbol. */
export type Observation = Pick<ContextPoint, 'kind' | 'value' | 'detail'> & {
  readonly eventMs: number
  /** Null: of the whole market. */
  readonly symbol: string | null
}

/** One source of market context: where it is asked, how often, and how old its answer may be. */
export interface ContextAdapter {
  /** Names it in the configuration, in metrics and to people. */
  readonly id: string
  /** `symbol`: asked for each symbol by itself, so that one that it does not know costs no other. */
  readonly scope: 'symbol' | 'market'
  readonly everyMs: number
  /** Behind this it counts as dead. What it has said is then too old, or soon will be. */
  readonly staleMs: number
  observe(
    web: ContextWeb,
    symbols: readonly string[],
    nowMs: number,
  ): Promise<readonly Observation[]>
}

/** A source of context did not answer, or not as it should. */
export class ContextSourceError extends Error {
  readonly url: string

  constructor(url: string, what: string, cause?: unknown) {
    super(`${url} ${what}`, { cause })
    this.url = url
  }
}
