// The grammar of the stories: a beginning that says what is dear to a child, a middle that leads astray, and an ending
// whose last word is what the beginning said.

import type { Random } from '../random';
import { type Child, children, colours, days, moods, words } from './storyWords';

/** What an ending can ask for. */
type Subject = 'thing' | 'place' | 'animal' | 'friend';

const subjects: readonly Subject[] = ['thing', 'place', 'animal', 'friend'];

/** A story without its full stop: `text + answer`. */
export interface Story {
  /** Up to the space before the last word. */
  text: string;
  /** The last word with the space before it; the story ends with a full stop after it. */
  answer: string;
}

interface Cast {
  hero: Child;
  she: string;
  /** As in “her kite”. */
  her: string;
  /** As in “to her”. */
  toHer: string;
  mood: string;
  colour: string;
}

/** What is dear to the hero, said at the beginning. */
const facts: Record<Subject, readonly ((cast: Cast, word: string) => string)[]> = {
  thing: [
    ({ she, colour }, it) => `${upper(she)} had a ${colour} ${it}.`,
    ({ her, colour }, it) => `${upper(her)} best toy was a ${colour} ${it}.`,
    ({ she, colour }, it) => `${upper(she)} loved a ${colour} ${it}.`,
  ],
  place: [
    ({ she }, it) => `${upper(she)} lived near the ${it}.`,
    ({ her }, it) => `${upper(her)} home was by the ${it}.`,
    ({ she }, it) => `${upper(she)} came from the ${it}.`,
  ],
  animal: [
    ({ she, colour }, it) => `${upper(she)} had a small ${colour} ${it}.`,
    ({ her, colour }, it) => `${upper(her)} pet was a ${colour} ${it}.`,
    ({ she, colour }, it) => `${upper(she)} took care of a ${colour} ${it}.`,
  ],
  friend: [
    ({ her }, it) => `${upper(her)} best friend was ${it}.`,
    ({ she }, it) => `${upper(she)} always played with ${it}.`,
    ({ she }, it) => `${upper(she)} told everything to ${it}.`,
  ],
};

/** Others of the same kind, met on the way. */
const events: Record<Subject, readonly ((cast: Cast, word: string, day: string) => string)[]> = {
  thing: [
    ({ she }, it, day) => `${day} ${she} found a ${it} under a tree.`,
    ({ hero }, it, day) => `${day} ${hero.name} saw a ${it} in a shop.`,
    ({ toHer }, it, day) => `${day} a man showed ${toHer} a ${it}.`,
  ],
  place: [
    ({ she }, it, day) => `${day} ${she} went to the ${it}.`,
    ({ hero }, it, day) => `${day} ${hero.name} walked past the ${it}.`,
    ({ she }, it, day) => `${day} ${she} had a picnic at the ${it}.`,
  ],
  animal: [
    ({ she }, it, day) => `${day} ${she} met a ${it} on the road.`,
    ({ hero }, it, day) => `${day} ${hero.name} heard a ${it} cry.`,
    ({ she }, it, day) => `${day} ${she} gave some bread to a ${it}.`,
  ],
  friend: [
    ({ she }, it, day) => `${day} ${she} met ${it}.`,
    ({ hero }, it, day) => `${day} ${hero.name} ran a race with ${it}.`,
    ({ she }, it, day) => `${day} ${she} sang a song with ${it}.`,
  ],
};

/** Endings, without their last word. */
const endings: Record<Subject, readonly ((cast: Cast) => string)[]> = {
  thing: [
    ({ she }) => `At night ${she} went to bed with the`,
    ({ hero }) => `But ${hero.name} still liked nothing more than the`,
    ({ she }) => `Then ${she} went back to play with the`,
  ],
  place: [
    ({ she }) => `At night ${she} went home to the`,
    ({ hero }) => `Then ${hero.name} was tired and walked back to the`,
    ({ she }) => `In the end ${she} was happy to be back at the`,
  ],
  animal: [
    ({ she }) => `At night ${she} fell asleep next to the`,
    ({ hero }) => `Then ${hero.name} went home to feed the`,
    ({ she }) => `In the end ${she} was happy to be back with the`,
  ],
  friend: [
    ({ she }) => `At night ${she} wrote a letter to`,
    ({ hero }) => `Then ${hero.name} ran home to tell`,
    ({ she }) => `In the end ${she} was happy to be back with`,
  ],
};

/**
 * Generates one story: the hero, two things dear to them in any order, and two events, one of them with another word of the
 * kind the ending asks for, so that neither the last word of that kind nor the only one is the answer.
 */
export function generateStory(random: Random): Story {
  const pick = <T>(from: readonly T[]): T => from[random.int(from.length)] as T;
  const hero = pick(children);
  const girl = hero.kind === 'girl';
  const cast: Cast = {
    hero,
    she: girl ? 'she' : 'he',
    her: girl ? 'her' : 'his',
    toHer: girl ? 'her' : 'him',
    mood: pick(moods),
    colour: pick(colours),
  };
  const asked = pick(subjects);
  const other = pick(subjects.filter((subject) => subject !== asked));
  const poolOf = (subject: Subject): readonly string[] =>
    subject === 'friend' ? children.filter((c) => c !== hero).map((c) => c.name) : words[subject];

  const answer = pick(poolOf(asked));
  const fact = (subject: Subject, word: string) => pick(facts[subject])(cast, word);
  const said = shuffled([fact(asked, answer), fact(other, pick(poolOf(other)))], random);

  const astray = pick(poolOf(asked).filter((word) => word !== answer));
  const third = pick(subjects.filter((subject) => subject !== asked));
  const event = (subject: Subject, word: string, day: string) => pick(events[subject])(cast, word, day);
  const kinds = shuffled([asked, third], random);
  const opening = pick(days);
  const happened = kinds.map((subject, i) =>
    event(subject, subject === asked ? astray : pick(poolOf(third)), i === 0 ? opening : 'Later'),
  );
  const introduced = `${hero.name} was a ${cast.mood} ${hero.kind}.`;
  const ending = pick(endings[asked])(cast);
  return { text: [introduced, ...said, ...happened, ending].join(' '), answer: ` ${answer}` };
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function shuffled<T>(pair: readonly [T, T], random: Random): [T, T] {
  const [a, b] = pair;
  return random.int(2) === 0 ? [a, b] : [b, a];
}
