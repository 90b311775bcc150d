import { Tokenizer } from '@huggingface/tokenizers'

/** Makes a text the numbers of its tokens. */
export type Tokens = (text: string) => readonly number[]

/**
 * The tokens of a `tokenizer.json`, at most so many. Its own padding is not done, and its own limit is not
 * heeded: a sentence encoder has another one. As the reference cuts, the last token stays the one that ends a text.
 */
export function tokensBy(tokenizer: object, tokensMax: number): Tokens {
  // What else could be said of a tokenizer here is about decoding.
  const known = new Tokenizer(tokenizer, {})
  return (text) => {
    const { ids } = known.encode(text)
    const end = ids.at(-1)
    if (ids.length <= tokensMax || end === undefined) return ids
    return [...ids.slice(0, tokensMax - 1), end]
  }
}
