import { expect } from '@jest/globals';
import fc from 'fast-check';
import { OffloadError } from '../../domain/errors';

/** Any lines at all, among them ones a parser knows, so that it gets past its first doubt. */
export const anyText = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.string(), fc.constantFrom(...known))).map((lines) => lines.join('\n'));

/** Holds that a parser reads a text, or refuses it as an error of the catalogue, and does nothing else. */
export function expectReadOrRefused(texts: fc.Arbitrary<string>, parse: (text: string) => unknown): void {
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(OffloadError);
      }
    }),
  );
}
