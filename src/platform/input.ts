/** What a person does on the page. */

const inputs = ['pointerdown', 'pointerup', 'click', 'keydown'] as const;

/**
 * Watches for inputs that the page is going to answer.
 * @param began is told as one comes @param answered is told once the frame that follows it has been drawn
 * @returns a function that ends it
 */
export function watchInputs(began: () => void, answered: () => void): () => void {
  const heard = () => {
    began();
    // A task that is posted within a frame runs after its layout and paint.
    requestAnimationFrame(() => setTimeout(answered));
  };
  for (const type of inputs) addEventListener(type, heard, { capture: true, passive: true });
  return () => {
    for (const type of inputs) removeEventListener(type, heard, { capture: true });
  };
}
