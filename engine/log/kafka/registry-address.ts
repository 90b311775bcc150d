import type { ConnectionOptions } from 'node:tls'
import { ConfigError } from '../../core/errors.ts'

/** How to reach a schema registry. Secrets stay in it: nothing of it is ever printed but the URL, without them. */
export interface RegistryConnection {
  /** Base URL of the Confluent API; that of Apicurio ends in /apis/ccompat/v7. It may carry user:password@. */
  readonly url: string
  /** Basic authentication; goes before what the URL carries. */
  readonly auth?: { readonly user: string; readonly password: string }
  readonly tls?: ConnectionOptions | true
  /** How long one request may take. */
  readonly timeoutMs?: number
  /** How long a registry that is away is asked again, once it has answered at the start. */
  readonly retryMs?: number
}

export interface RegistryAddress {
  /** Without credentials: may be shown. */
  readonly url: string
  /** user:password */
  readonly credentials: string | undefined
  /** A text without anything secret in it, on one line. */
  readonly hide: (text: string) => string
}

/** Throws ConfigError, which tells nothing of a URL that cannot be read: it may be a secret in the wrong place. */
export function addressOf({ url: text, auth, tls }: RegistryConnection): RegistryAddress {
  if (!URL.canParse(text))
    throw new ConfigError('the URL of the schema registry cannot be read (it is not shown here)')
  const parsed = new URL(text)
  const url = `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '')
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw new ConfigError(`the URL of the schema registry begins with ${parsed.protocol}, not http`)
  if (parsed.search !== '' || parsed.hash !== '')
    throw new ConfigError(`the URL of the schema registry ${url} has something behind its path`)
  if (tls !== undefined && parsed.protocol !== 'https:')
    throw new ConfigError(`TLS is set for the schema registry ${url}, which is not https`)
  const user = auth?.user ?? decoded(parsed.username)
  const password = auth?.password ?? decoded(parsed.password)
  const credentials = user === '' && password === '' ? undefined : `${user}:${password}`
  const secrets = [
    ...[credentials, password, parsed.password],
    credentials && Buffer.from(credentials).toString('base64'),
  ].filter((secret) => secret !== undefined && secret !== '') as string[]
  return {
    url,
    credentials,
    hide: (text) =>
      secrets
        .reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, shownMax),
  }
}

/** What others say is shown, but not at any length. */
const shownMax = 500

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A per cent sign that stands for itself.
    return part
  }
}
