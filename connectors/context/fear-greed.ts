import type { ContextAdapter } from './adapter.ts'
import { listOf, numberOf } from './answer.ts'

/** The fear & greed index of alternative.me as `fear_greed`, 0 (fear) to 100 (greed); it changes once a day. */
export function fearGreed(url: string): ContextAdapter {
  return {
    id: 'fear-greed',
    scope: 'market',
    everyMs: 3_600_000,
    staleMs: 2 * 86_400_000,
    async observe(web) {
      const answer = (await web.json(url)) as { readonly data?: unknown } | null
      const [newest] = listOf(url, answer?.data, 1)
      return [
        {
          symbol: null,
          kind: 'fear_greed',
          value: numberOf(url, newest, 'value'),
          eventMs: 1_000 * numberOf(url, newest, 'timestamp'),
          detail: null,
        },
      ]
    },
  }
}
