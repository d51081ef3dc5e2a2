// Stories: short children's stories made by the lab, in the spirit of TinyStories (Eldan and Li 2023), whose last word
// only the beginning determines.

import { hashLabel, Random } from '../random';
import type { Corpus } from './corpus';
import { generateStory, type Story } from './storyGrammar';

/** The text is the same for every experiment, like a book; only its length is chosen. */
const corpusSeed = 1;

/** The same questions for every experiment. */
const passagesSeed = 2;

/** One in so many of all stories there can be is in no corpus, whatever its size. */
const heldOutShare = 16;

const wholeOf = ({ text, answer }: Story) => `${text}${answer}.`;
const isHeldOut = (story: Story) => hashLabel(wholeOf(story)) % heldOutShare === 0;

/** Generates `count` different stories that `accepts` lets through, in the order of the seed. */
function generateStories(seed: number, count: number, accepts: (story: Story) => boolean): Story[] {
  const random = new Random(seed).fork('stories');
  const seen = new Set<string>();
  const stories: Story[] = [];
  while (stories.length < count) {
    const story = generateStory(random);
    const whole = wholeOf(story);
    if (seen.has(whole) || !accepts(story)) continue;
    seen.add(whole);
    stories.push(story);
  }
  return stories;
}

/**
 * Generates stories that are in no corpus, to ask a model for the last word of: its text ends right before the answer, which
 * begins with the space before the word, so that `text + answer + '.'` is the story. Of the same seed, a smaller
 * count gives the first of a larger one.
 */
export const storiesWithAnswers = (seed: number, count: number): Story[] =>
  generateStories(seed, count, isHeldOut);

/** Writes the corpus of so many stories: all different, so that none trained on is one validated on. */
export const storiesText = (count: number): string =>
  `${generateStories(corpusSeed, count, (story) => !isHeldOut(story))
    .map(wholeOf)
    .join('\n\n')}\n`;

export const stories: Corpus = {
  id: 'stories',
  linkCode: 3,
  name: 'Stories',
  description:
    'Short stories for children from a grammar of the lab, all different. The last word of each is settled by its beginning alone, so only a model that looks back gets it right. Best with word pieces and a vocabulary of 1,024, where a story is about 48 tokens; in characters it is longer than most contexts.',
  probe: 'Ivy lived near the bridge. Then she went back to the bridge',
  bytes: 189,
  sized: true,
  licence: 'MIT',
  credit: {
    title: 'Stories',
    text: 'Made by the lab in this browser, after the idea of TinyStories (Eldan and Li, 2023).',
    licence: 'corpora/stories.LICENSE.txt',
  },
  async load(_fetchText, { size }) {
    return storiesText(size);
  },
  passages: (count) => storiesWithAnswers(passagesSeed, count),
};
