/** Whether an operation failed because a file or program is not there (ENOENT). Errors of other realms count too. */
export const isMissingFile = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
