/** The recordings of lessons' trainings, each fetched once. */
import { readRecording } from '../../document/recording';
import { t } from '../../i18n/i18n';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { recordingPath } from '../../lessons/stage';
import { textIn } from '../../lessons/text';
import type { Results } from '../../runtime/runReducer';
import { resultsOf } from '../document/documentSnapshot';
import { fetchKept } from '../offline/fetchKept';

/** What was fetched on this page; what failed is fetched again when it is next wanted. */
export class LessonRecordings {
  /** By path. */
  private readonly fetched = new Map<string, Promise<Results>>();

  /** Gives what a step's training came to. Rejects with an Error for the reader where it cannot be had. */
  of(lesson: Lesson, step: LessonStep): Promise<Results> {
    const path = recordingPath(lesson, step);
    const known = this.fetched.get(path);
    if (known) return known;
    const fetched = fetchKept('recordings', path).then((text) => {
      const results = resultsOf(readRecording(text, textIn(step.title, 'en')));
      if (!results) throw new Error(t('lessons.emptyRecording'));
      return results;
    });
    this.fetched.set(path, fetched);
    fetched.catch(() => this.fetched.delete(path));
    return fetched;
  }
}
