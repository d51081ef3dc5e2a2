/**
 * zod, told not to compile schemas: else it tries whether it may make code from strings, which the page's
 * Content-Security-Policy forbids and reports. Every schema is made with this one. What a schema has no words of its own for is
 * refused in the lab's, which say what is allowed.
 */
import * as z from 'zod';
import { words } from './format/words';

z.config({ jitless: true, customError: refusal });

export { z };

/** For use after the name of the place: "steps: must be a number". */
function refusal(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? words('wrong.missing', 'is missing') : kindWanted(issue.expected);
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case 'not_multiple_of':
      return words('must.multiple', 'must be a multiple of {{value}}', { value: issue.divisor });
    case 'invalid_value':
      return words('must.oneOf', 'must be one of {{values}}', {
        values: issue.values.map(String).join(', '),
      });
    case 'unrecognized_keys':
      return words('wrong.unknown', 'the lab does not know {{names}}', { names: issue.keys.join(', ') });
    default:
      return somethingElse();
  }
}

const somethingElse = () => words('wrong.other', 'something else stands there than the lab writes');

function kindWanted(expected: string): string {
  switch (expected) {
    case 'number':
      return words('must.number', 'must be a number');
    case 'int':
      return words('must.int', 'must be a whole number');
    case 'string':
      return words('must.string', 'must be a text');
    case 'boolean':
      return words('must.boolean', 'must be true or false');
    case 'array':
    case 'tuple':
      return words('must.array', 'must be a list');
    case 'object':
    case 'record':
      return words('must.object', 'must be an object with named fields');
    default:
      return somethingElse();
  }
}

function atLeast(origin: string, value: number, inclusive: boolean): string {
  if (origin === 'string')
    return words('must.charactersAtLeast', 'must have at least {{value}} characters', { value });
  if (origin === 'array')
    return words('must.entriesAtLeast', 'must have at least {{value}} entries', { value });
  return inclusive
    ? words('must.atLeast', 'must be at least {{value}}', { value: String(value) })
    : words('must.above', 'must be above {{value}}', { value: String(value) });
}

function atMost(origin: string, value: number, inclusive: boolean): string {
  if (origin === 'string')
    return words('must.charactersAtMost', 'must have at most {{value}} characters', { value });
  if (origin === 'array')
    return words('must.entriesAtMost', 'must have at most {{value}} entries', { value });
  return inclusive
    ? words('must.atMost', 'must be at most {{value}}', { value: String(value) })
    : words('must.below', 'must be below {{value}}', { value: String(value) });
}
