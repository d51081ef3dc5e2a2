/** The numbers that the attention kernels know the forms by: see assembly/attentionSizes.ts. */
export const formCodes = { softmax: 0, taylor: 1, linear: 2, key: 3 } as const;

/** @throws Error where the form has no kernels here */
export function formCode(formId: string): number {
  const code = (formCodes as Readonly<Record<string, number>>)[formId];
  if (code === undefined) throw new Error(`The form "${formId}" has no kernels for the processor.`);
  return code;
}
