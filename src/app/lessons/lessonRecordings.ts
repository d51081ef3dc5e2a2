/** The recordings of lessons' trainings, each fetched once. */
import { readRecording } from '../../document/recording';
import { trainsAlike } from '../../experiment/edit';
import type { Experiment } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import type { Lesson, LessonStep } from '../../lessons/schema';
import { experimentAt, recordingPath } from '../../lessons/stage';
import { textIn } from '../../lessons/text';
import type { Results } from '../../runtime/runReducer';
import { resultsOf } from '../document/documentSnapshot';
import { fetchKept } from '../offline/fetchKept';

interface Fetched {
  experiment: Experiment;
  results: Results;
}

/** What was fetched on this page; what failed is fetched again when it is next wanted. */
export class LessonRecordings {
  /** By path. */
  private readonly fetched = new Map<string, Promise<Fetched>>();

  /** Gives what a step's training came to. Rejects with an Error for the reader where it cannot be had. */
  async of(lesson: Lesson, step: LessonStep): Promise<Results> {
    const { experiment, results } = await this.at(recordingPath(lesson, step), textIn(step.title, 'en'));
    // A lesson that was written out of one of the lab's may have its name, and train something else.
    if (!trainsAlike(experiment, experimentAt(lesson, lesson.steps.indexOf(step))))
      throw new Error(t('lessons.foreignRecording'));
    return results;
  }

  private at(path: string, name: string): Promise<Fetched> {
    const known = this.fetched.get(path);
    if (known) return known;
    const fetched = fetchKept('recordings', path).then((text) => {
      const recording = readRecording(text, name);
      const results = resultsOf(recording);
      if (!results) throw new Error(t('lessons.emptyRecording'));
      return { experiment: recording.experiment, results };
    });
    this.fetched.set(path, fetched);
    fetched.catch(() => this.fetched.delete(path));
    return fetched;
  }
}
