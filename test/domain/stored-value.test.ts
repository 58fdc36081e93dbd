import { expect, test } from '@jest/globals';
import { meantBy, valueFault } from '../../domain/stored-value';

test.each<[string, string, string | null]>([
  ['”off”', 'stands in typographic quotes', 'off'],
  ['“on”', 'stands in typographic quotes', 'on'],
  ['‘Off’', 'stands in typographic quotes', 'off'],
  ['«off»', 'stands in typographic quotes', 'off'],
  ['"off"', 'stands in quotes', 'off'],
  ["'true'", 'stands in quotes', 'on'],
  [' off', 'has blanks around it', 'off'],
  ['off\u00a0', 'has blanks around it', 'off'],
  ['Off', 'is in upper case', 'off'],
  ['TRUE', 'is in upper case', 'on'],
  ['0', 'is a number', 'off'],
  ['1', 'is a number', 'on'],
  ['2', 'is a number', null],
  ['no', 'is another word', 'off'],
  ['enabled', 'is another word', 'on'],
  ['maybe', 'is another word', null],
  ['', 'is empty', null],
  ['  ', 'is blank', null],
])('of %j it is said that it %s, and that it means %s', (value, fault, meant) => {
  expect(valueFault(value)).toBe(fault);
  expect(meantBy(value)).toBe(meant);
});
