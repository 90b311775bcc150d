/** An answer that says what was wrong, in Binance's words and codes. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  body(): { code: number; msg: string } {
    return { code: this.code, msg: this.message }
  }
}

export function missing(name: string): ApiError {
  const text = `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
  return new ApiError(400, -1102, text)
}

export function illegal(name: string): ApiError {
  return new ApiError(400, -1100, `Illegal characters found in parameter '${name}'.`)
}
