import { ContextSourceError } from './adapter.ts'

/** What an answer holds under a name, as a number; numbers come as text too. Throws ContextSourceError. */
export function numberOf(url: string, answer: unknown, name: string): number {
  const value = (answer as { readonly [name: string]: unknown } | null)?.[name]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw new ContextSourceError(url, `has no number '${name}' in its answer, but ${shown(value)}`)
}

/** An answer that is a list of at least so many. */
export function listOf(url: string, answer: unknown, least: number): readonly unknown[] {
  if (Array.isArray(answer) && answer.length >= least) return answer
  throw new ContextSourceError(url, `gave no list of ${least} or more, but ${shown(answer)}`)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
