/**
 * Every error of the engine carries a code, is split by its cure, and words its message as a
 * sentence that names what was wrong and where.
 */
export abstract class StreamError extends Error {
  abstract readonly code: string
  readonly details: { readonly [name: string]: unknown }

  constructor(
    message: string,
    details: { readonly [name: string]: unknown } = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.details = details
  }
}

/** The program or its configuration is wrong: stop and tell the person. */
export class ConfigError extends StreamError {
  readonly code = 'CONFIG'
}

/** One record cannot be decoded or processed: it goes to the dead letters and the task goes on. */
export class PoisonRecordError extends StreamError {
  readonly code = 'POISON_RECORD'
}

/** Another process owns the task or the data folder: give it up. */
export class TaskFencedError extends StreamError {
  readonly code = 'TASK_FENCED'
}

/** What was stored does not fit together: restore from the log, or tell the person. */
export class TaskCorruptedError extends StreamError {
  readonly code = 'TASK_CORRUPTED'
}

/** The storage below refused a write (disk full, gone): nothing was committed, trying again is safe. */
export class StorageError extends StreamError {
  readonly code = 'STORAGE'
}

/** Nobody knows whether a commit happened: take the task over anew, read where it stands, and go on. */
export class UncertainCommitError extends StreamError {
  readonly code = 'UNCERTAIN_COMMIT'
}
