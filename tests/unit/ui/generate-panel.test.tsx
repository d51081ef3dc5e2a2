// @vitest-environment happy-dom
// What the panel "Write" says of a prompt that the model does not read as it was typed.
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { fillInLayout } from '../../../src/platform/layout';
import type { ReadPrompt, WrittenToken } from '../../../src/runtime/protocol';
import { GeneratePanel } from '../../../src/ui/panels/generate/GeneratePanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

/** @param lookedAt what each token was written by */
async function written(
  read: Omit<ReadPrompt, 'tokens'>,
  lookedAt: readonly WrittenToken['lookedAt'][] = [undefined],
) {
  fillInLayout();
  vi.spyOn(app.session.generation, 'run').mockImplementation(async ({ runIds }, onToken, onRead) => {
    onRead?.({ ...read, tokens: [...read.text] });
    const drawn = { text: ' and the sea', probability: 0.5, alternatives: [] };
    for (const runId of runIds)
      for (const looked of lookedAt) onToken({ runId, step: 3, ...drawn, lookedAt: looked });
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
  await vi.waitFor(() => expect(screen.getByTestId('generated-tokens').textContent).toBe(' and the sea'));
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

it('shows what the chosen run looked at to write the newest token, and one that is pointed at', async () => {
  const { heads } = app.document.experiment.getState().experiment.model;
  const { length } = app.document.experiment.getState().experiment.runs[0]!.layers;
  // The first head of layer 2 gives it to the token at a place, the others to the first.
  const looking = (n: number, at: number) =>
    Array.from({ length }, (_, l) =>
      l === 0
        ? null
        : Uint16Array.from({ length: heads * n }, (_, i) =>
            i % n === (l === 1 && i < n ? at : 0) ? 65_535 : 0,
          ),
    );
  app.document.view.getState().set({ layer: 1, head: 0 });
  await written({ text: 'abc', unknown: [], cut: false }, [looking(3, 1), looking(4, 3)]);
  const looked = () => within(screen.getByTestId('looked-at'));
  const strongest = () => looked().getAllByRole('listitem')[0]?.textContent;
  // The token before it, " and the sea", is the fourth.
  expect(strongest()).toContain('and␣the␣sea');
  await userEvent.hover(document.querySelector('[data-token="0"]')!);
  expect(strongest()).toContain('b');
  expect(looked().getAllByRole('listitem')).toHaveLength(3);
  await userEvent.selectOptions(screen.getByTestId('looked-at-head'), 'Layer 1, head 1');
  expect(looked().getByText(/mixes no tokens/)).toBeTruthy();
});
