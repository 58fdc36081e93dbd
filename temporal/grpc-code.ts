/** The codes of gRPC that mean something to us. */
export const grpcCodes = { notFound: 5, alreadyExists: 6 } as const;

/** The gRPC code of what the SDK threw, or of its cause; null for anything else. */
export function grpcCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  return 'code' in error && typeof error.code === 'number' ? error.code : grpcCode(error.cause);
}
