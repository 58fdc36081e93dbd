import { describe, expect, test } from '@jest/globals';
import { xeLabels, xeOtherConfigs, xeSection } from '../../parse/xe-section';

const uuid = '11111111-1111-1111-1111-111111111111';
const section = (text: string, status: number | null = 0) => [{ name: 'pifs', argument: null, text, status }];

describe('a section with the answer of xe', () => {
  test.each([0, null])('gives its records (exit code %j)', (status) => {
    expect(xeSection(section(`uuid ( RO): ${uuid}\n device ( RO): eth0\n`, status), 'pifs', ['device'])).toHaveLength(
      1,
    );
  });

  test('gives one free text by uuid, empty where it is not printed', () => {
    expect([...xeLabels(section(`uuid ( RO): ${uuid}\n`), 'pifs')]).toEqual([[uuid, '']]);
  });

  test('a label that forges the record of another object stops nothing: that object goes by its uuid', () => {
    const other = '22222222-2222-2222-2222-222222222222';
    const forged = `uuid ( RO): ${uuid}\n name-label ( RW): web\nuuid ( RO): ${other}\n name-label ( RW): mine\n\n\n`;
    const text = `${forged}uuid ( RO): ${other}\n name-label ( RW): true name\n`;

    expect([...xeLabels(section(text), 'pifs')]).toEqual([[uuid, 'web']]);
  });

  test('an other-config that forges the record of another object is refused: values are written by it', () => {
    const text = `uuid ( RO): ${uuid}\n other-config (MRW): a: b\nuuid ( RO): ${uuid}\n`;

    expect(() => xeOtherConfigs(section(text), 'pifs')).toThrow('a record is there twice');
  });

  test('whose xe failed is told as such and never read as an empty pool', () => {
    expect(() => xeSection(section('Lost connection to the server.\n', 1), 'pifs', [])).toThrow(
      expect.objectContaining({ type: 'XapiUnavailable' }),
    );
  });
});
