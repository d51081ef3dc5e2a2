// @vitest-environment happy-dom
// A part of the page that throws while it is drawn: the others stay, what was trained is not lost, and there is a way on.
import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fillInLayout } from '../../../src/platform/layout';
import { App } from '../../../src/ui/App';
import { PageBoundary, PartBoundary } from '../../../src/ui/failure/Failure';
import * as downloads from '../../../src/ui/kit/download';
import { panels } from '../../../src/ui/panels';
import { app, show, startAnew } from '../../support/page';

startAnew();
// React tells each error that a boundary catches.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

let broken = true;
function Part() {
  if (broken) throw new Error('A map has no rows.');
  return <p>The part</p>;
}
beforeEach(() => {
  broken = true;
});

describe('a part', () => {
  it('says that it failed and why, and is drawn again when asked', async () => {
    const onRetry = vi.fn();
    const user = show(
      <>
        <p>The rest</p>
        <PartBoundary title="Attention" onRetry={onRetry}>
          <Part />
        </PartBoundary>
      </>,
    );
    expect(screen.getByText('The rest')).toBeDefined();
    const said = screen.getByRole('alert').textContent;
    expect(said).toContain('The part “Attention” could not be drawn. No training is lost');
    expect(said).toContain('A map has no rows.');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledOnce();
    expect(screen.getByText('The part')).toBeDefined();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('tells whether the browser keeps what was trained, and saves everything', async () => {
    const save = vi.spyOn(app.session.files, 'saveBundle').mockRejectedValue(new Error('No worker.'));
    const user = show(
      <PartBoundary title="Loss">
        <Part />
      </PartBoundary>,
    );
    expect(screen.getByRole('alert').textContent).toContain('not saved in this browser: save everything');
    await user.click(screen.getByRole('button', { name: 'Save everything' }));
    expect(save).toHaveBeenCalledOnce();
    expect((await screen.findByTestId('export-error')).textContent).toBe('No worker.');
    // The file is called after the experiment, and has its name.
    const download = vi.spyOn(downloads, 'download').mockImplementation(() => {});
    save.mockResolvedValue(new Uint8Array(1));
    app.autosave.rename('RndEmbQK beside standard');
    await user.click(screen.getByRole('button', { name: 'Save everything' }));
    await vi.waitFor(() => expect(download.mock.calls[0]?.[0]).toBe('rndembqk-beside-standard.zip'));
    expect(save).toHaveBeenLastCalledWith('RndEmbQK beside standard');
    // So that no later test hears of it.
    await app.autosave.flush();
  });

  it('is any one of the page: the others are drawn, and train', () => {
    const attention = panels.find(({ id }) => id === 'attention')!;
    const { Component } = attention;
    attention.Component = Part;
    fillInLayout();
    show(<App />);
    attention.Component = Component;
    expect(screen.getByTestId('failure').textContent).toContain('The part “Attention” could not be drawn.');
    expect(screen.getByTestId('runs')).toBeDefined();
    expect(screen.getByTestId('curves')).toBeDefined();
    expect(screen.getByRole('button', { name: /^Train/ })).toBeDefined();
  });
});

describe('the page', () => {
  it('keeps what was trained, and begins a new experiment where it fails again and again', async () => {
    const begin = vi.spyOn(app.library, 'beginNew').mockImplementation(async () => {
      broken = false;
    });
    const user = show(
      <PageBoundary embedded={false}>
        <Part />
      </PageBoundary>,
    );
    expect(screen.getByRole('alert').textContent).toContain('The page could not be drawn.');
    await user.click(screen.getByRole('button', { name: 'Begin a new experiment' }));
    expect(begin).toHaveBeenCalledOnce();
    expect(await screen.findByText('The part')).toBeDefined();
  });

  it('takes a checkpoint and writes it before it is loaded anew', async () => {
    const order: string[] = [];
    vi.spyOn(app.session, 'checkpoint').mockImplementation(async () => void order.push('checkpoint'));
    vi.spyOn(app.autosave, 'flush').mockImplementation(async () => void order.push('flush'));
    vi.spyOn(location, 'reload').mockImplementation(() => void order.push('reload'));
    const user = show(
      <PageBoundary embedded>
        <Part />
      </PageBoundary>,
    );
    expect(screen.queryByRole('button', { name: 'Begin a new experiment' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Reload the page' }));
    await vi.waitFor(() => expect(order).toEqual(['checkpoint', 'flush', 'reload']));
  });
});
