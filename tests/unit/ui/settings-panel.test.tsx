// @vitest-environment happy-dom
// Settings: a value that is refused stays as typed, says why and changes nothing.
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { setSettings } from '../../../src/experiment/edit';
import { SettingsPanel } from '../../../src/ui/panels/settings/SettingsPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();

const steps = () => screen.getByTestId<HTMLInputElement>('steps');
const edited = () => app.document.experiment.getState().experiment;
const alerts = () => screen.queryAllByRole('alert').map(({ textContent }) => textContent);

it('takes a number on Enter and when it is left', async () => {
  const user = show(<SettingsPanel id="settings" title="Settings" />);
  await user.clear(steps());
  await user.type(steps(), '70');
  expect(edited().steps).toBe(600);
  await user.keyboard('{Enter}');
  expect(edited().steps).toBe(70);
  await user.clear(steps());
  await user.type(steps(), '80');
  await user.tab();
  expect(edited().steps).toBe(80);
  expect(alerts()).toEqual([]);
});

for (const [typed, sentence] of [
  ['none', /^Write a number.* Still using 600\.$/],
  ['0', /^Give a whole number from 1 to 100,000\. Still using 600\.$/],
] as const) {
  it(`refuses “${typed}”, keeps it and says why; Escape goes back`, async () => {
    const before = edited();
    const user = show(<SettingsPanel id="settings" title="Settings" />);
    await user.clear(steps());
    await user.type(steps(), `${typed}{Enter}`);
    expect(alerts()).toEqual([expect.stringMatching(sentence)]);
    expect(steps().value).toBe(typed);
    expect(steps().getAttribute('aria-invalid')).toBe('true');
    expect(edited()).toBe(before);
    await user.keyboard('{Escape}');
    expect(steps().value).toBe('600');
    expect(alerts()).toEqual([]);
  });
}

it('shows a value that comes from elsewhere in place of one that was refused', async () => {
  const user = show(<SettingsPanel id="settings" title="Settings" />);
  await user.clear(steps());
  await user.type(steps(), '0{Enter}');
  act(() => void app.document.experiment.getState().apply(setSettings({ steps: 90 })));
  expect(steps().value).toBe('90');
  expect(alerts()).toEqual([]);
});

it('puts the first experiment back, and takes that back', async () => {
  app.document.experiment.getState().apply(setSettings({ steps: 5 }));
  const user = show(<SettingsPanel id="settings" title="Settings" />);
  await user.click(screen.getByRole('button', { name: 'Back to the first experiment' }));
  expect(edited()).toEqual(defaultExperiment());
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(edited().steps).toBe(5);
});
