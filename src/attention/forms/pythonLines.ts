/**
 * The lines of model.py of every form: each folder here brings its own weights.py, so that a new form is listed nowhere.
 */

const files = import.meta.glob<string>('./*/weights.py', { query: '?raw', import: 'default', eager: true });

/** Returns the form's function for model.py. @throws Error where the form's folder has no weights.py */
export function pythonLines(formId: string): string {
  const lines = files[`./${formId}/weights.py`];
  if (lines === undefined) throw new Error(`forms/${formId}/weights.py is missing.`);
  return lines;
}
