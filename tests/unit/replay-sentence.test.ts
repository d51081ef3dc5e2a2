// What the run bar says while steps are trained again.
import { expect, it } from 'vitest';
import { replaySentence } from '../../src/ui/time/replaySentence';

const progress = { runId: 'a', from: 122, step: 166, done: 44, total: 1013, secondsLeft: null, ofAll: false };

it('tells all captures from those of a moment', () => {
  const captures = 'Captures are made anew from step 122: 44 of 1,013 steps.';
  expect(replaySentence({ ...progress, ofAll: true }, 600)).toBe(captures);
  expect(replaySentence({ ...progress, ofAll: true, secondsLeft: 3 }, 600)).toMatch(/^Captures .* left\.$/);
  expect(replaySentence({ ...progress, ofAll: true }, null)).toBe(captures);
  expect(replaySentence(progress, 600)).toBe(
    'This moment is trained again from step 122: 44 of 1,013 steps.',
  );
  expect(replaySentence({ ...progress, total: 0 }, 600)).toMatch(/from the checkpoints/);
});
