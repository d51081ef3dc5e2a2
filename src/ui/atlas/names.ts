/** Names of what the atlas has trained on. */
import { corpora } from '../../data/corpora';
import { tasks } from '../../data/tasks';
import { entryName } from '../../format/words';

/** Names a subject of a plan: "Associative recall", "Associative recall, pairs 8" where a knob is set, or a text. */
export function subjectName(subject: string): string {
  const [id, ...knobs] = subject.split('-');
  const task = tasks.find((one) => one.id === id);
  if (task) return [entryName('tasks', task), ...pairsOf(knobs)].join(', ');
  const corpus = corpora.find((one) => one.id === subject);
  return corpus ? entryName('corpora', corpus) : subject;
}

const pairsOf = (words: readonly string[]): string[] =>
  words.flatMap((word, i) => (i % 2 === 0 ? [`${word} ${words[i + 1] ?? ''}`] : []));
