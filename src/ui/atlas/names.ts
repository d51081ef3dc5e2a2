/** Names of what the atlas has trained on. */
import { corpora } from '../../data/corpora';
import { tasks } from '../../data/tasks';

/** Names a subject of a plan: "Associative recall", "Associative recall, pairs 8" where a knob is set, or a text. */
export function subjectName(subject: string): string {
  const [id, ...knobs] = subject.split('-');
  const task = tasks.find((one) => one.id === id);
  if (task) return [task.name, ...pairsOf(knobs)].join(', ');
  return corpora.find((one) => one.id === subject)?.name ?? subject;
}

const pairsOf = (words: readonly string[]): string[] =>
  words.flatMap((word, i) => (i % 2 === 0 ? [`${word} ${words[i + 1] ?? ''}`] : []));
