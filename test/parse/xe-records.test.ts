import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isNoReference, parseXeRecords, requiredValue } from '../../parse/xe-records';
import { anyText, expectReadOrRefused } from './any-text';

const first = '11111111-1111-1111-1111-111111111111';
const second = '22222222-2222-2222-2222-222222222222';

const plain = (text: string, fields: readonly string[]): unknown =>
  parseXeRecords(text, fields).map(({ uuid, values }) => [uuid, Object.fromEntries(values)]);

describe('the long form of xe', () => {
  test('is read record by record, whatever the access tags', () => {
    const text = `uuid ( RO)                   : ${first}
                  device ( RO): eth0
            other-config (MRW): ethtool-tx: off
                    tags (SRW): a, b
    currently-attached ( RO) [DEPRECATED]: true


uuid ( RO)                   : ${second}
                  device ( RO): eth1
            other-config (MRW): 
                    tags (SRW): 
    currently-attached ( RO) [DEPRECATED]: false


`;
    expect(plain(text, ['device', 'other-config', 'tags', 'currently-attached'])).toEqual([
      [first, { device: 'eth0', 'other-config': 'ethtool-tx: off', tags: 'a, b', 'currently-attached': 'true' }],
      [second, { device: 'eth1', 'other-config': '', tags: '', 'currently-attached': 'false' }],
    ]);
  });

  test.each(['', '\n', '\n\n'])('of nothing has no records: %j', (text) => {
    expect(parseXeRecords(text, ['device'])).toEqual([]);
  });

  test('lets a label hold newlines, empty lines, and lines that look like fields', () => {
    const label = 'web 1\n\n    device ( RO): eth9\nname-label ( RW): other\n  uuid ( RO): x\n end';
    const text = `uuid ( RO)    : ${first}\n    name-label ( RW): ${label}\n\n\nuuid ( RO)    : ${second}\n    name-label ( RW): db\n\n\n`;
    expect(plain(text, ['name-label'])).toEqual([
      [first, { 'name-label': label }],
      [second, { 'name-label': 'db' }],
    ]);
  });

  test('may hold fields that nobody asked for', () => {
    const text = `uuid ( RO): ${first}\n  MAC ( RO): 0a:00:00:00:00:01\n  device ( RO): eth0\n  VLAN ( RO): -1\n  MTU ( RO): 1500\n`;
    expect(plain(text, ['device', 'MTU'])).toEqual([[first, { device: 'eth0', MTU: '1500' }]]);
    expect(plain(text, ['VLAN'])).toEqual([[first, { VLAN: '-1\n  MTU ( RO): 1500' }]]);
  });

  test('may lack a field that the server does not know', () => {
    expect(plain(`uuid ( RO): ${first}\n`, ['managed'])).toEqual([[first, {}]]);
  });

  test.each([
    ['text before the first record', `Welcome\nuuid ( RO): ${first}\n`, 'before the first record'],
    ['a uuid twice', `uuid ( RO): ${first}\n\nuuid ( RO): ${first}\n`, 'a record is there twice'],
    ['a field twice', `uuid ( RO): ${first}\n device ( RO): a\n device ( RO): b\n`, 'a field is there twice'],
    ['a first line without a uuid', 'uuid ( RO): 12\n', 'before the first record'],
  ])('is refused with %s', (_case, text, problem) => {
    expect(() => parseXeRecords(text, ['device', 'MAC'])).toThrow(
      expect.objectContaining({ type: 'OutputNotUnderstood', message: expect.stringContaining(problem) }),
    );
  });

  test('names record and field when a value that must be there is not', () => {
    const record = { uuid: first, values: new Map([['device', 'eth0']]) };
    expect(requiredValue(record, 'device')).toBe('eth0');
    expect(() => requiredValue(record, 'MAC')).toThrow(`record ${first} has no MAC`);
  });

  test.each([
    ['<not in database>', true],
    ['<invalid reference>', true],
    ['', true],
    [first, false],
  ])('%j as a reference: leads nowhere %s', (value, expected) => {
    expect(isNoReference(value)).toBe(expected);
  });
});

describe('any records', () => {
  const tags = fc.constantFrom(' RO', ' RW', 'MRO', 'MRW', 'SRO', 'SRW');
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]*$/),
    fc.constantFrom('<not in database>', '<invalid reference>', '<expensive field>', 'a: b; c: d', 'a\\,b'),
  );
  const record = fc.record({ uuid: fc.uuid(), device: value, mac: value, tag: tags, deprecated: fc.boolean() });

  test('that xe prints are read back whole, whatever order, tags and line ends', () => {
    const records = fc.uniqueArray(record, { selector: ({ uuid }) => uuid });
    fc.assert(
      fc.property(records, fc.boolean(), fc.constantFrom('\n', '\r\n'), (wanted, macFirst, lineEnd) => {
        const text = wanted.map(({ uuid, device, mac, tag, deprecated }) => {
          const suffix = deprecated ? ' [DEPRECATED]' : '';
          const fields = [`   device (${tag})${suffix}: ${device}`, `      MAC (${tag}): ${mac}`];
          return [`uuid ( RO)   : ${uuid}`, ...(macFirst ? fields.reverse() : fields), '', '', ''].join(lineEnd);
        });
        expect(plain(text.join(''), ['device', 'MAC'])).toEqual(
          wanted.map(({ uuid, device, mac }) => [uuid, { device, MAC: mac }]),
        );
      }),
    );
  });

  test('or what are none are read or refused as not understood', () => {
    const known = [`uuid ( RO): ${first}`, ' device ( RO): a', ' MAC ( RW):'];
    expectReadOrRefused(anyText(known), (text) => parseXeRecords(text, ['device', 'MAC']));
  });
});
