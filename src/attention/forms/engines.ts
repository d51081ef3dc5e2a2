/** The engine of every form: each folder here brings its own, so that a new form is listed nowhere. */
import type { FormEngine } from './form';

const modules = import.meta.glob<{ engine: FormEngine }>('./*/engine.ts', { eager: true });
const engines = new Map(Object.values(modules).map(({ engine }) => [engine.id, engine]));

/** Returns the engine of a form. @throws Error where the form's folder has no engine.ts */
export function engineOf(formId: string): FormEngine {
  const found = engines.get(formId);
  if (!found) throw new Error(`The form "${formId}" has no engine: forms/${formId}/engine.ts is missing.`);
  return found;
}
