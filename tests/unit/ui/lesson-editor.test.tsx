// @vitest-environment happy-dom
// The editor's forms: what a step switches off, and a condition that reads what an evaluation finds.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { openDraft } from '../../../src/app/lessons/drafts';
import Editor from '../../../src/ui/lessons/editor/Editor';
import { app, show, startAnew } from '../../support/page';

startAnew();
afterEach(() => app.drafts.open(null));

const step = () => openDraft(app.drafts.state.getState())?.steps[0];
function openEditor() {
  act(() => app.drafts.begin());
  show(<Editor />);
}
function chooseIn(field: string, option: string) {
  // A list of which something was chosen stays open.
  if (!screen.queryByRole('option', { name: option })) fireEvent.click(screen.getByTestId(field));
  fireEvent.click(screen.getByRole('option', { name: option }));
}

it('a step switches off layers and heads of a run, which the reader does', () => {
  openEditor();
  const { runs } = app.document.experiment.getState().experiment;
  chooseIn('writing-without', 'layer 2');
  expect(step()?.without).toEqual({ run: runs[0]?.id, layers: [1] });
  chooseIn('writing-without', 'layer 1 head 2');
  expect(step()?.without).toEqual({ run: runs[0]?.id, layers: [1], heads: [[0, 1]] });
  chooseIn('writing-without', 'layer 2');
  chooseIn('writing-without', 'layer 1 head 2');
  expect(step()?.without).toBeUndefined();
});

it('an answer is right where what an evaluation finds says so, which has no place on a curve', () => {
  openEditor();
  fireEvent.change(screen.getByTestId('question-kind'), { target: { value: 'choose' } });
  fireEvent.change(screen.getByTestId('option-is-0'), { target: { value: 'results' } });
  const claim = screen.getByRole('group', { name: 'Condition 1' });
  expect(within(claim).getByLabelText('Where')).toBeTruthy();
  fireEvent.change(within(claim).getByTestId('quantity'), { target: { value: 'skip' } });
  expect(within(claim).queryByLabelText('Where')).toBeNull();
  const { question } = step() ?? {};
  expect(question?.kind === 'choose' && question.options[0]?.right).toMatchObject([
    { measure: { of: 'skip', at: 'end' } },
  ]);
});
