// @vitest-environment happy-dom
// What the panel "Write" says of a prompt that the model does not read as it was typed.
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fillInLayout } from '../../../src/platform/layout';
import { GeneratePanel } from '../../../src/ui/panels/generate/GeneratePanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

async function written(read: { text: string; unknown: string[]; cut: boolean }) {
  fillInLayout();
  vi.spyOn(app.session.generation, 'run').mockImplementation(async ({ runIds }, onToken, onRead) => {
    onRead?.(read);
    const drawn = { text: ' and the sea', probability: 0.5, alternatives: [] };
    for (const runId of runIds) onToken({ runId, step: 3, ...drawn });
  });
  const user = show(<GeneratePanel id="generate" title="Write" />);
  await user.click(screen.getByText('Chosen'));
  await user.click(screen.getByTestId('start-generate'));
}

it('names the characters that the vocabulary lacks, and shows what was read in their place', async () => {
  await written({ text: '����� 7', unknown: ['Z', '\u200b', '\u202e'], cut: false });
  expect(screen.getByTestId('generate-read').textContent).toBe(
    'The vocabulary lacks “Z”, “⟨200B⟩”, “⟨202E⟩”: each was read as “�”, whatever stands there. Marked: the prompt as the model read it.',
  );
  expect(screen.getByTestId('read-prompt').textContent).toBe('����� 7');
  expect(screen.getByTestId('generated-tokens').textContent).toBe(' and the sea');
});

it('says that only the end of a long prompt was read', async () => {
  await written({ text: 'the end', unknown: [], cut: true });
  expect(screen.getByTestId('generate-read').textContent).toMatch(/only its end was read/);
  expect(screen.getByTestId('read-prompt').textContent).toBe('the end');
});

it('says nothing of a prompt that is read as it was typed', async () => {
  await written({ text: 'The whale ', unknown: [], cut: false });
  expect(screen.queryByTestId('generate-read')).toBeNull();
});
