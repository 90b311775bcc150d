import { ContextSourceError, type ContextWeb } from './adapter.ts'

/** Larger answers are none of ours. */
const bytesMax = 4 * 1_048_576

/** The real web, each call bounded in time and size. */
export function contextWeb(timeoutMs: number): ContextWeb {
  const text = async (url: string): Promise<string> => {
    let response: Response
    let body: string
    try {
      response = await fetch(url, {
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json, application/rss+xml, application/xml;q=0.9, */*;q=0.5',
        },
      })
      body = await limited(response, url)
    } catch (error) {
      if (error instanceof ContextSourceError) throw error
      const { name, message, cause } = error as Error
      const why =
        name === 'TimeoutError'
          ? `did not answer in ${timeoutMs} ms`
          : `did not answer: ${(cause as Error | undefined)?.message ?? message}`
      throw new ContextSourceError(url, why, error)
    }
    if (!response.ok) throw new ContextSourceError(url, `answered ${response.status}`)
    return body
  }
  return {
    text,
    async json(url) {
      const body = await text(url)
      try {
        return JSON.parse(body)
      } catch (error) {
        throw new ContextSourceError(url, `gave no JSON: '${body.slice(0, 60)}'`, error)
      }
    },
  }
}

async function limited(response: Response, url: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length
    if (bytes > bytesMax) throw new ContextSourceError(url, `gave more than ${bytesMax} bytes`)
    chunks.push(Buffer.from(chunk as Uint8Array))
  }
  return Buffer.concat(chunks).toString('utf8')
}
