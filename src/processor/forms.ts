/** The numbers that the attention kernels know the forms by: see assembly/attention.ts. */
const codes: Readonly<Record<string, number>> = { softmax: 0, taylor: 1, linear: 2, key: 3 };

/** @throws Error where the form has no kernels here */
export function formCode(formId: string): number {
  const code = codes[formId];
  if (code === undefined) throw new Error(`The form "${formId}" has no kernels for the processor.`);
  return code;
}
