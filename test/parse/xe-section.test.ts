import { describe, expect, test } from '@jest/globals';
import { xeSection, xeTexts } from '../../parse/xe-section';

const uuid = '11111111-1111-1111-1111-111111111111';
const section = (text: string, status: number | null = 0) => [{ name: 'pifs', argument: null, text, status }];

describe('a section with the answer of xe', () => {
  test.each([0, null])('gives its records (exit code %j)', (status) => {
    expect(xeSection(section(`uuid ( RO): ${uuid}\n device ( RO): eth0\n`, status), 'pifs', ['device'])).toHaveLength(
      1,
    );
  });

  test('gives one free text by uuid, empty where it is not printed', () => {
    expect([...xeTexts(section(`uuid ( RO): ${uuid}\n`), 'pifs', 'name-label')]).toEqual([[uuid, '']]);
  });

  test('whose xe failed is told as such and never read as an empty pool', () => {
    expect(() => xeSection(section('Lost connection to the server.\n', 1), 'pifs', [])).toThrow(
      expect.objectContaining({ type: 'XapiUnavailable' }),
    );
  });
});
