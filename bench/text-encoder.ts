import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { modelFolder } from '../cli/data-folder.ts'
import { miniLm } from '../connectors/minilm/model-spec.ts'
import { SentenceEncoder } from '../connectors/minilm/sentence-encoder.ts'
import { builtInEncoder } from '../operators/memory/built-in-encoder.ts'
import { type Figure, ratePerSecond } from './figure.ts'

const texts = 190
/** Milliseconds that the thread which asks may be held up. */
const delayMaxMs = 5

/** Market states in words through MiniLM, one after the other as the engine asks, and how long its own thread waits meanwhile. */
export async function textEncoder(): Promise<readonly Figure[]> {
  const market = marketTexts()
  const encoder = new SentenceEncoder({ spec: miniLm, folder: modelFolder(miniLm.name) })
  await encoder.assertReady()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const value = await ratePerSecond(market.length, () => ({
    async work() {
      delay.enable()
      for (const text of market) {
        const encoded = await encoder.encode(text)
        if ('failure' in encoded) throw new Error(encoded.failure)
      }
      delay.disable()
    },
  }))
  const builtIn = await ratePerSecond(market.length, () => ({
    work() {
      for (const text of market) builtInEncoder.encode(text)
    },
  }))
  await encoder.close()
  const delayMs = delay.percentile(99) / 1e6
  return [
    {
      name: 'text-encoder',
      value,
      unit: 'texts/s',
      ratio: value / builtIn,
      ratioTo: 'the built-in encoder, on the same texts',
    },
    {
      name: 'text-encoder-loop-delay-p99',
      value: delayMs,
      unit: 'ms',
      ratio: delayMs / delayMaxMs,
      ratioTo: `the ${delayMaxMs} ms that it may be`,
    },
  ]
}

function marketTexts(): readonly string[] {
  const file = new URL('../test/model/reference.json', import.meta.url)
  const reference = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly texts: readonly { readonly text: string }[]
  }
  return reference.texts.slice(0, texts).map(({ text }) => text)
}
