/** Renders a sentence in which each word of the registry of terms opens its meaning, on hover, focus and touch. */
import { memoize, partition } from 'es-toolkit';
import { memo } from 'react';
import { useLanguage } from '../useLanguage';
import { Hint } from './Hint';
import { type TermEntry, terms } from './terms';
import classes from './WithTerms.module.css';

/**
 * Longest first, so that "heads" is not taken for "head"; whole words alone, though Chinese sets nothing between words. By the language, as
 * each has its own words.
 */
const anyTerm = memoize((_language: string) => {
  const words = terms.map(({ word }) => word()).sort((a, b) => b.length - a.length);
  const [chinese, others] = partition(words, (word) => /\p{Script=Han}/u.test(word));
  // The edges once for all: each takes milliseconds to compile.
  const whole = `(?<![\\p{L}\\p{N}])(?:${others.join('|')})(?![\\p{L}\\p{N}])`;
  return new RegExp(`(${[...chinese, ...(others.length > 0 ? [whole] : [])].join('|')})`, 'iu');
});

export const WithTerms = memo(function WithTerms({ text }: { text: string }) {
  const language = useLanguage();
  // Split at a captured group, every second part is a term.
  return text.split(anyTerm(language)).map((part, i) => {
    const term = i % 2 === 1 && terms.find(({ word }) => word().toLowerCase() === part.toLowerCase());
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the sentence
    return term ? <Term key={i} text={part} term={term} alone={part === text} /> : part;
  });
});

/** @param alone whether there is no sentence around it */
function Term({ text, term, alone }: { text: string; term: TermEntry; alone: boolean }) {
  const meaning = term.meaning();
  return (
    <Hint label={meaning} multiline w={280} explains>
      <button
        type="button"
        className={alone ? `${classes.term} ${classes.alone}` : classes.term}
        aria-description={meaning}
      >
        {text}
      </button>
    </Hint>
  );
}
