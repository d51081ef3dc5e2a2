// @vitest-environment happy-dom
// What the page says above the run bar: notices, what a link lacked, the device.
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { stay } from '../../../src/ui/kit/usePassing';
import { LinkNotice } from '../../../src/ui/LinkNotice';
import { Notices } from '../../../src/ui/Notices';
import { SlowNotice } from '../../../src/ui/SlowNotice';
import { app, show, startAnew } from '../../support/page';

startAnew();

it('says a notice with its actions until it is closed; one of the same id takes its place', async () => {
  const user = show(<Notices />);
  const run = vi.fn();
  act(() =>
    app.notices.say({ id: 'storage', text: () => 'Full.', actions: [{ label: () => 'Make room', run }] }),
  );
  act(() => app.notices.say({ id: 'slept', text: () => 'Slept.' }));
  await user.click(screen.getByRole('button', { name: 'Make room' }));
  expect(run).toHaveBeenCalledOnce();
  act(() => app.notices.say({ id: 'storage', text: () => 'Full again.' }));
  expect(screen.getByRole('status').textContent).toBe('Slept.Full again.');
  await user.click(screen.getAllByRole('button', { name: 'Close this notice' })[1] as HTMLElement);
  expect(screen.getByRole('status').textContent).toBe('Slept.');
});

it('one that only tells goes by itself, not while it is pointed at or has the focus; what went wrong stays', () => {
  vi.useFakeTimers();
  try {
    show(<Notices />);
    const said = () => screen.getByRole('status').textContent;
    act(() => {
      app.notices.say({ id: 'slept', text: () => 'Slept.', passes: true });
      app.notices.say({ id: 'storage', text: () => 'Full.' });
    });
    const wait = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));
    const notice = screen.getByTestId('notice-slept');
    wait(stay('Slept.') - 1);
    expect(said()).toBe('Slept.Full.');
    fireEvent.pointerEnter(notice);
    wait(10 * stay('Slept.'));
    expect(said()).toBe('Slept.Full.');
    fireEvent.focus(within(notice).getByRole('button'));
    fireEvent.pointerLeave(notice);
    wait(10 * stay('Slept.'));
    expect(said()).toBe('Slept.Full.');
    fireEvent.blur(within(notice).getByRole('button'));
    wait(stay('Slept.') + 1);
    expect(said()).toBe('Full.');
    wait(3_600_000);
    expect(said()).toBe('Full.');
  } finally {
    vi.useRealTimers();
  }
});

it('stays for ten seconds at most, however long it is', () => {
  expect(stay('Slept.')).toBeLessThan(stay('It slept for a while.'));
  expect(stay('Slept. '.repeat(100))).toBe(10_000);
});

it('one that waits for an answer cannot be closed', () => {
  show(<Notices />);
  act(() => app.notices.say({ id: 'elsewhere', text: () => 'Open elsewhere.', lasting: true, actions: [] }));
  expect(screen.getByText('Open elsewhere.')).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
});

it('lists what was wrong with a link, and whether any of it was opened', async () => {
  app.links.state.setState({ notes: ['No run.', 'No text.'], opened: true });
  const user = show(<LinkNotice />);
  expect(screen.getByRole('alert').textContent).toContain('Not all of the link could be opened.');
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'No run.',
    'No text.',
  ]);
  act(() => app.links.state.setState({ opened: false }));
  expect(screen.getByRole('alert').textContent).toContain('the page is as it was');
  await user.click(screen.getByRole('button'));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says why a device is slow until that is closed, and nothing of one that is not', async () => {
  const device = {
    name: 'webgpu' as const,
    adapter: 'test',
    software: false,
    reason: 'No card.',
    advice: null,
  };
  app.session.runs.setState({ engine: device });
  const user = show(<SlowNotice />);
  expect(screen.queryByRole('status')).toBeNull();
  const slow = (advice: string) =>
    act(() => app.session.runs.setState({ engine: { ...device, software: true, advice } }));
  slow('Update it.');
  expect(screen.getByRole('status').textContent).toContain('slow here. No card. Update it.');
  await user.click(screen.getByRole('button', { name: 'Close this notice' }));
  expect(screen.queryByRole('status')).toBeNull();
  slow('Choose “Automatic”.');
  expect(screen.getByRole('status').textContent).toContain('Choose “Automatic”.');
});
