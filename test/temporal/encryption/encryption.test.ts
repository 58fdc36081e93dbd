import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadEncryption, type Encryption } from '../../../temporal/encryption/encryption';
import { newEncryption } from './new-encryption';

let ours: Encryption;
let others: Encryption;
beforeAll(async () => {
  [ours, others] = await Promise.all([newEncryption(1), newEncryption(2)]);
});

test('encryption is off while no key file is named', async () => {
  expect(await loadEncryption(undefined)).toBeNull();
});

test('an empty name of a key file does not turn encryption off', async () => {
  await expect(loadEncryption('')).rejects.toMatchObject({ type: 'BadConfig' });
});

describe('the token of a name', () => {
  test('is the same in every process with the key, so that runs are found again', async () => {
    const elsewhere = await newEncryption(1);
    expect(elsewhere.hide('paris')).toBe(ours.hide('paris'));
  });

  test('differs for another name, and with another key', () => {
    expect(new Set([ours.hide('paris'), ours.hide('paris '), others.hide('paris')]).size).toBe(3);
  });

  test.each(['paris', '', 'a"b\\c', 'プール', 'x'.repeat(300)])('of %j fits into ids and queries', (name) => {
    expect(ours.hide(name)).toMatch(/^[\w-]{22}$/);
  });
});
